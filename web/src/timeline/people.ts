/** People as they are drawn: a colour that stays theirs, a weave where two share one, their initials. */
import type { Person } from "./model";

export interface Colour {
  name: string;
  fill: string;
  /** What is written on it. */
  ink: string;
}

const DARK = "#11151a";
const LIGHT = "#ffffff";

/**
 * Okabe and Ito's hues in two or three steps of lightness, moved until any two can be told apart with each kind of
 * colour-blindness too. The order keeps neighbours, and with them the ids of one team, furthest apart.
 */
export const PALETTE: readonly [Colour, ...Colour[]] = [
  { name: "blue", fill: "#3571c1", ink: LIGHT },
  { name: "orange", fill: "#f5aa55", ink: DARK },
  { name: "mint", fill: "#69dbb0", ink: DARK },
  { name: "plum", fill: "#ab4b81", ink: LIGHT },
  { name: "ice", fill: "#bfe4ff", ink: DARK },
  { name: "forest", fill: "#2c6840", ink: LIGHT },
  { name: "yellow", fill: "#ebe873", ink: DARK },
  { name: "navy", fill: "#28377c", ink: LIGHT },
  { name: "vermilion", fill: "#cd7135", ink: DARK },
  { name: "sky", fill: "#52aaf6", ink: DARK },
  { name: "brown", fill: "#612c01", ink: LIGHT },
  { name: "pink", fill: "#c985b2", ink: DARK },
];

/** Classes of the weaves laid over a colour, in a tone that only raises the contrast of what is written on it. */
const WEAVES = ["solid", "diagonal", "dots", "rising", "bars", "cross"] as const;
export type Weave = (typeof WEAVES)[number];

export interface Look extends Colour {
  weave: Weave;
  /** What the weave is drawn in: the opposite of the ink. */
  thread: string;
}

/** Text ids are spread by FNV-1a; numbers count through the palette. */
function spread(id: Person["id"]): number {
  const text = String(id);
  if (/^\d{1,15}$/.test(text)) return Number(text);
  let hash = 0x811c9dc5;
  for (const sign of text) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash;
}

/** The colour of a person: of the id alone, so the same on every page and in either theme. */
export function colour(id: Person["id"]): Colour {
  return PALETTE[spread(id) % PALETTE.length] ?? PALETTE[0];
}

/** How people seen together look: each in their colour, and those who share one by the order of their ids woven. */
export function looks(ids: Iterable<Person["id"]>): Map<Person["id"], Look> {
  const shared = new Map<string, number>();
  const found = new Map<Person["id"], Look>();
  for (const id of [...new Set(ids)].sort((a, b) => spread(a) - spread(b))) {
    const own = colour(id);
    const before = shared.get(own.name) ?? 0;
    shared.set(own.name, before + 1);
    const thread = own.ink === LIGHT ? "rgb(0 0 0 / 28%)" : "rgb(255 255 255 / 46%)";
    found.set(id, { ...own, thread, weave: WEAVES[before % WEAVES.length] ?? "solid" });
  }
  return found;
}

/** "AA" of Ann Adler, "AL" of Ann van der Leyen, "Z" of Zoë. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const ends = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return ends
    .map((word) => [...(word ?? "")][0] ?? "")
    .join("")
    .toLocaleUpperCase("en");
}

/** "Ann A." where the whole name has no room. */
export function shortName(name: string): string {
  const words = name.trim().split(/\s+/);
  const last = words.length > 1 ? words[words.length - 1] : undefined;
  return last === undefined ? name.trim() : `${words[0]} ${[...last][0]}.`;
}

/** "Ann" where there is less. */
export function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? "";
}

/** Contrast of two "#rrggbb" colours by WCAG 2, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((from) => parseInt(colour.slice(from, from + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
