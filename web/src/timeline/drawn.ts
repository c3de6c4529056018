/** Shifts and gaps, as the API tells them, as what a timeline draws. */

import type { Person, Shift } from "../api/types";
import { secondsOf } from "../time/words";
import type { Bar, Span } from "./model";

type Named = Pick<Person, "id" | "name">;
export type Names = ReadonlyMap<number, string>;

/** Asked for on both sides of what is shown, so that shifts are told whole and the next step is there at once. */
const MARGIN = 32 * 86_400;

/** The window to ask for, in order to show one. */
export function askedFor({ since, until }: { since: number; until: number }): Span {
  return { start: since - MARGIN, end: until + MARGIN };
}

export function namesOf(people: readonly Named[]): Names {
  return new Map(people.map(({ id, name }) => [id, name]));
}

export function spanOf({ start, end }: { start: string; end: string }): Span {
  return { start: secondsOf(start), end: secondsOf(end) };
}

/**
 * A shift as a bar, `what` and its start being its key. Of one that was cut to the window asked for a second more says
 * that it goes on outside, and the timeline then draws it as one that is cut.
 */
export function drawn(shift: Shift, what: string, names: Names, asked: Span): Bar {
  const start = shift.start === null ? asked.start : secondsOf(shift.start);
  const end = shift.end === null ? asked.end : secondsOf(shift.end);
  return {
    key: `${what} ${start}`,
    start: shift.start === null || shift.cut_start ? start - 1 : start,
    end: shift.end === null || shift.cut_end ? end + 1 : end,
    people: shift.people.map((id) => ({ id, name: names.get(id) ?? `contact ${id}` })),
    rule: shift.rule.text,
  };
}
