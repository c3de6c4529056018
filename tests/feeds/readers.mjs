/**
 * Reads calendars as two JavaScript libraries do: `node readers.mjs NODE_MODULES` takes calendars by name as JSON and
 * prints, as JSON, what each library has of each: the spans of its events by their UIDs, in seconds since 1970. A UID
 * here is the second at which the event starts; beside it stands what Node's own zone data say of that moment.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(`${process.argv[2]}/`);
const { default: ICAL } = await import(pathToFileURL(require.resolve("ical.js")));
const { default: nodeIcal } = await import(pathToFileURL(require.resolve("node-ical")));

/** By the zones of the calendar, and no others. */
function byIcalJs(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  const events = calendar.getAllSubcomponents("vevent").map((one) => new ICAL.Event(one));
  return Object.fromEntries(events.map((one) => [one.uid, [one.startDate.toUnixTime(), one.endDate.toUnixTime()]]));
}

/** By Node's own zones, where it knows the name. */
function byNodeIcal(text) {
  const events = Object.values(nodeIcal.sync.parseICS(text)).filter(({ type }) => type === "VEVENT");
  return Object.fromEntries(events.map((one) => [one.uid, [one.start.getTime() / 1000, one.end.getTime() / 1000]]));
}

function byNode(timeZone, uids) {
  const clock = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
  return Object.fromEntries(uids.map((uid) => [uid, clock.format(Number(uid) * 1000)]));
}

const found = Object.entries(JSON.parse(readFileSync(0, "utf8"))).map(([zone, text]) => {
  const spans = byIcalJs(text);
  return [zone, { "ical.js": spans, "node-ical": byNodeIcal(text), node: byNode(zone, Object.keys(spans)) }];
});
process.stdout.write(JSON.stringify(Object.fromEntries(found)));
