/** What unsaved shifts would make of a roster. */

import { send, type Query } from "../../api/client";
import type { DryRun, RosterPreview as Foretold } from "../../api/types";
import { AHEAD, Preview } from "../../state/preview.svelte";
import { isoOf } from "../../time/words";
import { placed, type Faults, type ShiftWish } from "./draft";

interface Wished {
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
  timeline: Foretold;
  diff: DryRun | null;
  wished: Wished;
}

export class RosterPreview extends Preview<Wished, Answer> {
  readonly faults: Faults = $derived(
    this.problem && this.refused ? placed(this.problem.byField(), this.refused.places) : {},
  );

  constructor() {
    super(foretell);
  }
}

async function foretell(wished: Wished, signal: AbortSignal): Promise<Answer> {
  const { id, customer, tz, shifts } = wished;
  const ask = <T>(path: string, body: unknown, query: Query) => send<T>("POST", path, body, { query, signal });
  const query = { since: isoOf(wished.since), until: isoOf(wished.until) };
  const home = id === null ? null : `/rosters/${encodeURIComponent(id)}`;
  const [timeline, diff] = await Promise.all([
    home
      ? ask<Foretold>(`${home}/preview`, { tz, shifts }, query)
      : ask<Foretold>("/previews/roster", { customer, tz, shifts: shifts.map(({ id: _, ...shift }) => shift) }, query),
    home ? ask<DryRun>(`${home}/diff`, { tz, shifts }, { days: AHEAD }) : null,
  ]);
  return { timeline, diff, wished };
}
