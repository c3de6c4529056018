/** What feeds show, in words, and where a page shows the same. */

import { get, Problem } from "../../api/client";
import type { Contact, Customer, Feed, Roster, Schedule, Tier } from "../../api/types";

export const KINDS: Record<Feed["kind"], string> = {
  contact: "shifts of a person",
  schedule: "schedule",
  tier: "tier",
  roster: "roster",
  customer: "all of a customer",
};

export interface Subject {
  name: string;
  /** The address of its page. */
  to: string | null;
}

/** What a feed shows; "gone" where it is no longer there, and the feed shows nothing. */
export async function subjectOf({ kind, subject }: Pick<Feed, "kind" | "subject">, signal: AbortSignal): Promise<Subject> {
  try {
    return await found(kind, encodeURIComponent(String(subject)), signal);
  } catch (fault) {
    if (fault instanceof Problem && fault.status === 404) return { name: "no longer there", to: null };
    throw fault;
  }
}

async function found(kind: Feed["kind"], id: string, signal: AbortSignal): Promise<Subject> {
  switch (kind) {
    case "contact":
      return { name: (await get<Contact>(`/contacts/${id}`, {}, signal)).name, to: `/people/${id}` };
    case "schedule":
      return { name: (await get<Schedule>(`/schedules/${id}`, {}, signal)).name, to: `/schedules/${id}` };
    case "roster":
      return { name: (await get<Roster>(`/rosters/${id}`, {}, signal)).name, to: `/rosters/${id}` };
    case "customer": {
      const { name } = await get<Customer>(`/customers/${id}`, {}, signal);
      return { name, to: `/?customer=${id}&name=${encodeURIComponent(name)}` };
    }
    case "tier": {
      const { place, number } = await get<Tier>(`/tiers/${id}`, {}, signal);
      if (place.kind !== "tier") return { name: `tier ${number}`, to: null };
      return { name: `${place.schedule.name}, tier ${number}`, to: `/schedules/${place.schedule.id}` };
    }
  }
}
