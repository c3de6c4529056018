import { describe, expect, it } from "vitest";
import "../time/told";
import { DAY, HOUR, instant, instants } from "../time/wallclock";
import { axis, changes, kindOf, midnights, snap, step, stepped, ticks, title, weekends, windowOf } from "./axis";
import { clock, moment, span, spoken } from "./labels";

const utc = (text: string): number => Date.parse(`${text}Z`) / 1000;
const reading = (text: string, zone: string): number => instant(utc(text), zone);
const dayIn = (text: string, zone: string) => windowOf("day", reading(`${text}T12:00`, zone), zone);
const hours = ({ since, until }: { since: number; until: number }): number => (until - since) / HOUR;
const labels = (marks: { label: string }[]): string[] => marks.map((mark) => mark.label);

describe("the axis", () => {
  const line = axis(1000, 2000, 500);

  it("puts an instant where its share of the window is", () => expect(line.x(1500)).toBe(250));
  it("gives back the instant of a pixel", () => expect(line.at(250)).toBe(1500));
  it("answers for pixels outside of the window too", () => expect(line.at(-50)).toBe(900));
  it("has an answer before it has a width", () => expect(axis(1000, 2000, 0).at(7)).toBe(1000));
});

describe("days have their true length", () => {
  it.each([
    ["2026-10-25", "Europe/Berlin", 25],
    ["2026-03-29", "Europe/Berlin", 23],
    ["2026-11-01", "America/New_York", 25],
    ["2026-03-08", "America/New_York", 23],
    ["2026-04-05", "Australia/Lord_Howe", 24.5],
    ["2026-10-04", "Australia/Lord_Howe", 23.5],
    ["2026-10-25", "Asia/Kathmandu", 24],
    ["2011-12-29", "Pacific/Apia", 24],
    ["2100-03-28", "Europe/Berlin", 23],
    ["2026-09-06", "America/Santiago", 23],
  ])("%s in %s lasts %d hours", (day, zone, long) => expect(hours(dayIn(day, zone))).toBe(long));

  it("the day after a skipped one begins where the skipped one would have", () => {
    const window = {
      since: reading("2011-12-29T00:00", "Pacific/Apia"),
      until: reading("2012-01-01T00:00", "Pacific/Apia"),
    };
    expect(labels(ticks(window.since, window.until, "Pacific/Apia", 600).major)).toEqual([
      "Thursday 29 December",
      "Saturday 31 December",
    ]);
  });
  it("a day without a midnight begins when the clock jumps past it", () => {
    expect(clock(dayIn("2026-09-06", "America/Santiago").since, "America/Santiago")).toBe("01:00");
  });
});

describe("what a clock reads", () => {
  it("comes twice when it goes back", () => expect(instants(utc("2026-10-25T02:30"), "Europe/Berlin")).toHaveLength(2));
  it("never comes when it is skipped", () => expect(instants(utc("2026-03-29T02:30"), "Europe/Berlin")).toEqual([]));
  it("is a quarter to the hour in Kathmandu", () =>
    expect(clock(utc("2026-11-23T00:00"), "Asia/Kathmandu")).toBe("05:45"));
});

