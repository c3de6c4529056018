/** The bars of the load's picture: as long as the most hours are, with nights and weekends inside. */

import { pageOf } from "../../api/places";
import type { LoadRow } from "../../api/types";

export interface LoadBar {
  key: string;
  name: string;
  /** Where the name leads; null where there is no page. */
  to: string | null;
  row: LoadRow;
  /** Shares of the longest bar, 0 to 1. */
  length: number;
  night: number;
  weekend: number;
}

/** A bar for each row, in their order. */
export function barsOf(rows: readonly LoadRow[]): LoadBar[] {
  const most = Math.max(0, ...rows.map(({ hours }) => hours));
  const share = (hours: number) => (most > 0 ? hours / most : 0);
  return rows.map((row) => ({
    ...subjectOf(row),
    row,
    length: share(row.hours),
    night: share(row.night_hours),
    weekend: share(row.weekend_hours),
  }));
}

function subjectOf({ person, place, customer }: LoadRow): { key: string; name: string; to: string | null } {
  if (person) return { key: `person ${person.id}`, name: person.name, to: `/people/${person.id}` };
  if (place?.kind === "schedule") return { key: `schedule ${place.id}`, name: place.name, to: `/schedules/${place.id}` };
  if (place) return { key: `roster ${place.id}`, name: place.name, to: pageOf(place) };
  return { key: `customer ${customer?.id}`, name: customer?.name ?? "", to: null };
}

/** What a Gini coefficient says, in words. */
export function fairness(gini: number): string {
  if (gini < 0.1) return "shared evenly";
  if (gini < 0.3) return "shared fairly evenly";
  if (gini < 0.5) return "shared unevenly";
  return "carried by few";
}
