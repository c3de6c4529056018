/** What the reader prefers, kept in this browser: the zone of the times shown, and light or dark. */

import { browsersZone, zones } from "../time/zones.svelte";

export type Theme = "system" | "light" | "dark";

const KEY = "watchbill.preferences";

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
  /** The zone where the reader is, as the browser calls it; UTC where the server knows no such zone. */
  ownZone = $state("UTC");
  #zone = $state(kept().zone ?? browsersZone());
  #theme = $state<Theme>(kept().theme ?? "system");
  #isChecked = false;

  constructor() {
    this.#show();
  }

  /** Waits until what clocks show here is told, and finds out whether there are such zones. Raises Problem. */
  async ready(now: number): Promise<void> {
    if (this.#isChecked) return;
    const own = browsersZone();
    const [isOwn, isZone] = await Promise.all([zones.has(own, now), zones.has(this.#zone, now)]);
    if (isOwn) this.ownZone = own;
    if (!isZone) this.#zone = this.ownZone;
    this.#isChecked = true;
  }

  /** The zone in which times are shown: one whose clocks are told. */
  get zone(): string {
    return this.#zone;
  }
  set zone(zone: string) {
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
