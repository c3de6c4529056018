/** The calendar feeds of one schedule, roster or person: those that work, and one that has just been made. */

import { getAll, newKey, send } from "../api/client";
import type { Feed } from "../api/types";
import { Live } from "./live.svelte";

export class Feeds {
  /** Its address is told this once. */
  made = $state.raw<Feed | null>(null);
  readonly working: Live<Feed[]>;
  readonly #of: { kind: Feed["kind"]; id: number | string };

  /** To be made while a component is set up. */
  constructor(kind: Feed["kind"], id: number | string) {
    this.#of = { kind, id };
    this.working = new Live(async (signal) => {
      const all = await getAll<Feed>("/feeds", {}, signal);
      return all.filter((one) => one.kind === kind && String(one.subject) === String(id) && one.revoked_at === null);
    });
  }

  async make(tz: string): Promise<void> {
    this.made = await send<Feed>("POST", "/feeds", { ...this.#of, tz }, { key: newKey() });
    await this.working.reload();
  }

  async revoke(feed: Feed): Promise<void> {
    await send("DELETE", `/feeds/${feed.id}`);
    if (this.made?.id === feed.id) this.made = null;
    await this.working.reload();
  }
}
