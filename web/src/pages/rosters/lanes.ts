/** A roster's timeline as lanes to draw: everybody who is on call, then each shift rule by itself. */

import type { Person, Shift, Timeline } from "../../api/types";
import { secondsOf } from "../../time/words";
import type { Bar, Lane, Span } from "../../timeline/model";

type Told = Pick<Timeline, "shifts" | "gaps" | "rules"> & { people: readonly Pick<Person, "id" | "name">[] };

/** The lanes; rules that have no shift in the window are left out where `isBare`. */
export function rosterLanes(told: Told, asked: Span, { isBare = false } = {}): Lane[] {
  const names = new Map(told.people.map(({ id, name }) => [id, name]));
  const bars = (shifts: readonly Shift[]) => shifts.map((shift) => barOf(shift, names, asked));
  const rules = told.rules.map(({ rule, shifts }, place) => {
    return { id: `rule ${place}`, label: rule.text, kind: "roster" as const, bars: bars(shifts) };
  });
  const gaps = told.gaps.map(({ start, end }) => ({ start: secondsOf(start), end: secondsOf(end) }));
  return [
    { id: "final", label: "On call", kind: "final", bars: together(bars(told.shifts)), gaps },
    ...rules.filter((lane) => !isBare || lane.bars.length),
  ];
}

/** What was cut to the window goes on outside of it: a second more says so, and it is drawn as cut. */
function barOf(shift: Shift, names: ReadonlyMap<number, string>, asked: Span): Bar {
  const start = shift.start === null ? asked.start : secondsOf(shift.start);
  const end = shift.end === null ? asked.end : secondsOf(shift.end);
  return {
    key: `${"id" in shift.rule ? shift.rule.id : ""} ${start}`,
    start: start <= asked.start ? asked.start - 1 : start,
    end: end >= asked.end ? asked.end + 1 : end,
    people: shift.people.map((id) => ({ id, name: names.get(id) ?? `contact ${id}` })),
    rule: shift.rule.text,
  };
}

/** Shifts that overlap, as one row of bars: each names all who are on call then, once. */
export function together(bars: readonly Bar[]): Bar[] {
  const edges = [...new Set(bars.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  const starts = [...bars].sort((a, b) => a.start - b.start);
  const found: Bar[] = [];
  let on: Bar[] = [];
  let next = 0;
  edges.slice(0, -1).forEach((start, place) => {
    on = on.filter((bar) => bar.end > start);
    for (let bar = starts[next]; bar && bar.start <= start; bar = starts[++next]) on.push(bar);
    const end = edges[place + 1] ?? start;
    if (on.length && end > start) found.push(joined(on, start, end));
  });
  return found;
}

function joined(on: readonly Bar[], start: number, end: number): Bar {
  const people = [...new Map(on.flatMap((bar) => bar.people).map((person) => [person.id, person])).values()];
  const rule = [...new Set(on.map((bar) => bar.rule))].join(" and ");
  return { key: `all ${start}`, start, end, people, rule };
}
