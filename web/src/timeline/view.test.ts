import { expect, it } from "vitest";
import "../time/told";
import { windowOf } from "./axis";
import { said, viewOf } from "./view";

const NOW = Date.parse("2026-11-18T12:00:00Z") / 1000;
const view = (query: string) => viewOf(new URLSearchParams(query), "Europe/Berlin", NOW);

it("shows this week in the reader's zone where the address says nothing", () => {
  expect(view("")).toEqual(windowOf("week", NOW, "Europe/Berlin"));
});

it("shows what the address says", () => {
  const found = view("view=month&day=2026-03-01&zone=Asia/Tokyo");
  expect(found).toMatchObject({ kind: "month", zone: "Asia/Tokyo", since: Date.parse("2026-02-28T15:00:00Z") / 1000 });
});

it("passes over what is no kind, no day and no zone", () => {
  expect(view("view=century&day=soon&zone=Middle/Earth")).toEqual(view(""));
});

it("says nothing of what would be so anyway", () => {
  expect(said(view(""), "Europe/Berlin", NOW)).toEqual({ view: null, day: null, zone: null });
});

it("says what it reads back", () => {
  const window = windowOf("day", Date.parse("2027-01-05T12:00:00Z") / 1000, "America/New_York");
  const query = new URLSearchParams(Object.entries(said(window, "Europe/Berlin", NOW)).map(([name, value]) => [name, value ?? ""]));
  expect(viewOf(query, "Europe/Berlin", NOW)).toEqual(window);
});
