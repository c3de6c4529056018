/** What each role may do, in a sentence; each may also do what those before it may. */

import type { Role } from "../../api/types";

export const ROLES: readonly { id: Role; name: string; may: string }[] = [
  { id: "viewer", name: "Viewer", may: "Sees who is on call, schedules, rosters and people, and makes calendar feeds of them." },
  { id: "responder", name: "Responder", may: "Also takes shifts: may put themselves on call, nobody else. Needs a contact." },
  { id: "manager", name: "Manager", may: "Also writes schedules, rosters and people, and puts anybody on call. Reads the audit." },
  { id: "admin", name: "Admin", may: "Also makes accounts, tokens and OAuth clients; at the provider, customers too." },
];

const order = ROLES.map(({ id }) => id);

/** The roles that are no more than any of these. */
export function rolesUpTo(...most: readonly Role[]): typeof ROLES {
  const highest = Math.min(...most.map((role) => order.indexOf(role)));
  return ROLES.slice(0, highest + 1);
}
