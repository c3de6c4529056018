/** A tier's layers as a form holds them while they are edited, and as the API takes them. */

import type { Layer, LayerWish } from "../../api/types";
import { momentOf, sentAs, type Moment } from "../../time/meaning";
import type { Hours } from "./grid";

export type Unit = "hours" | "days" | "weeks" | "months";
export type Step = "daily" | "weekly" | "monthly" | "every" | "mixed";

export interface RotationDraft {
  step: Step;
  /** Of "every" and "mixed". */
  unit: Unit;
  /** As it is typed: a number for "every", several for "mixed". */
  typed: string;
  turns: "all" | "open";
}

export interface Someone {
  key: number;
  id: number;
  name: string;
}

export interface LayerDraft {
  key: number;
  /** Its place in the stack: a higher one hides a lower one. */
  index: number;
  people: Someone[];
  rotation: RotationDraft;
  tz: string;
  /** The first handoff, by the zone's clocks. */
  start: Moment;
  /** The end; null: it has none. */
  end: Moment | null;
  restrictions: readonly Hours[] | null;
  /** As it was read, so that what nobody touches is sent back as it came. */
  was: Layer | null;
}

let last = 0;
/** A key for what has no id of its own. */
export const newDraftKey = (): number => ++last;

// ── rotations ──────────────────────────────────────────────────────────────────────────────────────────────────────

const STEPS: Record<string, Unit> = { hourly: "hours", daily: "days", weekly: "weeks", monthly: "months" };
const TYPES: Record<Unit, string> = { hours: "hourly", days: "daily", weeks: "weekly", months: "monthly" };
const ONES: Partial<Record<Step, Unit>> = { daily: "days", weekly: "weeks", monthly: "months" };

type Json = Record<string, unknown>;

/** What a rotation says, whichever way it was written. */
export function turnsOf(rotation: Json): { unit: Unit; lengths: number[]; turns: "all" | "open" } {
  const turns = rotation["turns"] === "open" ? "open" : "all";
  const unit = STEPS[String(rotation["type"])];
  if (unit) return { unit, lengths: [Number(rotation["interval"] ?? 1)], turns };
  const lengths = Array.isArray(rotation["lengths"]) ? rotation["lengths"].map(Number) : [Number(rotation["length"])];
  return { unit: rotation["unit"] as Unit, lengths, turns };
}

export function rotationFrom(rotation: Json): RotationDraft {
  const { unit, lengths, turns } = turnsOf(rotation);
  const isOne = lengths.length === 1 && lengths[0] === 1;
  const one = (Object.keys(ONES) as Step[]).find((step) => isOne && ONES[step] === unit);
  return { step: one ?? (lengths.length > 1 ? "mixed" : "every"), unit, typed: lengths.join(", "), turns };
}

/** The lengths of the turns; NaN for what is typed and is no number. */
export function lengthsOf({ step, typed }: RotationDraft): number[] {
  if (ONES[step]) return [1];
  const parts = step === "mixed" ? typed.split(/[\s,;]+/).filter(Boolean) : [typed.trim()];
  return parts.map((part) => (part === "" ? NaN : Number(part)));
}

export function unitOf({ step, unit }: RotationDraft): Unit {
  return ONES[step] ?? unit;
}

export function rotationTo(draft: RotationDraft): Json {
  const open = draft.turns === "open" ? { turns: "open" } : {};
  const [lengths, unit] = [lengthsOf(draft), unitOf(draft)];
  if (draft.step === "mixed") return { type: "custom", unit, lengths, ...open };
  const interval = draft.step === "every" ? { interval: lengths[0] } : {};
  return { type: TYPES[unit], ...interval, ...open };
}

// ── layers ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export function layerFrom(layer: Layer, nameOf: (id: number) => string): LayerDraft {
  const { start, start_reading, end, end_reading, tz } = layer;
  return {
    key: newDraftKey(),
    index: layer.index,
    people: layer.contacts.map((id) => ({ key: newDraftKey(), id, name: nameOf(id) })),
    rotation: rotationFrom(layer.rotation as Json),
    tz,
    start: momentOf(start, start_reading, tz),
    end: end === null ? null : momentOf(end, end_reading, tz),
    restrictions: layer.restrictions as Hours[] | null,
    was: layer,
  };
}

