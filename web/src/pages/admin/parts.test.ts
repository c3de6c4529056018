import { describe, expect, it } from "vitest";
import { partOf, partsFor } from "./parts";

const admin = { role: "admin", seesAll: true } as const;
const customersAdmin = { role: "admin", seesAll: false } as const;
const viewer = { role: "viewer", seesAll: true } as const;
const ids = (reader: Parameters<typeof partsFor>[0]) => partsFor(reader).map(({ id }) => id);

describe("the parts of administration", () => {
  it("are all there for the provider's administrators", () =>
    expect(ids(admin)).toEqual(["customers", "accounts", "tokens", "clients", "feeds"]));
  it("leave the customers out for a customer's administrators", () =>
    expect(ids(customersAdmin)).toEqual(["accounts", "tokens", "clients", "feeds"]));
  it("are their own tokens and feeds for everybody else", () => expect(ids(viewer)).toEqual(["tokens", "feeds"]));
});

describe("the part of an address", () => {
  it("is the first that one may see where none is named", () => {
    expect(partOf(undefined, customersAdmin).id).toBe("accounts");
    expect(partOf(undefined, viewer).id).toBe("tokens");
  });
  it("is what is named, even where one may not see it", () => {
    expect(partOf("accounts", viewer)).toMatchObject({ id: "accounts", mayBeSeen: false, whoMay: "administrators" });
    expect(partOf("accounts", admin).mayBeSeen).toBe(true);
  });
});
