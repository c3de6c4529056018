/** What a schedule's page shows of the server: the record, who is on call now, and the timeline of a window. */

import { get, getEver, type Tagged } from "../../api/client";
import type { Board, OnCall, Schedule, ScheduleTimeline, Tier } from "../../api/types";
import { Live, reloadAt } from "../../state/live.svelte";
import { isoOf } from "../../time/words";
import { askedFor } from "../../timeline/drawn";
import type { Span } from "../../timeline/model";
import { nextChange } from "../board/rows";

/** Edits by others are seen within so many seconds; handoffs at once. */
const EVERY = { every: 60 };

export class Watched {
  readonly record: Live<Tagged<Schedule>>;
  readonly board: Live<OnCall[]>;
  readonly timeline: Live<{ asked: Span; said: ScheduleTimeline }>;
  /** The zone in which the first tier's first layer is written. */
  layerZone = $state.raw<string | undefined>(undefined);

  /** To be made while a component is set up; `window` is what the page shows. */
  constructor(id: string, window: () => { since: number; until: number }) {
    this.record = new Live((signal) => getEver<Schedule>(`/schedules/${id}`, signal), EVERY);
    this.board = new Live(async (signal) => (await get<Board>("/oncall", { schedule: id, limit: 1000 }, signal)).results, EVERY);
    this.timeline = new Live(async (signal) => {
      const asked = askedFor(window());
      const query = { since: isoOf(asked.start), until: isoOf(asked.end) };
      return { asked, said: await get<ScheduleTimeline>(`/schedules/${id}/timeline`, query, signal) };
    }, EVERY);
    // It is known when the next handoff comes: nobody waits for the next turn of the wheel.
    reloadAt(this.board, () => (this.board.value ? nextChange(this.board.value) : null));
    this.#readZone();
  }

  get problem() {
    return this.timeline.problem ?? this.board.problem ?? this.record.problem;
  }

  async reload(): Promise<void> {
    await Promise.all([this.record.reload(), this.board.reload(), this.timeline.reload()]);
  }

  #readZone(): void {
    const first = $derived(this.record.value?.value.tiers.find(({ layers, ended_at }) => layers > 0 && !ended_at)?.id);
    $effect(() => {
      if (first === undefined) return;
      get<Tier>(`/tiers/${first}`).then(
        (tier) => (this.layerZone = tier.layers[0]?.tz),
        () => {},
      );
    });
  }
}