/** The layer as it is sent: what was not touched exactly as it came, and what was typed as it was typed. */
export function layerTo(draft: LayerDraft): LayerWish {
  const { was, tz } = draft;
  const start = sentAs(draft.start, tz);
  const end = draft.end && sentAs(draft.end, tz);
  const isKept = was !== null && same(rotationFrom(was.rotation as Json), draft.rotation);
  return {
    index: draft.index,
    start: start.at,
    start_reading: start.reading,
    end: end?.at ?? null,
    end_reading: end?.reading ?? null,
    rotation: (isKept ? was.rotation : rotationTo(draft.rotation)) as LayerWish["rotation"],
    restrictions: draft.restrictions as LayerWish["restrictions"],
    contacts: draft.people.map(({ id }) => id),
    tz,
  };
}

/** Whether a field is empty that must not be: somebody is about to fill it. */
export function isUnfinished({ start, end, rotation, restrictions }: LayerDraft): boolean {
  const lengths = lengthsOf(rotation);
  const hasNoDay = (hours: Hours) => hours.type === "days" && !hours.days.length;
  const isOpen = (hours: Hours) => hours.start === "" || hours.end === "" || hasNoDay(hours);
  return start.reading === "" || end?.reading === "" || !lengths.length || rotation.typed.trim() === "" || !!restrictions?.some(isOpen);
}

/** The draft as a copy that is changed by itself; it lies directly above. */
export function copyOf(draft: LayerDraft): LayerDraft {
  return {
    ...draft,
    key: newDraftKey(),
    index: draft.index + 1,
    people: draft.people.map((person) => ({ ...person, key: newDraftKey() })),
    rotation: { ...draft.rotation },
  };
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

// ── the stack ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** A list with the one at a place taken to another. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = list.toSpliced(from, 1);
  return list[from] === undefined ? [...list] : rest.toSpliced(to, 0, list[from]);
}

/** The layers with one moved; the places in the stack keep their indexes. */
export function restacked(layers: readonly LayerDraft[], from: number, to: number): LayerDraft[] {
  const indexes = layers.map(({ index }) => index);
  return moved(layers, from, to).map((layer, place) => ({ ...layer, index: indexes[place] ?? place }));
}

/** The layers with one put at a place; those above move up as far as they must. */
export function inserted(layers: readonly LayerDraft[], layer: LayerDraft, at: number): LayerDraft[] {
  let before = -1;
  return layers.toSpliced(at, 0, layer).map((one) => {
    before = Math.max(one.index, before + 1);
    return { ...one, index: before };
  });
}

// ── problems ───────────────────────────────────────────────────────────────────────────────────────────────────────

export type FieldName = "people" | "rotation" | "turns" | "start" | "end" | "tz" | "restrictions";

export interface LayerProblems {
  /** By field. */
  fields: Partial<Record<FieldName, string>>;
  /** By the place in the order of turns. */
  people: Record<number, string>;
  /** By the place of the window, then by its key, "" for the whole. */
  windows: Record<number, Record<string, string>>;
}

const FIELDS: Record<string, FieldName> = {
  contacts: "people",
  rotation: "rotation",
  start: "start",
  end: "end",
  tz: "tz",
  restrictions: "restrictions",
};

/** The problems of a layer, each at its field; `shown` gets the paths that have found one. */
export function problemsOf(byField: Record<string, string>, layer: number, shown: string[] = []): LayerProblems {
  const found: LayerProblems = { fields: {}, people: {}, windows: {} };
  for (const [path, reason] of Object.entries(byField)) {
    const parts = /^layers\[(\d+)\]\.([a-z]+)(?:\[(\d+)\])?(?:\.(\w+))?/.exec(path);
    const field = parts && FIELDS[parts[2] ?? ""];
    if (!parts || !field || Number(parts[1]) !== layer) continue;
    shown.push(path);
    const [place, key] = [parts[3] === undefined ? null : Number(parts[3]), parts[4] ?? ""];
    if (field === "people" && place !== null) found.people[place] = reason;
    else if (field === "restrictions" && place !== null) (found.windows[place] ??= {})[key] = reason;
    else {
      const name = field === "rotation" && key === "turns" ? "turns" : field;
      found.fields[name] = found.fields[name] ? `${found.fields[name]} ${reason}` : reason;
    }
  }
  return found;
}
