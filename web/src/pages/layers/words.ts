/** Rules in words: how people take turns, when a layer is open, and what a handoff means. */

import { listed } from "../../parts/words";
import { DAY, HOUR, dateIn, readingAt, shownBy, weekday } from "../../time/wallclock";
import type { RotationDraft, Unit } from "./draft";
import { dayNumber, secondOf, type Hours } from "./grid";

const LONG = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;
const ADVERBS: Record<Unit, string> = { hours: "hourly", days: "daily", weeks: "weekly", months: "monthly" };

/** The short name of a day, "Mon". */
export function shortDay(day: string | number): string {
  return LONG[dayNumber(day)]?.slice(0, 3) ?? String(day);
}

/** "Mon–Fri", "Sat & Sun", "Mon, Wed & Fri" */
function daysWords(days: readonly (string | number)[]): string {
  const runs: number[][] = [];
  for (const day of [...new Set(days.map(dayNumber))].sort()) {
    const last = runs[runs.length - 1];
    if (last && last[last.length - 1] === day - 1) last.push(day);
    else runs.push([day]);
  }
  const words = runs.map((run) => run.map(shortDay)).flatMap((run) => (run.length > 2 ? [`${run[0]}–${run.at(-1)}`] : run));
  return words.length > 1 ? `${words.slice(0, -1).join(", ")} & ${words[words.length - 1]}` : (words[0] ?? "");
}

/** "09:00", with its seconds where it has some. */
function shortTime(time: string): string {
  return time.length === 8 && time.endsWith(":00") ? time.slice(0, 5) : time;
}

/** "09:00–17:00", "all day" */
function hoursWords(start: string, end: string): string {
  const [from, to] = [shortTime(start), shortTime(end)];
  if ((secondOf(end) ?? 0) % 86_400 === secondOf(start)) return secondOf(start) === 0 ? "all day" : `${from}–${to} the next day`;
  return `${from}–${to === "00:00" ? "24:00" : to}`;
}

/** One window: "Mon–Fri 09:00–17:00", "Fri 17:00–Mon 09:00". */
export function windowWords(hours: Hours): string {
  if (hours.type === "weekly") {
    return `${shortDay(hours.start_day)} ${shortTime(hours.start)}–${shortDay(hours.end_day)} ${shortTime(hours.end)}`;
  }
  const words = hoursWords(hours.start, hours.end);
  const isEveryDay = hours.type === "daily" || new Set(hours.days.map(dayNumber)).size === 7;
  return isEveryDay ? words : `${daysWords(hours.days)} ${words}`;
}

/** When a layer is open: "always", "never", "Mon–Fri 09:00–17:00 and Sat 10:00–14:00". */
export function hoursOpenWords(restrictions: readonly Hours[] | null): string {
  if (restrictions === null) return "always";
  return restrictions.length ? listed(restrictions.map(windowWords)) : "never";
}

/** How people take turns: "weekly", "every 12 hours", "turns of 5 and 2 days, only open turns count". */
export function rotationWords(rotation: { unit: Unit; lengths: readonly number[]; turns: "all" | "open" }): string {
  const { unit, lengths, turns } = rotation;
  const [first = 1] = lengths;
  const words =
    lengths.length > 1
      ? `turns of ${listed(lengths.map(String))} ${unit}`
      : first === 1
        ? ADVERBS[unit]
        : `every ${first} ${unit}`;
  return turns === "open" ? `${words}, only open turns count` : words;
}

const ordinal = (n: number): string => {
  const tail = n % 100 > 10 && n % 100 < 14 ? "th" : (["th", "st", "nd", "rd"][n % 10] ?? "th");
  return `${n}${tail}`;
};

const measure = (n: number, unit: Unit): string => {
  const one = unit.slice(0, -1);
  return n === 1 ? `${one === "hour" ? "an" : "a"} ${one}` : `${n} ${unit}`;
};

/** What a rotation from that first handoff on means for people; nothing where it cannot be read yet. */
export function handoffWords(
  rotation: RotationDraft,
  lengths: readonly number[],
  reading: string,
  people: readonly number[],
): string {
  const at = shownBy(reading);
  if (Number.isNaN(at) || !lengths.length || lengths.some((n) => !Number.isInteger(n) || n < 1)) return "";
  const different = new Set(people).size;
  if (different === 0) return "Nobody takes turns yet.";
  if (different === 1) return "One person has every turn: there is no handoff.";
  const { unit } = rotation;
  const [first = 1] = lengths;
  if (lengths.length > 1) {
    const isEven = different === people.length && different % lengths.length === 0;
    const always = isEven ? " With this many people, each always has turns of the same length." : "";
    const turns = `Turns of ${listed(lengths.map(String))} ${unit}, one after another`;
    return `${turns}; handed off ${mixedHandoffs(unit, lengths, at)}.${always}`;
  }
  const round = `The order begins again after ${measure(first * people.length, unit)}.`;
  const again = rotation.turns === "open" ? "Only turns with open hours count." : round;
  return `Each takes ${measure(first, unit)}; handed off ${handoffs(unit, first, at)}. ${again}`;
}

function handoffs(unit: Unit, length: number, at: number): string {
  const time = timeIn(at);
  if (unit === "hours") return `${hourlyHandoffs(length, at)} (elapsed hours, so that a clock change moves it)`;
  if (unit === "days") return length === 1 ? `every day at ${time}` : `every ${length} days at ${time}`;
  const weeks = `every ${length} weeks, on a ${longDay(at)} at ${time}`;
  if (unit === "weeks") return length === 1 ? `on ${longDay(at)}s at ${time}` : weeks;
  const day = Number(dateIn(Math.floor(at / DAY)).slice(8));
  const short = day > 28 ? ", or the last day of a shorter month," : "";
  return `${length === 1 ? "" : `every ${length} months `}on the ${ordinal(day)}${short} at ${time}`;
}

function hourlyHandoffs(length: number, at: number): string {
  if (24 % length || length < 4) return `every ${length === 1 ? "hour" : `${length} hours`}`;
  const times = Array.from({ length: 24 / length }, (_, turn) => timeIn(at + turn * length * HOUR));
  return `at ${listed(times.sort())}`;
}

function mixedHandoffs(unit: Unit, lengths: readonly number[], at: number): string {
  const time = timeIn(at);
  if (unit === "hours") return "after each";
  const round = lengths.reduce((sum, length) => sum + length, 0);
  if (unit !== "days" || round % 7 || lengths.length > 7) return `at ${time}`;
  let day = at;
  const days = lengths.map((length) => {
    const name = `${longDay(day)}s`;
    day += length * DAY;
    return name;
  });
  return `on ${listed([...new Set(days)])} at ${time}`;
}

/** "09:00", of what a clock shows. */
const timeIn = (shown: number): string => readingAt(shown).slice(11, 16);

function longDay(shown: number): string {
  return LONG[weekday(Math.floor(shown / DAY))] ?? "Monday";
}
