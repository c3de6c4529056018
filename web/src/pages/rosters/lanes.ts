/** A roster's timeline as lanes to draw: everybody who is on call, then each shift rule by itself. */

import type { Person, Shift, Timeline } from "../../api/types";
import { drawn, namesOf, spanOf } from "../../timeline/drawn";
import type { Bar, Lane, Span } from "../../timeline/model";

type Told = Pick<Timeline, "shifts" | "gaps" | "rules"> & { people: readonly Pick<Person, "id" | "name">[] };

/** The lanes; rules that have no shift in the window are left out where `isBare`. */
export function rosterLanes(told: Told, asked: Span, { isBare = false } = {}): Lane[] {
  const names = namesOf(told.people);
  const bars = (shifts: readonly Shift[]) =>
    shifts.map((shift) => drawn(shift, "id" in shift.rule ? String(shift.rule.id) : "", names, asked));
  const rules = told.rules.map(({ rule, shifts }, place) => {
    return { id: `rule ${place}`, label: rule.text, kind: "roster" as const, bars: bars(shifts) };
  });
  return [
    { id: "final", label: "On call", kind: "final", bars: together(bars(told.shifts)), gaps: told.gaps.map(spanOf) },
    ...rules.filter((lane) => !isBare || lane.bars.length),
  ];
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
