/** The parts of administration: what each is called and for, and who may see it. */

import type { Role } from "../../api/types";

export type PartId = "customers" | "accounts" | "tokens" | "clients" | "feeds";

export interface Part {
  id: PartId;
  name: string;
  about: string;
}

interface Reader {
  role: Role;
  /** Stands at the provider, not at one customer. */
  seesAll: boolean;
}

const PARTS: readonly (Part & { isFor: (reader: Reader) => boolean; whoMay: string })[] = [
  {
    id: "customers",
    name: "Customers",
    about: "Those your company works for: each owns schedules, rosters and people",
    isFor: ({ role, seesAll }) => role === "admin" && seesAll,
    whoMay: "the provider's administrators",
  },
  {
    id: "accounts",
    name: "Accounts",
    about: "Who can sign in, and what they may do",
    isFor: ({ role }) => role === "admin",
    whoMay: "administrators",
  },
  {
    id: "tokens",
    name: "API tokens",
    about: "What programs and browsers are signed in by",
    isFor: () => true,
    whoMay: "everybody",
  },
  {
    id: "clients",
    name: "OAuth clients",
    about: "Programs that exchange a key and a secret for short-lived tokens",
    isFor: ({ role }) => role === "admin",
    whoMay: "administrators",
  },
  {
    id: "feeds",
    name: "Feeds",
    about: "Secret addresses that calendar programs read who is on call from",
    isFor: () => true,
    whoMay: "everybody",
  },
];

/** The parts that somebody may see, in order. */
export function partsFor(reader: Reader): Part[] {
  return PARTS.filter((part) => part.isFor(reader));
}

/** The part of an address; for an address without one, the first that the reader may see. */
export function partOf(id: string | undefined, reader: Reader): Part & { mayBeSeen: boolean; whoMay: string } {
  const part = PARTS.find((one) => (id === undefined ? one.isFor(reader) : one.id === id)) ?? PARTS[2]!;
  return { ...part, mayBeSeen: part.isFor(reader) };
}
