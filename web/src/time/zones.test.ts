import { describe, expect, it } from "vitest";
import { Problem } from "../api/client";
import type { ZoneChanges } from "../api/types";
import { Zones } from "./zones.svelte";

const NOW = Date.UTC(2026, 10, 18) / 1000;
const TOKYO = "Asia/Tokyo";

/** A server: what it answers for a zone, and what it was asked. */
function server(answer: (tz: string) => Partial<ZoneChanges> | Problem = () => ({})) {
  const asked: string[] = [];
  const zones = new Zones(async (tz, since, until) => {
    asked.push(`${tz} ${since.slice(0, 4)}–${until.slice(0, 4)}`);
    const said = answer(tz);
    if (said instanceof Problem) throw said;
    return { tz, version: "2026a", since, until, changes: [{ at: since, offset: 32_400, word: "JST" }], ...said };
  });
  return { zones, asked };
}

const refused = new Problem(422, "That is not the name of a time zone.");
const unreachable = new Problem(0, "Watchbill cannot be reached.");
/** Until what was asked has been answered. */
const settled = () => new Promise((done) => setTimeout(done));

describe("what the server tells of zones", () => {
  it("is asked for once, by half centuries", async () => {
    const { zones, asked } = server();
    await Promise.all([zones.ready(TOKYO, NOW), zones.ready(TOKYO, NOW)]);
    expect(asked).toEqual(["Asia/Tokyo 1999–2049"]);
  });
  it("is asked for by looking, and there after that", async () => {
    const { zones } = server();
    expect(zones.around(NOW, TOKYO)).toBeNull();
    await settled();
    expect(zones.around(NOW, TOKYO)?.[0]).toMatchObject({ offset: 32_400, word: "JST" });
  });
  it("is never asked of years that the server does not take, nor of UTC", async () => {
    const { zones, asked } = server();
    expect(zones.around(Date.UTC(1800, 0, 1) / 1000, TOKYO)).toBeNull();
    expect(zones.around(NOW, "UTC")?.[0]?.offset).toBe(0);
    expect(asked).toEqual([]);
  });
  it("is kept of some hundred zones at most", async () => {
    const { zones, asked } = server();
    for (let number = 0; number < 250; number++) await zones.ready(`Etc/Zone${number}`, NOW);
    expect(zones.around(NOW, "Etc/Zone0")).not.toBeNull();
    await zones.ready(TOKYO, NOW);
    expect([zones.around(NOW, "Etc/Zone0"), asked.length]).toEqual([null, 252]);
  });
  it("goes from 1900 to 9000 at most", async () => {
    const { zones, asked } = server();
    await zones.ready(TOKYO, Date.UTC(1900, 0, 1) / 1000, Date.UTC(8999, 11, 31) / 1000);
    expect([asked[0], asked.at(-1)]).toEqual(["Asia/Tokyo 1900–1949", "Asia/Tokyo 8995–9000"]);
  });
});

describe("which zones there are", () => {
  it("is what the server says", async () => {
    const { zones } = server((tz) => (tz === TOKYO ? {} : refused));
    expect([await zones.has(TOKYO, NOW), await zones.has("Middle/Earth", NOW)]).toEqual([true, false]);
    expect([zones.isNone(TOKYO), zones.isNone("Middle/Earth")]).toEqual([false, true]);
  });
  it("is not known where it does not answer", async () => {
    await expect(server(() => unreachable).zones.has(TOKYO, NOW)).rejects.toBe(unreachable);
  });
});

describe("a server that does not answer", () => {
  it("is a problem that is told, and nobody asks on by looking", async () => {
    const { zones, asked } = server(() => unreachable);
    for (const _ of [1, 2, 3]) {
      expect(zones.around(NOW, TOKYO)).toBeNull();
      await settled();
    }
    expect([zones.problem, asked.length]).toEqual([unreachable, 1]);
  });
  it("is asked again on wish, and then all is well", async () => {
    let isUp = false;
    const { zones } = server(() => (isUp ? {} : unreachable));
    zones.around(NOW, TOKYO);
    await settled();
    isUp = true;
    zones.retry();
    await settled();
    expect([zones.problem, zones.around(NOW, TOKYO)?.length]).toEqual([null, 1]);
  });
});

describe("newer zone data", () => {
  it("are found by looking, and all is told anew", async () => {
    let version = "2026a";
    const { zones, asked } = server(() => ({ version }));
    await zones.ready("Asia/Kolkata", NOW);
    await zones.ready(TOKYO, NOW);
    version = "2026b";
    zones.look();
    await settled();
    expect(asked.slice(2).map((one) => one.split(" ")[0])).toEqual(["Asia/Kolkata", TOKYO]);
  });
  it("are not asked for for ever where one of two servers has older ones", async () => {
    const versions: Record<string, string> = { [TOKYO]: "2026b" };
    const { zones, asked } = server((tz) => ({ version: versions[tz] ?? "2026a" }));
    await zones.ready("Asia/Kolkata", NOW);
    await zones.ready(TOKYO, NOW);
    await settled();
    expect(asked).toHaveLength(3);
  });
});
