import { describe, expect, it } from "vitest";
import { leftOutWords, listed, plain } from "./words";

it("words are listed as people write them", () => {
  expect(["a", "a b", "a b c"].map((words) => listed(words.split(" ")))).toEqual(["a", "a and b", "a, b and c"]);
});

it("who is left out is named", () => {
  expect(leftOutWords(["Ann"])).toBe("Ann is never on call: whenever it is their turn, the layer is closed.");
  expect(leftOutWords(["Ann", "Ben"])).toMatch(/^Ann and Ben are never/);
});

describe("a text is looked for without case and accents", () => {
  const same = { Jörg: "jorg", "Jo\u0308rg": "jorg", ŁUKASZ: "lukasz", Işık: "isik", İstanbul: "istanbul", Straße: "strasse", Ærø: "aero" };
  for (const [text, found] of Object.entries(same)) it(text, () => expect(plain(text)).toBe(found));
  it("as the server does it, which keeps the marks of other scripts", () => expect(plain("हिन्दी")).toBe("हिन्दी"));
});
