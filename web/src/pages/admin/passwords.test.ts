import { expect, it } from "vitest";
import { madeUp } from "./passwords";

it("makes up four groups of five letters that cannot be mistaken for others", () =>
  expect(madeUp()).toMatch(/^([a-km-np-z2-9]{5}-){3}[a-km-np-z2-9]{5}$/));
it("never makes up the same twice", () => expect(madeUp()).not.toBe(madeUp()));
