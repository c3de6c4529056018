/** A tier's timeline, as the API tells it, as lanes to draw: the result, the on-demand shifts, the layers from the top. */

import { LONGEST } from "../../api/places";
import type { Rule, ScheduleTimeline, Shift } from "../../api/types";
import { capital } from "../../parts/words";
import { secondsOf } from "../../time/words";
import { drawn, spanOf, type Names } from "../../timeline/drawn";
import { QUARTER } from "../../timeline/draft";
import type { Bar, Lane, Span } from "../../timeline/model";

export type TierTimeline = ScheduleTimeline["tiers"][number];

/** An on-demand shift whose new hours are on their way to the server: drawn where it shall be. */
export interface Moving extends Span {
  id: number;
}

/** Hours in which nobody is on call; they may be longer where the window asked for cuts them. */
export interface CutGap extends Span {
  isLonger: boolean;
}

/** The lanes of a tier; `canCover` says whether the reader may put anybody on call there. */
export function lanesOf(tier: TierTimeline, names: Names, asked: Span, canCover: boolean, moving: Moving | null = null): Lane[] {
  const bars = (shifts: readonly Shift[]) => shifts.map((shift) => barOf(shift, names, asked)).map((bar) => moved(bar, moving));
  const layers = tier.rules.map(({ rule, shifts }, place) => {
    const [label, sub] = wordsOf(rule);
    return { id: `layer ${place}`, label, sub, kind: "layer" as const, bars: bars(shifts) };
  });
  return [
    { id: "final", label: "On call", kind: "final", bars: bars(tier.shifts), gaps: tier.gaps.map(spanOf), canCover, canResize: canCover },
    { id: "override", label: "On-demand", kind: "override", bars: bars(tier.overrides), canCover, canResize: canCover },
    ...layers.reverse(),
  ];
}

/** What a lane says of its rule: "layer 1, daily, Mon–Fri" is "Layer 1" and, smaller, "daily, Mon–Fri". */
export function wordsOf({ text }: Rule): [label: string, sub: string | undefined] {
  const [first = "", ...rest] = text.split(", ");
  return [capital(first), rest.join(", ") || undefined];
}

function barOf(shift: Shift, names: Names, asked: Span): Bar {
  const { rule, people } = shift;
  if (rule.kind !== "override") return drawn(shift, people.join(" "), names, asked);
  return { ...drawn(shift, `override ${rule.id}`, names, asked), override: rule.id };
}

function moved(bar: Bar, moving: Moving | null): Bar {
  return moving && bar.override === moving.id ? { ...bar, start: moving.start, end: moving.end } : bar;
}

/** The quarter of an hour that begins now or next. */
export function nextQuarter(now: number): number {
  return Math.ceil(now / QUARTER) * QUARTER;
}

/** What is to be covered of a gap or a shift that was chosen whole: what is not over yet; all of it where all is over. */
export function ahead({ start, end }: Span, now: number): Span {
  const next = nextQuarter(now);
  return { start: start < next && next < end ? next : start, end };
}

/** What is seen of a span. */
export function seenOf({ start, end }: Span, { since, until }: { since: number; until: number }): Span {
  return { start: Math.max(start, since), end: Math.min(end, until) };
}

/** Whether the window that was asked for cuts a bar. */
export function isCut(bar: Span, asked: Span): boolean {
  return bar.start < asked.start || asked.end < bar.end;
}

/** A whole shift around an instant, which may have no end: at most as long as a cover may be, on either side. */
export function aroundIt({ start, end }: Shift, at: number): Span {
  return {
    start: Math.max(start === null ? -Infinity : secondsOf(start), at - LONGEST),
    end: Math.min(end === null ? Infinity : secondsOf(end), at + LONGEST),
  };
}

/** For how many seconds of a window nobody is on call. */
export function gapSeconds(gaps: readonly { start: string; end: string }[], { since, until }: { since: number; until: number }): number {
  return gaps.map(spanOf).reduce((sum, gap) => sum + Math.max(0, Math.min(gap.end, until) - Math.max(gap.start, since)), 0);
}
