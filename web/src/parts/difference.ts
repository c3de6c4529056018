/** What an edit would change, in words and numbers for a page. */

import type { DryRun, Gap, Person } from "../api/types";
import { secondsOf, soonOf } from "../time/words";
import { listed } from "./words";

export interface Balance {
  id: number;
  name: string;
  gained: number;
  lost: number;
  net: number;
}

export function nameIn(people: readonly Person[]): (id: number) => string {
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? `Contact ${id}`;
}

/** Who gains and loses hours: whoever's load changes most comes first. */
export function balancesOf({ balances, people }: DryRun): Balance[] {
  const name = nameIn(people);
  return balances
    .map(({ person: id, gained_hours: gained, lost_hours: lost }) => {
      return { id, name: name(id), gained, lost, net: gained - lost };
    })
    .sort((a, b) => Math.abs(b.net) - Math.abs(a.net) || b.gained - a.gained || a.name.localeCompare(b.name));
}

/** "Ann", "Ann and Ben", "nobody" */
export function peopleWords(ids: readonly number[], people: readonly Person[]): string {
  return ids.length ? listed(ids.map(nameIn(people))) : "nobody";
}

/** Who is on call now by an edit, and would not be without it: "Grace instead of Ben"; null where that stays so. */
export function atOnce({ now, people }: Pick<DryRun, "now" | "people">): string | null {
  if (!now.changes) return null;
  return `${peopleWords(now.after.people, people)} instead of ${peopleWords(now.before.people, people)}`;
}

/** What saving would do at once, and when it is first felt. */
export function nowWords(diff: DryRun, zone: string, now: number): string {
  const { now: present, people, until } = diff;
  const changed = atOnce(diff);
  if (changed !== null) return `At once: ${changed}.`;
  const before = peopleWords(present.before.people, people);
  const stay = present.before.people.length > 1 ? "stay" : "stays";
  const stays = before === "nobody" ? "Nobody is on call now, which stays so." : `${before} ${stay} on call now.`;
  const first = present.first_change_at;
  return first === null
    ? `${stays} Nobody’s hours change until ${soonOf(until, zone, now)}.`
    : `${stays} The first change is ${soonOf(first, zone, now)}.`;
}

export function secondsIn(gaps: readonly Gap[]): number {
  return gaps.reduce((sum, { start, end }) => sum + secondsOf(end) - secondsOf(start), 0);
}

/** Signed hours, as fine as it matters: "+683 h", "−7.5 h", "0 h". */
export function signed(hours: number): string {
  const fine = Math.abs(hours) < 100 ? 10 : 1;
  const rounded = Math.round(Math.abs(hours) * fine) / fine;
  return `${rounded === 0 ? "" : hours > 0 ? "+" : "−"}${rounded} h`;
}
