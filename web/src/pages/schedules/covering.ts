/** Covering hours: what is asked of the server, what is said when it is done, and how it is undone. */

import { newKey, send, sendTagged, type Tagged } from "../../api/client";
import type { Override, OverrideSaved, TierPlace } from "../../api/types";
import { fresh, isKept, momentOf, shownAs, typedTo, type Moment } from "../../time/meaning";
import { secondsOf, spanOf } from "../../time/words";
import type { Span } from "../../timeline/model";

/** Whom to put on call, and when: ends as they were typed by the clocks of a zone, or instants. */
export interface Wish {
  contact: number;
  start: string;
  end: string;
  tz: string;
}

/** What has been done; `undo` where that is one simple step. */
export interface Done {
  text: string;
  undo: (() => Promise<void>) | null;
}

/** Put somebody on call. Raises Problem; of status 409, with the conflicts, while others are in the way. */
export async function cover(place: TierPlace, wish: Wish, isSure: boolean, key: string, zone: string): Promise<Done> {
  const body = { tier: place.id, ...wish, sure: isSure };
  const saved = await sendTagged<OverrideSaved>("POST", "/overrides", body, { key });
  const undo = () => send<void>("DELETE", `/overrides/${saved.value.id}`, undefined, { tag: saved.tag });
  return { text: said(saved.value, `covers tier ${place.number}`, zone), undo: hasCut(saved.value) ? null : undo };
}

/** Change an on-demand shift as it was read; an end that is not wished stays. Raises Problem; 412 when somebody else has changed it since. */
export async function change(
  { value: old, tag }: Tagged<Override>,
  wish: Partial<Wish>,
  isSure: boolean,
  zone: string,
): Promise<Done> {
  const body = { ...wish, sure: isSure };
  const saved = await sendTagged<OverrideSaved>("PATCH", `/overrides/${old.id}`, body, { tag });
  const before = { contact: old.person.id, ...endsOf(old) };
  const undo = () => send<void>("PATCH", `/overrides/${old.id}`, before, { tag: saved.tag });
  return { text: said(saved.value, "is on call on demand", zone), undo: hasCut(saved.value) ? null : undo };
}

/** Take an on-demand shift away. Raises Problem. */
export async function remove({ value: old, tag }: Tagged<Override>, zone: string): Promise<Done> {
  await send("DELETE", `/overrides/${old.id}`, undefined, { tag });
  const again = { tier: old.tier, contact: old.person.id, ...endsOf(old), sure: false };
  const key = newKey();
  return {
    text: `The on-demand shift of ${old.person.name} is deleted: ${spanOf(old.start, old.end, zone)}.`,
    undo: () => send<void>("POST", "/overrides", again, { key }),
  };
}

/** The ends as they were typed, where they were. */
function endsOf({ start, end, start_reading, end_reading, tz }: Override) {
  return { start: start_reading ?? start, end: end_reading ?? end, ...(tz === null ? {} : { tz }) };
}

/** By whose clocks an on-demand shift is edited: those by which it is kept, or the reader's. */
export function clocksOf(old: Override | null, zone: string): string {
  return old?.tz ?? zone;
}

/** The ends of an on-demand shift in a form: those of a span, and beside each how it was read. */
export function momentsOf(old: Override | null, { start, end }: Span, zone: string): { start: Moment; end: Moment } {
  const [from, to] = toldOf(old, zone);
  const moment = (at: number, told: Moment): Moment =>
    told.told !== null && secondsOf(told.told.at) === at ? told : { ...shownAs(at, zone), told: told.told };
  return { start: moment(start, from), end: moment(end, to) };
}

/** Both ends as they were read; of a new one nothing was. */
export function toldOf(old: Override | null, zone: string): [Moment, Moment] {
  if (old === null) return [fresh(""), fresh("")];
  const clocks = clocksOf(old, zone);
  return [momentOf(old.start, old.start_reading, clocks), momentOf(old.end, old.end_reading, clocks)];
}

/** What is sent of the ends: those that are not as they were read any more, as they were typed. */
export function endsTo({ start, end }: { start: Moment; end: Moment }, zone: string): Partial<Wish> {
  const from = isKept(start, zone) ? {} : { start: typedTo(start, zone) };
  const to = isKept(end, zone) ? {} : { end: typedTo(end, zone) };
  const ends = { ...from, ...to };
  // An instant, the second of two that read alike, is read by no clocks.
  return Object.values(ends).some((end) => !end.endsWith("Z")) ? { ...ends, tz: zone } : ends;
}

function hasCut({ changed, deleted }: OverrideSaved): boolean {
  return changed.length + deleted.length > 0;
}

function said(saved: OverrideSaved, deed: string, zone: string): string {
  const left = new Map<string, string[]>();
  for (const { person, start, end } of saved.changed) {
    left.set(person.name, [...(left.get(person.name) ?? []), spanOf(start, end, zone)]);
  }
  const cut = [
    ...[...left].map(([name, spans]) => `${name} now ${spans.join(", and ")}`),
    ...(saved.deleted.length ? [`${saved.deleted.length} deleted`] : []),
  ];
  const others = cut.length ? ` Of the others: ${cut.join("; ")}.` : "";
  return `${saved.person.name} ${deed}: ${spanOf(saved.start, saved.end, zone)}.${others}`;
}
