/** A month as a calendar shows it: weeks of days in a zone, and the shifts on each day. */

import type { Timeline } from "../../api/types";
import { dayOf, dayStart, monthOf, monthStart, weekday } from "../../time/wallclock";
import { secondsOf } from "../../time/words";
import { changes } from "../../timeline/axis";
import type { Span } from "../../timeline/model";

/** A shift of a roster, whole. */
export interface Duty extends Span {
  key: string;
  rule: string;
  name: string;
  people: readonly number[];
}

/** A shift as one day shows it. */
export interface DayShift extends Duty {
  /** It began before this day. */
  isFromBefore: boolean;
  /** It ends after this day. */
  goesOn: boolean;
}

export interface MonthDay extends Span {
  /** Counted from 1 January 1970. */
  day: number;
  isInMonth: boolean;
  isWeekend: boolean;
  /** Clock changes, in words. */
  changes: string[];
  shifts: DayShift[];
}

/** The shifts of a timeline, each once; what was cut to the window that was asked for begins and ends there. */
export function dutiesOf(timeline: Pick<Timeline, "shifts">, asked: Span): Duty[] {
  return timeline.shifts.map((shift) => {
    const start = shift.start === null ? asked.start : secondsOf(shift.start);
    const end = shift.end === null ? asked.end : secondsOf(shift.end);
    const rule = "id" in shift.rule ? String(shift.rule.id) : "";
    return { key: `${rule} ${start}`, start, end, rule, name: shift.rule.text, people: shift.people };
  });
}

/** The weeks, Monday first, in which a month lies; the days around it are there so that each week is whole. */
export function weeksOf(around: number, zone: string, duties: readonly Duty[]): MonthDay[][] {
  const month = monthOf(dayOf(around, zone));
  const [first, next] = [monthStart(month), monthStart(month + 1)];
  const weeks: MonthDay[][] = [];
  for (let monday = first - weekday(first); monday < next; monday += 7) {
    weeks.push(Array.from({ length: 7 }, (_, place) => dayWith(monday + place, month, zone, duties)));
  }
  return weeks;
}

function dayWith(day: number, month: number, zone: string, duties: readonly Duty[]): MonthDay {
  const [start, end] = [dayStart(day, zone), dayStart(day + 1, zone)];
  return {
    day,
    start,
    end,
    isInMonth: monthOf(day) === month,
    isWeekend: weekday(day) > 4,
    // A day that the zone skipped has no hours, and no change of its own: the days around it tell.
    changes: start < end ? changes(start, end, zone).map(({ words }) => words) : [],
    shifts: duties.filter((duty) => duty.start < end && duty.end > start && start < end).map((duty) => ({
      ...duty,
      isFromBefore: duty.start < start,
      goesOn: duty.end > end,
    })),
  };
}
