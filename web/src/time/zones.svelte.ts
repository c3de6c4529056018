/** What clocks in a zone show, as the server tells it. Nothing else in the app knows zones: browsers' data are of any age. */

import { get, Problem } from "../api/client";
import type { ZoneChanges } from "../api/types";

/** From `at` until before `until` clocks are `offset` seconds ahead of UTC, and people there call it `word`. */
export interface Stretch {
  at: number;
  until: number;
  offset: number;
  word: string;
}

const DAY = 86_400;
/** The instants that the API takes: from 1900 to 9000. */
const EARLIEST = Date.UTC(1900, 0, 1) / 1000;
const LATEST = Date.UTC(9000, 0, 1) / 1000;
/** What is asked for at once: almost fifty years, which is a few kilobytes; this one goes from 1999 to 2049. */
const PIECE = 18_250 * DAY;
/** Told with a piece on both sides: readings are up to a day from instants, and changes are days apart. */
const MARGIN = 7 * DAY;
/** More than anybody looks at; who does is told again. */
const MOST = 250;
/** What is looked at around a day lies within so much time. */
const AROUND = 732 * DAY;
/** By its own definition, without any data. */
const UTC: readonly Stretch[] = [{ at: -Infinity, until: Infinity, offset: 0, word: "UTC" }];

interface Piece {
  version: string;
  stretches: readonly Stretch[];
}

type Ask = (tz: string, since: string, until: string) => Promise<ZoneChanges>;

const iso = (at: number): string => new Date(at * 1000).toISOString();
const numberOf = (at: number): number => Math.floor((Math.min(Math.max(at, EARLIEST), LATEST - 1) - EARLIEST) / PIECE);
const keyOf = (zone: string, number: number): string => `${number} ${zone}`;

/** Whatever reads it in a page is shown again when more is told. */
export class Zones {
  /** Why something could not be read; what depends on it is not shown. */
  problem = $state.raw<Problem | null>(null);

  #told = $state.raw<ReadonlyMap<string, Piece>>(new Map());
  #none = $state.raw<ReadonlySet<string>>(new Set());
  readonly #asked = new Map<string, Promise<void>>();
  /** What could not be read, which nobody asks for again by merely looking at a page. */
  readonly #failed = new Set<string>();
  #newest = "";
  readonly #ask: Ask;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** What clocks show around an instant or a reading, in order; null while that is not told, for then it is asked for. */
  around(at: number, zone: string): readonly Stretch[] | null {
    if (zone === "UTC") return UTC;
    // A day more on both sides, for readings; a year that is only half typed is no question.
    if (!(at > EARLIEST - DAY && at < LATEST + DAY)) return null;
    const key = keyOf(zone, numberOf(at));
    const found = this.#told.get(key);
    if (found) return found.stretches;
    if (!this.#failed.has(key) && !this.#none.has(zone)) this.#read(zone, numberOf(at)).catch(() => {});
    return null;
  }

  /** Where the next piece begins after an instant; Infinity where none does. */
  pieceAfter(at: number): number {
    const next = EARLIEST + (numberOf(at) + 1) * PIECE;
    return next > at ? next : Infinity;
  }

  /** Waits until the clocks of a zone are told around these instants. Raises Problem, of status 422 for no zone. */
  async ready(zone: string, ...instants: number[]): Promise<void> {
    if (zone === "UTC") return;
    const numbers = new Set(instants.flatMap((at) => [at - AROUND, at, at + AROUND]).map(numberOf));
    const lacking = [...numbers].filter((number) => !this.#told.has(keyOf(zone, number)));
    await Promise.all(lacking.map((number) => this.#read(zone, number)));
  }

  /** Whether there is a zone of that name, by the server's data. Raises Problem where it does not say. */
  async has(zone: string, now: number): Promise<boolean> {
    try {
      await this.ready(zone, now);
      return true;
    } catch (fault) {
      if (fault instanceof Problem && fault.status === 422) return false;
      throw fault;
    }
  }

  /** Whether it is known that there is no such zone. */
  isNone(zone: string): boolean {
    return this.#none.has(zone);
  }

  /** Ask again for what could not be read. */
  retry(): void {
    for (const key of this.#failed) this.#reread(key);
  }

  /** Ask whether the server's data are newer by now; what was told by older ones is then told anew. */
  look(): void {
    const [first] = this.#told.keys();
    if (first !== undefined) this.#reread(first);
  }

  #reread(key: string): void {
    const [number = "", zone = ""] = key.split(" ");
    this.#read(zone, Number(number)).catch(() => {});
  }

  #read(zone: string, number: number): Promise<void> {
    const key = keyOf(zone, number);
    const found = this.#asked.get(key);
    if (found) return found;
    const asked = this.#run(zone, number, key).finally(() => this.#asked.delete(key));
    this.#asked.set(key, asked);
    return asked;
  }

  async #run(zone: string, number: number, key: string): Promise<void> {
    const since = Math.max(EARLIEST, EARLIEST + number * PIECE - MARGIN);
    const until = Math.min(LATEST, EARLIEST + (number + 1) * PIECE + MARGIN);
    try {
      const told = await this.#ask(zone, iso(since), iso(until));
      this.#failed.delete(key);
      if (!this.#failed.size) this.problem = null;
      this.#take(key, told, until);
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      if (fault.status === 422) this.#none = new Set(this.#none).add(zone);
      else if (!this.#told.has(key)) {
        this.#failed.add(key);
        this.problem = fault;
      }
      throw fault;
    }
  }

  #take(key: string, { version, changes }: ZoneChanges, end: number): void {
    const starts = changes.map(({ at }) => Date.parse(at) / 1000);
    const stretches = changes.map(({ offset, word }, place) => {
      return { at: starts[place] ?? end, until: starts[place + 1] ?? end, offset, word };
    });
    const told = new Map(this.#told.size < MOST ? this.#told : []);
    this.#told = told.set(key, { version, stretches });
    // A later version is greater as a text. Of two servers the one with older data turns nothing back.
    if (version <= this.#newest) return;
    this.#newest = version;
    for (const [other, piece] of told) if (piece.version < version) this.#reread(other);
  }
}

export const zones = new Zones((tz, since, until) => get<ZoneChanges>("/zones/changes", { tz, since, until }));

/** What the browser calls its zone: a default, once the server knows the name. */
export function browsersZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}