describe("ticks", () => {
  const on = (zone: string, day: string, pixels: number) => {
    const { since, until } = dayIn(day, zone);
    return ticks(since, until, zone, pixels);
  };

  it("say two o'clock twice where it comes twice", () => {
    expect(labels(on("Europe/Berlin", "2026-10-25", 1500).minor).slice(0, 5)).toEqual([
      "00:00",
      "01:00",
      "02:00",
      "02:00",
      "03:00",
    ]);
  });
  it("leave out two o'clock where it is skipped", () => {
    expect(labels(on("America/New_York", "2026-03-08", 1500).minor).slice(0, 4)).toEqual([
      "00:00",
      "01:00",
      "03:00",
      "04:00",
    ]);
  });
  it("stay on the hours of the wall over a change of half an hour", () => {
    const { minor } = on("Australia/Lord_Howe", "2026-04-05", 1500);
    expect(minor.map((tick) => clock(tick.at, "Australia/Lord_Howe")).filter((time) => !time.endsWith(":00"))).toEqual(
      [],
    );
    expect((minor[2]?.at ?? 0) - (minor[1]?.at ?? 0)).toBe(1.5 * HOUR);
  });
  it("stay on the hours of the wall where the zone is 45 minutes off", () => {
    expect(on("Asia/Kathmandu", "2026-11-23", 400).minor.map((tick) => clock(tick.at, "Asia/Kathmandu"))).toEqual([
      "00:00",
      "03:00",
      "06:00",
      "09:00",
      "12:00",
      "15:00",
      "18:00",
      "21:00",
    ]);
  });
  it("each end where the next begins", () => {
    const { minor } = on("Europe/Berlin", "2026-10-25", 800);
    expect(minor.slice(0, -1).map((tick) => tick.until)).toEqual(minor.slice(1).map((tick) => tick.at));
  });

  const { since, until } = windowOf("week", utc("2026-11-25T12:00"), "Europe/Berlin");
  const months = since - 22 * DAY;
  it.each([
    ["six hours", since + 0.5 * DAY, since + 0.75 * DAY, 800, "Monday 23 November", "12:00 13:00"],
    ["a week", since, until, 1100, "Mon 23 Nov", "00:00 06:00"],
    ["a week on a phone", since, until, 340, "November 2026", "Mon 23 Tue 24"],
    ["two weeks", since, since + 14 * DAY, 1060, "Mon 23", "00:00 12:00"],
    ["a month", months, months + 30 * DAY, 1060, "November 2026", "1 2"],
    ["a quarter", months, months + 92 * DAY, 1060, "November 2026", " 2 Nov"],
    ["a year", since + 8 * DAY, since + 365 * DAY, 1060, "2026", "December January"],
    ["a year on a wall", since + 8 * DAY, since + 365 * DAY, 2400, "December 2026", " 7 Dec"],
  ])("over %s are of a unit that can be read", (_, from, to, pixels, major, minor) => {
    const made = ticks(from, to, "Europe/Berlin", pixels);
    expect([made.major[0]?.label, labels(made.minor).slice(0, 2).join(" ")]).toEqual([major, minor]);
  });
  it("begin weeks on Monday", () => {
    const { minor } = ticks(since - 22 * DAY, since + 70 * DAY, "Europe/Berlin", 1060);
    expect(new Set(minor.map((tick) => moment(tick.at, "Europe/Berlin").slice(0, 3)))).toEqual(new Set(["Mon"]));
  });
});

describe("clock changes", () => {
  it.each([
    ["Europe/Berlin", "2026-10-20", "clocks go back 1 h, 02:59 CEST → 02:00 CET"],
    ["Europe/Berlin", "2026-03-25", "clocks go forward 1 h, 01:59 CET → 03:00 CEST"],
    ["America/New_York", "2026-10-30", "clocks go back 1 h, 01:59 EDT → 01:00 EST"],
    ["Australia/Lord_Howe", "2026-04-01", "clocks go back 30 min, 01:59 UTC+11:00 → 01:30 UTC+10:30"],
    ["Pacific/Apia", "2011-12-26", "clocks go forward 1 d, Thu 29 Dec 23:59 UTC-10:00 → Sat 31 Dec 00:00 UTC+14:00"],
    ["Europe/Berlin", "2100-10-26", "clocks go back 1 h, 02:59 CEST → 02:00 CET"],
  ])("in %s in the week of %s are told in words", (zone, day, words) => {
    const since = utc(`${day}T00:00`);
    expect(changes(since, since + 9 * DAY, zone).map((change) => change.words)).toEqual([words]);
  });
  it("are none where clocks stand still", () =>
    expect(changes(utc("2026-01-01T00:00"), utc("2027-01-01T00:00"), "Asia/Kathmandu")).toEqual([]));
  it("are two a year", () =>
    expect(changes(utc("2026-01-01T00:00"), utc("2027-01-01T00:00"), "Europe/Berlin")).toHaveLength(2));
  it("belong to the window that begins with them, not to the one that ends there", () => {
    const at = utc("2026-10-25T01:00");
    expect([changes(at, at + DAY, "Europe/Berlin").length, changes(at - DAY, at, "Europe/Berlin").length]).toEqual([
      1, 0,
    ]);
  });
});

