/** What has ended, as the pages tell of it. */

import type { Query } from "../api/client";
import type { Customer, Group, Roster, Schedule, ScheduleTier } from "../api/types";

export interface EndedRecord {
  kind: "schedule" | "tier" | "roster" | "group" | "customer";
  /** Of the record below the API: "/schedules/7". */
  path: string;
  name: string;
  /** Of a tier. */
  number: number;
  at: string;
  /** Who ended it; null where that is not known. */
  by: string | null;
  /** Where its hours are, as load is filtered; null for what has none of its own. */
  hours: Query | null;
}

type Ends = { ended_at: string | null; ended_by: { username: string } | null };

function ending({ ended_at, ended_by }: Ends): { number: number; at: string; by: string | null } {
  return { number: 0, at: ended_at ?? "", by: ended_by?.username ?? null };
}

export function endedSchedule(one: Schedule): EndedRecord {
  return { ...ending(one), kind: "schedule", path: `/schedules/${one.id}`, name: one.name, hours: { schedule: one.id } };
}

export function endedTier(of: Schedule, tier: ScheduleTier): EndedRecord {
  const name = `${of.name}, tier ${tier.number}`;
  const at = tier.ended_at ?? "";
  return { kind: "tier", path: `/tiers/${tier.id}`, name, number: tier.number, at, by: null, hours: { tier: tier.id } };
}

export function endedRoster(one: Roster): EndedRecord {
  const { id, name } = one;
  return { ...ending(one), kind: "roster", path: `/rosters/${encodeURIComponent(id)}`, name, hours: { roster: id } };
}

export function endedGroup(one: Group): EndedRecord {
  return { ...ending(one), kind: "group", path: `/groups/${encodeURIComponent(one.id)}`, name: one.name, hours: null };
}

export function endedCustomer(one: Customer): EndedRecord {
  return { ...ending(one), kind: "customer", path: `/customers/${one.id}`, name: one.name, hours: { customer: one.id } };
}
