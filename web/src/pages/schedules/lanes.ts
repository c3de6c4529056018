/** A tier's timeline, as the API tells it, as lanes to draw: the result, the on-demand shifts, the layers from the top. */

import type { Person, Rule, ScheduleTimeline, Shift } from "../../api/types";
import { secondsOf } from "../../time/words";
import type { Bar, Lane, Span } from "../../timeline/model";

export type TierTimeline = ScheduleTimeline["tiers"][number];
export type Names = ReadonlyMap<number, string>;

/** An on-demand shift whose new hours are on their way to the server: drawn where it shall be. */
export interface Moving extends Span {
  id: number;
}

/** Asked for on both sides of what is shown, so that shifts are told whole and the next step is there at once. */
const MARGIN = 32 * 86_400;

/** The window to ask for, in order to show one. */
export function askedFor({ since, until }: { since: number; until: number }): Span {
  return { start: since - MARGIN, end: until + MARGIN };
}

export function namesOf(people: readonly Person[]): Names {
  return new Map(people.map(({ id, name }) => [id, name]));
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
  return [first.charAt(0).toUpperCase() + first.slice(1), rest.join(", ") || undefined];
}

function spanOf({ start, end }: { start: string; end: string }): Span {
  return { start: secondsOf(start), end: secondsOf(end) };
}

/**
 * A shift that was cut to the window asked for goes on outside of it: a second more says so, and the timeline then
 * draws it as one that is cut.
 */
function barOf(shift: Shift, names: Names, asked: Span): Bar {
  const start = shift.start === null ? asked.start : secondsOf(shift.start);
  const end = shift.end === null ? asked.end : secondsOf(shift.end);
  const key = shift.rule.kind === "override" ? `override ${shift.rule.id} ${start}` : `${shift.people.join(" ")} ${start}`;
  return {
    key,
    start: start <= asked.start ? asked.start - 1 : start,
    end: end >= asked.end ? asked.end + 1 : end,
    people: shift.people.map((id) => ({ id, name: names.get(id) ?? `contact ${id}` })),
    rule: shift.rule.text,
    ...(shift.rule.kind === "override" ? { override: shift.rule.id } : {}),
  };
}

function moved(bar: Bar, moving: Moving | null): Bar {
  return moving && bar.override === moving.id ? { ...bar, start: moving.start, end: moving.end } : bar;
}

const QUARTER = 900;

/** What is to be covered of a gap or a shift that was chosen whole: what is seen of it, and is not over yet. */
export function ahead({ start, end }: Span, { since, until }: { since: number; until: number }, now: number): Span {
  const [from, to] = [Math.max(start, since), Math.min(end, until)];
  const next = Math.ceil(now / QUARTER) * QUARTER;
  return { start: from < next && next < to ? next : from, end: to };
}

/** For how many seconds of a window nobody is on call. */
export function gapSeconds(gaps: readonly { start: string; end: string }[], { since, until }: { since: number; until: number }): number {
  return gaps.map(spanOf).reduce((sum, gap) => sum + Math.max(0, Math.min(gap.end, until) - Math.max(gap.start, since)), 0);
}
