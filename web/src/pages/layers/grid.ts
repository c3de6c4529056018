/** Restrictions as a week of half hours, and back; what half hours cannot show exactly stays as it is written. */

export const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
export type Day = (typeof DAYS)[number];

export interface DailyHours {
  type: "daily";
  start: string;
  end: string;
}
export interface DaysHours {
  type: "days";
  days: (string | number)[];
  start: string;
  end: string;
}
export interface WeeklyHours {
  type: "weekly";
  start_day: string | number;
  start: string;
  end_day: string | number;
  end: string;
}
/** A window of the week, as the API writes it. */
export type Hours = DailyHours | DaysHours | WeeklyHours;

/** Half hours of a week, from Monday 00:00. */
export type Cells = readonly boolean[];

export const HALF = 1800;
export const A_DAY = 48;
export const A_WEEK = 7 * A_DAY;
const DAY = A_DAY * HALF;
const WEEK = 7 * DAY;

/** The day's number from Monday 0; -1 for what is no day. */
export function dayNumber(day: string | number): number {
  if (typeof day === "number") return Number.isInteger(day) && day >= 0 && day < 7 ? day : -1;
  return DAYS.indexOf(day.toLowerCase() as Day);
}

/** The second of the day of "09:00" or "09:00:30", of "24:00" the one after its last; null for what is no time. */
export function secondOf(time: string): number | null {
  if (/^24:00(:00)?$/.test(time)) return DAY;
  const found = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(time);
  return found ? Number(found[1]) * 3600 + Number(found[2]) * 60 + Number(found[3] ?? 0) : null;
}

/** "09:30" of the second of a day. */
export function timeAt(second: number): string {
  const within = ((second % DAY) + DAY) % DAY;
  const two = (n: number) => String(n).padStart(2, "0");
  return `${two(Math.floor(within / 3600))}:${two(Math.floor((within % 3600) / 60))}`;
}

/** Where in the week a window opens, once for each of its days, and how long it is; null where it cannot be read. */
function spansOf(hours: Hours): [start: number, length: number][] | null {
  const [start, end] = [secondOf(hours.start), secondOf(hours.end)];
  if (start === null || end === null) return null;
  if (hours.type === "weekly") {
    const [from, to] = [dayNumber(hours.start_day), dayNumber(hours.end_day)];
    return from < 0 || to < 0 ? null : [[from * DAY + start, lengthTo(to * DAY + end - from * DAY - start, WEEK)]];
  }
  const days = hours.type === "daily" ? DAYS.map((_, day) => day) : hours.days.map(dayNumber);
  return days.includes(-1) ? null : days.map((day) => [day * DAY + start, lengthTo(end - start, DAY)]);
}

/** An end at or before its start is one round later. */
function lengthTo(difference: number, round: number): number {
  return (((difference % round) + round) % round) || round;
}

/** The week that windows open; null where half hours cannot say it exactly. */
export function cellsOf(windows: readonly Hours[]): boolean[] | null {
  const cells = Array.from({ length: A_WEEK }, () => false);
  for (const hours of windows) {
    const spans = spansOf(hours);
    if (spans === null) return null;
    for (const [start, length] of spans) {
      if (start % HALF || length % HALF) return null;
      for (let cell = 0; cell < length / HALF; cell++) cells[(start / HALF + cell) % A_WEEK] = true;
    }
  }
  return cells;
}

interface Run {
  start: number;
  length: number;
}

/** Runs of open half hours around the week, joined over its end. */
function runsOf(cells: Cells): Run[] {
  const runs: Run[] = [];
  for (let start = 0; start < A_WEEK; start++) {
    if (!cells[start] || cells[(start + A_WEEK - 1) % A_WEEK]) continue;
    let length = 1;
    while (cells[(start + length) % A_WEEK]) length++;
    runs.push({ start, length });
  }
  return runs;
}

/** The windows that open these half hours and no others, as few as there are; none: never open. */
export function windowsOf(cells: Cells): Hours[] {
  if (cells.every(Boolean)) return [{ type: "daily", start: "00:00", end: "00:00" }];
  const runs = runsOf(cells);
  const alike = new Map<string, Run[]>();
  const windows: { at: number; hours: Hours }[] = [];
  for (const run of runs) {
    if (run.length > A_DAY) windows.push({ at: run.start, hours: weekly(run) });
    else {
      const key = `${run.start % A_DAY} ${run.length}`;
      alike.set(key, [...(alike.get(key) ?? []), run]);
    }
  }
  for (const same of alike.values()) if (same[0]) windows.push({ at: same[0].start, hours: onDays(same) });
  return windows.sort((a, b) => a.at - b.at).map(({ hours }) => hours);
}

function weekly({ start, length }: Run): Hours {
  const end = (start + length) % A_WEEK;
  return {
    type: "weekly",
    start_day: dayOf(start),
    start: timeAt(start * HALF),
    end_day: dayOf(end),
    end: timeAt(end * HALF),
  };
}

function onDays(runs: Run[]): Hours {
  const [first] = runs as [Run];
  const [start, end] = [timeAt(first.start * HALF), timeAt((first.start + first.length) * HALF)];
  if (runs.length === 7) return { type: "daily", start, end };
  return { type: "days", days: runs.map((run) => dayOf(run.start)), start, end };
}

function dayOf(cell: number): Day {
  return DAYS[Math.floor(cell / A_DAY)] ?? "monday";
}

/** The windows after the week was painted: those that were there, untouched, where the week is the same. */
export function painted(windows: readonly Hours[], cells: Cells): readonly Hours[] {
  const before = cellsOf(windows);
  return before && before.every((isOpen, cell) => isOpen === cells[cell]) ? windows : windowsOf(cells);
}

/** The week with a rectangle of days and half hours opened or closed; both ends are in it, in any order. */
export function filled(cells: Cells, from: number, to: number, isOpen: boolean): boolean[] {
  const [days, halves] = [
    [Math.floor(from / A_DAY), Math.floor(to / A_DAY)],
    [from % A_DAY, to % A_DAY],
  ].map((ends) => ends.sort((a, b) => a - b)) as [[number, number], [number, number]];
  return cells.map((was, cell) => {
    const [day, half] = [Math.floor(cell / A_DAY), cell % A_DAY];
    return day >= days[0] && day <= days[1] && half >= halves[0] && half <= halves[1] ? isOpen : was;
  });
}

/** Whether whole hours show the week exactly. */
export function isHourly(cells: Cells): boolean {
  return cells.every((isOpen, cell) => cell % 2 === 1 || isOpen === cells[cell + 1]);
}
