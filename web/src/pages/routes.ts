/** Which page an address names; each is fetched when it is first needed. */

import type { Component } from "svelte";

type View = Component<Record<string, string>>;

interface Route {
  pattern: RegExp;
  load: () => Promise<{ default: unknown }>;
  /** Shown to those who are not signed in. */
  isOpen?: boolean;
}

const ROUTES: readonly Route[] = [
  { pattern: /^\/$/, load: () => import("./board/Board.svelte") },
  { pattern: /^\/sign-in$/, load: () => import("./sign-in/SignIn.svelte"), isOpen: true },
  { pattern: /^\/setup$/, load: () => import("./sign-in/Setup.svelte"), isOpen: true },
  { pattern: /^\/schedules$/, load: () => import("./schedules/Schedules.svelte") },
  { pattern: /^\/schedules\/new$/, load: () => import("./schedules/NewSchedule.svelte") },
  { pattern: /^\/schedules\/(?<id>\d+)$/, load: () => import("./schedules/Schedule.svelte") },
  {
    pattern: /^\/schedules\/(?<id>\d+)\/tiers\/(?<number>\d+)\/layers$/,
    load: () => import("./layers/Layers.svelte"),
  },
  {
    pattern: /^\/schedules\/(?<id>\d+)\/tiers\/(?<number>\d+)\/history$/,
    load: () => import("./history/TierHistory.svelte"),
  },
  { pattern: /^\/rosters$/, load: () => import("./rosters/Rosters.svelte") },
  { pattern: /^\/rosters\/new$/, load: () => import("./rosters/RosterEditor.svelte") },
  { pattern: /^\/rosters\/(?<id>[^/]+)$/, load: () => import("./rosters/Roster.svelte") },
  { pattern: /^\/rosters\/(?<id>[^/]+)\/edit$/, load: () => import("./rosters/RosterEditor.svelte") },
  { pattern: /^\/rosters\/(?<id>[^/]+)\/history$/, load: () => import("./history/RosterHistory.svelte") },
  { pattern: /^\/people$/, load: () => import("./people/People.svelte") },
  { pattern: /^\/people\/(?<id>\d+)$/, load: () => import("./people/PersonPage.svelte") },
  { pattern: /^\/groups\/(?<id>[^/]+)$/, load: () => import("./people/GroupPage.svelte") },
  { pattern: /^\/me$/, load: () => import("./me/MyShifts.svelte") },
  { pattern: /^\/gaps$/, load: () => import("./gaps/Gaps.svelte") },
  { pattern: /^\/load$/, load: () => import("./load/Load.svelte") },
  { pattern: /^\/audit$/, load: () => import("./audit/Audit.svelte") },
  { pattern: /^\/admin(?:\/(?<part>customers|accounts|tokens|clients|feeds))?$/, load: () => import("./admin/Admin.svelte") },
];

export interface Found {
  load: () => Promise<View>;
  /** What the address says, by name, for the page. */
  named: Record<string, string>;
  /** The same key: the same page about the same thing. */
  key: string;
  isOpen: boolean;
}

/** The page of a path; null where there is none. */
export function found(path: string): Found | null {
  const bare = path.length > 1 ? path.replace(/\/+$/, "") : path;
  for (const { pattern, load, isOpen = false } of ROUTES) {
    const match = pattern.exec(bare);
    if (!match) continue;
    const named: Record<string, string> = {};
    for (const [name, value] of Object.entries(match.groups ?? {})) {
      if (value !== undefined) named[name] = decodeURIComponent(value);
    }
    return { load: async () => (await load()).default as View, named, key: `${pattern.source} ${bare}`, isOpen };
  }
  return null;
}
