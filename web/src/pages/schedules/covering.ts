/** Covering hours: what is asked of the server, what is said when it is done, and how it is undone. */

import { newKey, send, sendTagged, type Tagged } from "../../api/client";
import type { Override, OverrideSaved, TierPlace } from "../../api/types";
import { isoOf, spanOf } from "../../time/words";
import type { Span } from "../../timeline/model";

/** Whom to put on call, and when. */
export interface Wish extends Span {
  contact: number;
}

/** What has been done; `undo` where that is one simple step. */
export interface Done {
  text: string;
  undo: (() => Promise<void>) | null;
}

/** Put somebody on call. Raises Problem; of status 409, with the conflicts, while others are in the way. */
export async function cover(place: TierPlace, wish: Wish, isSure: boolean, key: string, zone: string): Promise<Done> {
  const body = { tier: place.id, contact: wish.contact, start: isoOf(wish.start), end: isoOf(wish.end), sure: isSure };
  const saved = await sendTagged<OverrideSaved>("POST", "/overrides", body, { key });
  const undo = () => send<void>("DELETE", `/overrides/${saved.value.id}`, undefined, { tag: saved.tag });
  return { text: said(saved.value, `covers tier ${place.number}`, zone), undo: hasCut(saved.value) ? null : undo };
}

/** Change an on-demand shift as it was read. Raises Problem; 412 when somebody else has changed it since. */
export async function change({ value: old, tag }: Tagged<Override>, wish: Wish, isSure: boolean, zone: string): Promise<Done> {
  const body = { contact: wish.contact, start: isoOf(wish.start), end: isoOf(wish.end), sure: isSure };
  const saved = await sendTagged<OverrideSaved>("PATCH", `/overrides/${old.id}`, body, { tag });
  const before = { contact: old.person.id, start: old.start, end: old.end };
  const undo = () => send<void>("PATCH", `/overrides/${old.id}`, before, { tag: saved.tag });
  return { text: said(saved.value, "is on call on demand", zone), undo: hasCut(saved.value) ? null : undo };
}

/** Take an on-demand shift away. Raises Problem. */
export async function remove({ value: old, tag }: Tagged<Override>, zone: string): Promise<Done> {
  await send("DELETE", `/overrides/${old.id}`, undefined, { tag });
  const again = { tier: old.tier, contact: old.person.id, start: old.start, end: old.end, sure: false };
  const key = newKey();
  return {
    text: `The on-demand shift of ${old.person.name} is deleted: ${spanOf(old.start, old.end, zone)}.`,
    undo: () => send<void>("POST", "/overrides", again, { key }),
  };
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
