/** What the reader prefers, kept in this browser: the zone of the times shown, and light or dark. */

import { isZone } from "../time/wallclock";

export type Theme = "system" | "light" | "dark";

const KEY = "watchbill.preferences";
export const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

interface Kept {
  zone?: string;
  theme?: Theme;
}

function kept(): Kept {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "{}") as Kept;
  } catch {
    return {};
  }
}

class Preferences {
  #zone = $state(kept().zone ?? ownZone);
  #theme = $state<Theme>(kept().theme ?? "system");

  constructor() {
    if (!isZone(this.#zone)) this.#zone = ownZone;
    this.#show();
  }

  /** The zone in which times are shown. */
  get zone(): string {
    return this.#zone;
  }
  set zone(zone: string) {
    if (!isZone(zone)) return;
    this.#zone = zone;
    this.#keep();
  }

  get theme(): Theme {
    return this.#theme;
  }
  set theme(theme: Theme) {
    this.#theme = theme;
    this.#show();
    this.#keep();
  }

  #show(): void {
    if (this.#theme === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = this.#theme;
  }

  #keep(): void {
    try {
      localStorage.setItem(KEY, JSON.stringify({ zone: this.#zone, theme: this.#theme }));
    } catch {
      // A browser that keeps nothing still shows everything.
    }
  }
}

export const preferences = new Preferences();
