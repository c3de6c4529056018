import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

// What clocks show is told by the server alone, for browsers' zone data are of any age.

const SOURCES = join(dirname(fileURLToPath(import.meta.url)), "..");

/** The lines of all sources that match, each with its file. */
function lines(pattern: RegExp): string[] {
  const files = readdirSync(SOURCES, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => /\.(ts|svelte)$/.test(file) && !/\.test\.ts$|schema\.d\.ts$/.test(file))
    .flatMap((file) => {
      const text = readFileSync(join(SOURCES, file), "utf8");
      return text.split("\n").flatMap((line) => (pattern.test(line) ? [`${relative(".", file)}: ${line.trim()}`] : []));
    })
    .sort();
}

test("Intl gives names, those of days by UTC, in one place, and is asked for the zone's name in another", () => {
  expect(lines(/\bIntl\.\w+\(|toLocale(Date|Time)?String|timeZone/)).toEqual([
    "time/names.ts: if (!format) formats.set(key, (format = new Intl.DateTimeFormat(\"en-GB\", { ...style, timeZone: \"UTC\" })));",
    "time/names.ts: return new Intl.DisplayNames([\"en\"], { type: \"region\" }).of(letters.trim().toUpperCase()) ?? \"\";",
    "time/names.ts: return number.toLocaleString(\"en-GB\");",
    "time/zones.svelte.ts: return Intl.DateTimeFormat().resolvedOptions().timeZone || \"UTC\";",
  ]);
});

test("nothing asks a Date for what the browser's own clocks show", () => {
  const own = /\.(get|set)(FullYear|Month|Date|Day|Hours|Minutes|Seconds|Milliseconds|Year|TimezoneOffset)\(|to(Date|Time)String\(/;
  expect(lines(own)).toEqual([]);
});

test("dates are read and written where times are at home, and elsewhere the present alone is asked for", () => {
  const elsewhere = lines(/\bDate\b(?!\.now\(\))(?=[.(])/).filter((line) => !line.startsWith("time/"));
  expect(elsewhere).toEqual([]);
});
