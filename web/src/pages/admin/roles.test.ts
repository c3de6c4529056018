import { expect, it } from "vitest";
import { ROLES, rolesUpTo } from "./roles";

it("offers an admin every role", () => expect(rolesUpTo("admin")).toEqual(ROLES));
it("offers no role above the least of those that bound it", () =>
  expect(rolesUpTo("admin", "responder").map(({ id }) => id)).toEqual(["viewer", "responder"]));
