/** Requests to the public API: who is signed in by cookie, what went wrong as one kind of error. */

import { ROOT } from "./root";
import type { Conflicting, NamingPlace, ProblemSaid } from "./types";

export type Query = Record<string, string | number | boolean | null | undefined>;

/** What the server says is wrong, or that it cannot be reached (status 0). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
    readonly problems: readonly { path: string; reason: string }[] = [],
    readonly conflicts: readonly Conflicting[] = [],
    readonly retryAfter: number | null = null,
    /** What still names or needs what should go. */
    readonly places: readonly NamingPlace[] = [],
  ) {
    super(detail);
  }

  /** The reasons by the path of the field at fault; what concerns the whole is under "". */
  byField(): Record<string, string> {
    const found: Record<string, string> = {};
    for (const { path, reason } of this.problems) found[path] = found[path] ? `${found[path]} ${reason}` : reason;
    return found;
  }
}

export interface Tagged<T> {
  value: T;
  /** To be sent back with a change, so that nobody else's is lost. */
  tag: string | null;
}

/** What the session gives: its token against forged requests, and what is to be done when it has ended. */
export const door = { csrf: null as string | null, ended: () => {} };

const API = `${ROOT}/api/v1`;

export async function get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  return (await getTagged<T>(path, query, signal)).value;
}

export async function getTagged<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<Tagged<T>> {
  const response = await asked(`${API}${path}${written(query)}`, { signal });
  return { value: (await response.json()) as T, tag: response.headers.get("ETag") };
}

/** A record, also one that has ended. */
export async function getEver<T>(path: string, signal?: AbortSignal): Promise<Tagged<T>> {
  try {
    return await getTagged<T>(path, {}, signal);
  } catch (fault) {
    if (!(fault instanceof Problem) || fault.status !== 404) throw fault;
    return await getTagged<T>(path, { ended: true }, signal);
  }
}

/** All rows of a paged list. */
export async function getAll<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T[]> {
  const rows: T[] = [];
  for (let page = 1; ; page++) {
    const found = await get<{ results: T[]; next: string | null }>(path, { limit: 1000, ...query, page }, signal);
    rows.push(...found.results);
    if (found.next === null) return rows;
  }
}

interface Sending {
  query?: Query;
  /** What was read with the record; without it the last one to save wins. */
  tag?: string | null;
  /** Of one wish: sent again after a failure, it is not carried out twice. */
  key?: string;
  signal?: AbortSignal;
}

type Method = "POST" | "PUT" | "PATCH" | "DELETE";

export async function send<T>(method: Method, path: string, body?: unknown, sending: Sending = {}): Promise<T> {
  return (await sendTagged<T>(method, path, body, sending)).value;
}

export async function sendTagged<T>(
  method: Method,
  path: string,
  body?: unknown,
  { query = {}, tag, key, signal }: Sending = {},
): Promise<Tagged<T>> {
  const headers: Record<string, string> = {};
  if (door.csrf) headers["X-CSRF-Token"] = door.csrf;
  if (tag) headers["If-Match"] = tag;
  if (key) headers["Idempotency-Key"] = key;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const response = await asked(`${API}${path}${written(query)}`, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    signal,
  });
  const value = response.status === 204 ? undefined : await response.json();
  return { value: value as T, tag: response.headers.get("ETag") };
}

/** A new key for one wish. `crypto.randomUUID` is not there on plain HTTP. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function written(query: Query): string {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text ? `?${text}` : "";
}

async function asked(address: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address, { credentials: "same-origin", ...init });
  } catch (fault) {
    if (fault instanceof DOMException && fault.name === "AbortError") throw fault;
    throw new Problem(0, "Watchbill cannot be reached. What you entered is still here; try again in a moment.");
  }
  if (response.ok) return response;
  const problem = await problemOf(response);
  if (response.status === 401 && !address.endsWith("/session")) door.ended();
  throw problem;
}

async function problemOf(response: Response): Promise<Problem> {
  const retry = Number(response.headers.get("Retry-After")) || null;
  try {
    const said = (await response.json()) as Partial<ProblemSaid> & { conflicts?: Conflicting[] };
    const detail = said.detail ?? `The server answered ${response.status}.`;
    return new Problem(response.status, detail, said.problems ?? [], said.conflicts ?? [], retry, said.places ?? []);
  } catch {
    return new Problem(response.status, `The server answered ${response.status}.`, [], [], retry);
  }
}
