import { describe, expect, it } from "vitest";
import { changesOf, isSignIn } from "./changes";

describe("what a change did", () => {
  it("is the fields that differ, and no others", () => {
    const before = { id: 3, name: "Network", default_phone: "1", updated_at: 5 };
    expect(changesOf(before, { ...before, name: "Networks", updated_at: 9 })).toEqual([
      { field: "name", before: "Network", after: "Networks" },
    ]);
  });
  it("is all that a new record says", () => {
    expect(changesOf(null, { id: 3, name: "Network", default_phone: null, is_active: true })).toEqual([
      { field: "name", before: null, after: "Network" },
      { field: "is_active", before: null, after: "yes" },
    ]);
  });
  it("looks into lists", () => {
    expect(changesOf({ members: [1] }, { members: [1] })).toEqual([]);
    expect(changesOf({ members: [1] }, { members: [1, 2] })).toHaveLength(1);
  });
});

describe("a token that was made", () => {
  it("is a sign-in where it came of one", () => {
    expect(isSignIn("token", "created", { kind: "session" })).toBe(true);
    expect(isSignIn("token", "created", { kind: "api" })).toBe(false);
    expect(isSignIn("token", "changed", { kind: "session" })).toBe(false);
  });
});
