/** Moves of the keyboard's place among the marks of several lanes. */
import type { Span } from "./model";

/** A mark is a bar, a fold of bars or a gap. */
export interface Mark extends Span {
  key: string;
}

export interface Row {
  lane: string;
  /** In time order. */
  marks: Mark[];
}

export interface Place {
  lane: string;
  key: string;
}

/** Where the keyboard is: there if the mark is still drawn, else at what is in force now, else at the first. */
export function settled(rows: Row[], place: Place | null, now: number): Place | null {
  const row = rows.find((row) => row.lane === place?.lane);
  if (place !== null && row?.marks.some((mark) => mark.key === place.key)) return place;
  const next = row !== undefined && row.marks.length > 0 ? row : rows.find((row) => row.marks.length > 0);
  if (next === undefined) return null;
  const mark = next.marks.find((mark) => mark.start <= now && now < mark.end) ?? next.marks[0];
  return mark === undefined ? null : { lane: next.lane, key: mark.key };
}

/** The mark before or after in the lane; null at its end. */
export function beside(rows: Row[], place: Place, by: 1 | -1): Place | null {
  const marks = rows.find((row) => row.lane === place.lane)?.marks ?? [];
  const mark = marks[marks.findIndex((mark) => mark.key === place.key) + by];
  return mark === undefined ? null : { lane: place.lane, key: mark.key };
}

/** The mark of the next lane up or down that lies nearest to an instant; null at the last lane. */
export function across(rows: Row[], place: Place, by: 1 | -1, around: number): Place | null {
  for (let at = rows.findIndex((row) => row.lane === place.lane) + by; rows[at] !== undefined; at += by) {
    const row = rows[at];
    const mark = row && nearest(row.marks, around);
    if (row && mark) return { lane: row.lane, key: mark.key };
  }
  return null;
}

/** The first or last mark of the lane. */
export function atEnd(rows: Row[], place: Place, end: "first" | "last"): Place | null {
  const marks = rows.find((row) => row.lane === place.lane)?.marks ?? [];
  const mark = marks.at(end === "first" ? 0 : -1);
  return mark === undefined ? null : { lane: place.lane, key: mark.key };
}

function nearest(marks: Mark[], around: number): Mark | undefined {
  const distance = (mark: Mark): number => Math.max(mark.start - around, around - mark.end + 1, 0);
  return marks.reduce<Mark | undefined>(
    (best, mark) => (best === undefined || distance(mark) < distance(best) ? mark : best),
    undefined,
  );
}
