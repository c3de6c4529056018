/** What a page's address names by number and is shown by name: "?customer=7&name=Acme". */

import type { NamedId } from "../api/types";
import { router } from "./router.svelte";

type Kind = "customer" | "account";

/** The one that the address names; null where it names none. */
export function namedInAddress(kind: Kind): NamedId | null {
  const id = Number(router.query.get(kind));
  return id ? { id, name: router.query.get("name") ?? `${kind} ${id}` } : null;
}

/** How an address names it, for `router.say`. */
export function saidOf(kind: Kind, one: NamedId | null): Record<string, string | null> {
  return { [kind]: one ? String(one.id) : null, name: one?.name ?? null };
}
