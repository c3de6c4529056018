/** For tests: a server that tells of some zones, by data as they once were. Whoever imports it knows their clocks. */

import { vi } from "vitest";
import { isoOf, secondsOf } from "./instant";
import data from "./told.json";
import { zones } from "./zones.svelte";

type Row = [at: number, offset: number, word: string];

const known = Object.entries(data.zones).map(([name, told]) => ({ name, ...told, changes: told.changes as Row[] }));
const middle = (year: number): number => Date.UTC(year, 6, 1) / 1000;

/** What `/api/v1/zones/changes` answers; like a server that cannot be reached for what is not in the data. */
export function answered(query: URLSearchParams): Response {
  const [since = 0, until = 0] = [query.get("since"), query.get("until")].map((at) => secondsOf(at ?? ""));
  const zone = known.find(({ name }) => name === query.get("tz"));
  if (!zone || since < zone.since || until > zone.until) return new Response("{}", { status: zone ? 503 : 422 });
  const before = zone.changes.findLast(([at]) => at <= since) as Row;
  const rows = [[since, before[1], before[2]] as Row, ...zone.changes.filter(([at]) => since < at && at < until)];
  const changes = rows.map(([at, offset, word]) => ({ at: isoOf(at), offset, word }));
  return Response.json({ tz: zone.name, version: data.version, since: isoOf(since), until: isoOf(until), changes });
}

vi.stubGlobal("fetch", async (address: string) => answered(new URLSearchParams(address.split("?")[1])));
await Promise.all(known.map(({ name }) => zones.ready(name, middle(2026))));
await zones.ready("Europe/Berlin", middle(1910), middle(2075), middle(2125));
