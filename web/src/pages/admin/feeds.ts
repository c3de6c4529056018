/** What feeds show, in words, and where a page shows the same. */

import type { Feed } from "../../api/types";

export const KINDS: Record<Feed["kind"], string> = {
  contact: "shifts of a person",
  schedule: "schedule",
  tier: "tier",
  roster: "roster",
  customer: "all of a customer",
};

/** The address of the page that shows the same as a feed; null where there is none, or nothing any more. */
export function pageOf({ kind, subject, name }: Pick<Feed, "kind" | "subject" | "name">): string | null {
  if (name === null) return null;
  const id = encodeURIComponent(String(subject));
  switch (kind) {
    case "contact":
      return `/people/${id}`;
    case "schedule":
      return `/schedules/${id}`;
    case "roster":
      return `/rosters/${id}`;
    case "customer":
      return `/?customer=${id}&name=${encodeURIComponent(name)}`;
    case "tier":
      return null;
  }
}
