/** What unsaved shifts would make of a roster: asked for while one types, and kept until the next answer is there. */

import { Problem, send, type Query } from "../../api/client";
import type { DryRun, RosterPreview } from "../../api/types";
import { isoOf } from "../../time/words";
import { placed, type Faults, type ShiftWish } from "./draft";

/** So long after the last keystroke. */
const PAUSE = 300;
/** How far ahead the difference is looked for. */
export const AHEAD = 90;

export interface Wished {
  /** The roster that is changed; null: a new one. */
  id: string | null;
  customer: number;
  tz: string;
  shifts: ShiftWish[];
  /** Where each of them stands in the form, and by which key. */
  places: number[];
  keys: number[];
  since: number;
  until: number;
}

interface Answer {
  timeline: RosterPreview;
  diff: DryRun | null;
  wished: Wished;
}

export class Preview {
  answer = $state.raw<Answer | null>(null);
  problem = $state.raw<Problem | null>(null);
  faults = $state.raw<Faults>({});
  /** What is shown is not of what is wished. */
  isBehind = $state(false);

  #waiting: ReturnType<typeof setTimeout> | undefined;
  #asked: AbortController | null = null;

  ask(wished: Wished): void {
    this.stop();
    this.isBehind = true;
    this.#waiting = setTimeout(() => void this.#run(wished), this.answer ? PAUSE : 0);
  }

  /** Nothing can be foretold yet. */
  clear(): void {
    this.stop();
    [this.answer, this.problem, this.faults, this.isBehind] = [null, null, {}, false];
  }

  stop(): void {
    clearTimeout(this.#waiting);
    this.#asked?.abort();
  }

  async #run(wished: Wished): Promise<void> {
    const mine = (this.#asked = new AbortController());
    const { id, customer, tz, shifts } = wished;
    const ask = <T>(path: string, body: unknown, query: Query) => send<T>("POST", path, body, { query, signal: mine.signal });
    const query = { since: isoOf(wished.since), until: isoOf(wished.until) };
    const home = id === null ? null : `/rosters/${encodeURIComponent(id)}`;
    try {
      const [timeline, diff] = await Promise.all([
        home
          ? ask<RosterPreview>(`${home}/preview`, { tz, shifts }, query)
          : ask<RosterPreview>("/previews/roster", { customer, tz, shifts: shifts.map(({ id: _, ...shift }) => shift) }, query),
        home ? ask<DryRun>(`${home}/diff`, { tz, shifts }, { days: AHEAD }) : null,
      ]);
      if (mine.signal.aborted) return;
      this.answer = { timeline, diff, wished };
      [this.problem, this.faults, this.isBehind] = [null, {}, false];
    } catch (fault) {
      if (mine.signal.aborted) return;
      if (!(fault instanceof Problem)) throw fault;
      this.problem = fault;
      this.faults = placed(fault.byField(), wished.places);
    }
  }
}
