/** What changed from one revision to the next, in words. */

import type { Layer, Revision, RosterShift } from "../../api/types";
import { listed } from "../../parts/words";
import { clockOf } from "../../time/words";
import { turnsOf } from "../layers/draft";

export type NameOf = (id: number) => string;
export type GroupNameOf = (id: string) => string;

/** Said where two revisions mean the same but are written in another way. */
const REWRITTEN = "The rules are written in another way and mean the same.";

// ── tiers ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What was done to the layers, from the top of the stack; `before` is null for the first revision. */
export function layerChanges(
  before: readonly Layer[] | null,
  after: readonly Layer[],
  name: NameOf,
  now: number,
): string[] {
  const { pairs, added, removed } = matched(before ?? [], after);
  const whole = (layer: Layer, deed: string) => {
    return { index: layer.index, words: [`Layer ${layer.index} ${deed}: ${layerWords(layer, name)}.`] };
  };
  const words = [
    ...added.map((layer) => whole(layer, "added")),
    ...pairs.map(([was, is]) => ({ index: is.index, words: pairChanges(was, is, name, now) })),
    ...removed.map((layer) => whole(layer, "removed")),
  ];
  const said = words.sort((a, b) => b.index - a.index).flatMap((one) => one.words);
  if (said.length) return said;
  return [before === null ? "No layers yet." : REWRITTEN];
}

interface Matched {
  pairs: [Layer, Layer][];
  added: Layer[];
  removed: Layer[];
}

/** Which layer is which: alike ones first, wherever they stand, then those at the same place. */
function matched(before: readonly Layer[], after: readonly Layer[]): Matched {
  const [left, right, pairs] = [[...before], [...after], [] as [Layer, Layer][]];
  const alike = [
    (was: Layer, is: Layer) => was.index === is.index && content(was) === content(is),
    (was: Layer, is: Layer) => content(was) === content(is),
    (was: Layer, is: Layer) => was.index === is.index,
  ];
  for (const isSame of alike) {
    for (const is of [...right]) {
      const was = left.find((one) => isSame(one, is));
      if (!was) continue;
      pairs.push([was, is]);
      left.splice(left.indexOf(was), 1);
      right.splice(right.indexOf(is), 1);
    }
  }
  return { pairs, added: right, removed: left };
}

function content({ contacts, rotation, restrictions, start, end, tz }: Layer): string {
  return JSON.stringify([contacts, turnsOf(rotation), restrictions, start, end, tz]);
}

function pairChanges(was: Layer, is: Layer, name: NameOf, now: number): string[] {
  const words: string[] = [];
  const differ = (label: string, one: string, other: string) => {
    if (one !== other) words.push(`${label}${other} instead of ${one}`);
  };
  words.push(...peopleChanges(was.contacts, is.contacts, name, true));
  differ("", rulesOf(was), rulesOf(is));
  const said = (at: string | null, layer: Layer) => (at === null ? "no end" : clockOf(at, layer.tz, now));
  if (was.start !== is.start) differ("first handoff ", said(was.start, was), said(is.start, is));
  if (was.end !== is.end) differ("end: ", said(was.end, was), said(is.end, is));
  const place = was.index === is.index ? [] : [`Layer ${was.index} is layer ${is.index} now.`];
  return words.length ? [...place, `Layer ${is.index}: ${words.join("; ")}.`] : place;
}

/** "Ann and Ben, weekly, Mon–Fri 09:00–17:00 Europe/Berlin" */
function layerWords(layer: Layer, name: NameOf): string {
  return `${layer.contacts.length ? listed(layer.contacts.map(name)) : "nobody"}, ${rulesOf(layer)}`;
}

/** A layer's words without its place in the stack. */
function rulesOf({ index, text }: Layer): string {
  return after(`layer ${index}, `, text);
}

const after = (start: string, text: string): string => (text.startsWith(start) ? text.slice(start.length) : text);

// ── rosters ────────────────────────────────────────────────────────────────────────────────────────────────────────

type Rules = Pick<Revision, "shifts" | "tz">;

/** What was done to a roster's shifts; `before` is null for the first revision. */
export function shiftChanges(before: Rules | null, after: Rules, name: NameOf, group: GroupNameOf): string[] {
  const [was, is] = [before?.shifts ?? [], after.shifts ?? []];
  const old = new Map(was.map((shift) => [shift.id, shift]));
  const kept = new Set(is.map(({ id }) => id));
  const whole = (shift: RosterShift, deed: string) => `“${shift.name}” ${deed}: ${shiftWords(shift, name, group)}.`;
  const said = is.flatMap((shift) => {
    const one = old.get(shift.id);
    return one ? oneShiftChanges(one, shift, name, group) : [whole(shift, "added")];
  });
  for (const shift of was) if (!kept.has(shift.id)) said.push(whole(shift, "removed"));
  if (before && before.tz !== after.tz) said.unshift(`By the clocks of ${after.tz} instead of ${before.tz}.`);
  if (said.length) return said;
  return [before === null ? "No shifts yet." : REWRITTEN];
}

function oneShiftChanges(was: RosterShift, is: RosterShift, name: NameOf, group: GroupNameOf): string[] {
  const words = [
    ...peopleChanges(was.contacts, is.contacts, name, false),
    ...peopleChanges(was.groups, is.groups, (id) => `group ${group(id)}`, false),
  ];
  const isMoved = JSON.stringify(was.schedule) !== JSON.stringify(is.schedule);
  if (isMoved) words.push(`${whenWords(is)} instead of ${whenWords(was)}`);
  const renamed = was.name === is.name ? [] : [`“${was.name}” is called “${is.name}” now.`];
  return words.length ? [...renamed, `“${is.name}”: ${words.join("; ")}.`] : renamed;
}

/** When a shift is: its words without its name. */
function whenWords({ name, text }: RosterShift): string {
  return after(`${name}, `, text);
}

function shiftWords(shift: RosterShift, name: NameOf, group: GroupNameOf): string {
  return `${listed(whoOf(shift, name, group))}, ${whenWords(shift)}`;
}

/** The people and groups of a shift by name. */
export function whoOf(shift: RosterShift, name: NameOf, group: GroupNameOf): string[] {
  return [...shift.contacts.map(name), ...shift.groups.map((id) => `group ${group(id)}`)];
}

// ── people ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Who joins and who leaves; where nobody does and the order matters, the new order. */
export function peopleChanges<Id extends number | string>(
  before: readonly Id[],
  after: readonly Id[],
  name: (id: Id) => string,
  isOrdered: boolean,
): string[] {
  const [left, joined] = [without(before, after), without(after, before)];
  const words: string[] = [];
  if (joined.length) words.push(`${listed(joined.map(name))} ${joined.length > 1 ? "join" : "joins"}`);
  if (left.length) words.push(`${listed(left.map(name))} ${left.length > 1 ? "leave" : "leaves"}`);
  if (!words.length && isOrdered && before.join() !== after.join()) words.push(`the order is ${listed(after.map(name))}`);
  return words;
}

/** What is left of a list when each of another is taken away once. */
function without<Id>(list: readonly Id[], taken: readonly Id[]): Id[] {
  const rest = [...list];
  for (const one of taken) {
    const place = rest.indexOf(one);
    if (place >= 0) rest.splice(place, 1);
  }
  return rest;
}