describe("snapping", () => {
  it("goes to the nearest quarter of the wall's hour", () => {
    expect(clock(snap(reading("2026-11-23T09:08", "Asia/Kathmandu"), "Asia/Kathmandu", 15), "Asia/Kathmandu")).toBe(
      "09:15",
    );
  });
  it("stays in the second of two hours that read the same", () => {
    const second = instants(utc("2026-10-25T02:30"), "Europe/Berlin")[1] ?? 0;
    expect(snap(second + 60, "Europe/Berlin", 15)).toBe(second);
  });
});

describe("windows", () => {
  const zone = "Europe/Berlin";
  const about = reading("2026-10-22T15:00", zone);

  it("of a week begin on Monday", () =>
    expect(moment(windowOf("week", about, zone).since, zone)).toBe("Mon 19 Oct 00:00"));
  it("of a week with a change are an hour longer", () => expect(hours(windowOf("week", about, zone))).toBe(7 * 24 + 1));
  it("of a quarter are three months", () =>
    expect(title(windowOf("quarter", about, zone).since, windowOf("quarter", about, zone).until, zone)).toBe(
      "Oct – Dec 2026",
    ));
  it.each(["day", "week", "fortnight", "month", "quarter"] as const)("of a %s lie side by side", (kind) => {
    const window = windowOf(kind, about, zone);
    const next = step(window, 1);
    expect([next.since, step(next, -1), kindOf(next.since, next.until, zone)]).toEqual([window.until, window, kind]);
  });
  it("step over a day that was skipped", () => {
    const window = dayIn("2011-12-29", "Pacific/Apia");
    const next = step(window, 1);
    expect([moment(next.since, "Pacific/Apia"), step(next, -1).since]).toEqual(["Sat 31 Dec 00:00", window.since]);
  });
  it("of no kind move by as many whole days", () => {
    const [since, until] = [reading("2026-10-22T00:00", zone), reading("2026-10-25T00:00", zone)];
    const next = stepped(since, until, zone, 1);
    expect([moment(next.since, zone), moment(next.until, zone)]).toEqual(["Sun 25 Oct 00:00", "Wed 28 Oct 00:00"]);
  });
  it("of no whole days move by their length", () =>
    expect(stepped(100, 400, "UTC", -1)).toEqual({ since: -200, until: 100 }));
  it("have their weekends and midnights in them", () => {
    const { since, until } = windowOf("week", about, zone);
    expect(weekends(since, until, zone)).toEqual([{ start: reading("2026-10-24T00:00", zone), end: until }]);
    expect(midnights(since, until, zone)).toHaveLength(7);
  });
  it.each([
    ["2026-10-19", "2026-10-26", "19 – 25 Oct 2026"],
    ["2026-10-26", "2026-11-09", "26 Oct – 8 Nov 2026"],
    ["2026-12-28", "2027-01-04", "28 Dec 2026 – 3 Jan 2027"],
    ["2026-11-01", "2026-12-01", "November 2026"],
    ["2026-11-23", "2026-11-24", "Monday 23 November 2026"],
  ])("from %s to %s are titled", (since, until, words) => {
    expect(title(reading(`${since}T00:00`, zone), reading(`${until}T00:00`, zone), zone)).toBe(words);
  });
});

describe("spans in words", () => {
  const [start, end] = [reading("2026-10-24T22:00", "Europe/Berlin"), reading("2026-10-25T09:00", "Europe/Berlin")];

  it("name both abbreviations over a change", () =>
    expect(span(start, end, "Europe/Berlin")).toBe("Sat 24 Oct 22:00 CEST – Sun 25 Oct 09:00 CET"));
  it("name the date once on one day", () =>
    expect(span(end, end + HOUR, "Europe/Berlin")).toBe("Sun 25 Oct 09:00 – 10:00 CET"));
  it("say both dates for the ear", () =>
    expect(spoken(end, end + DAY, "Europe/Berlin")).toBe("from Sun 25 Oct 09:00 to Mon 26 Oct 09:00 CET"));
  it("say the year of another year", () =>
    expect(moment(end, "Europe/Berlin", end + 365 * DAY)).toBe("Sun 25 Oct 2026 09:00"));
});
