import { describe, expect, it } from "vitest";
import { PALETTE, colour, contrast, firstName, initials, looks, shortName } from "./people";

type Rgb = [number, number, number];
const linear = (hex: string): Rgb =>
  [1, 3, 5]
    .map((from) => parseInt(hex.slice(from, from + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)) as Rgb;
const times = (matrix: number[][], [r, g, b]: Rgb): Rgb =>
  matrix.map(([x = 0, y = 0, z = 0]) => Math.max(0, x * r + y * g + z * b)) as Rgb;

/** Björn Ottosson's OKLab: equal distances look equally far apart. */
function oklab(rgb: Rgb): Rgb {
  const cones = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    rgb,
  ).map(Math.cbrt);
  const [l = 0, m = 0, s = 0] = cones;
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** Machado, Oliveira and Fernandes (2009), severity 1. */
const EYES: [string, number[][]][] = [
  [
    "most people",
    [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  ],
  [
    "protanopes",
    [
      [0.152286, 1.052583, -0.204868],
      [0.114503, 0.786281, 0.099216],
      [-0.003882, -0.048116, 1.051998],
    ],
  ],
  [
    "deuteranopes",
    [
      [0.367322, 0.860646, -0.227968],
      [0.280085, 0.672501, 0.047413],
      [-0.01182, 0.04294, 0.968881],
    ],
  ],
  [
    "tritanopes",
    [
      [1.255528, -0.076749, -0.178779],
      [-0.078411, 0.930809, 0.147602],
      [0.004733, 0.691367, 0.3039],
    ],
  ],
];
const pairs = PALETTE.flatMap((one, index) => PALETTE.slice(index + 1).map((other) => [one, other] as const));

describe("the palette", () => {
  it("has twelve colours", () => expect(new Set(PALETTE.map((one) => one.fill)).size).toBe(12));
  it.each(PALETTE)("can be read on $name", ({ fill, ink }) => expect(contrast(fill, ink)).toBeGreaterThanOrEqual(4.5));
  it.each(EYES)("can be told apart by %s", (_, eye) => {
    const seen = (hex: string): Rgb => oklab(times(eye, linear(hex)));
    const close = pairs.filter(
      ([one, other]) => Math.hypot(...seen(one.fill).map((part, at) => part - (seen(other.fill)[at] ?? 0))) < 0.09,
    );
    expect(close.map(([one, other]) => `${one.name}/${other.name}`)).toEqual([]);
  });
  it("measures contrast as WCAG does", () =>
    expect([contrast("#000000", "#ffffff"), contrast("#777777", "#ffffff")]).toEqual([21, expect.closeTo(4.48, 2)]));
});

describe("people", () => {
  it("keep their colour whoever else is there", () => expect(looks([29, 17, 5]).get(17)).toMatchObject(colour(17)));
  it("keep their colour whether the id is a number or a text", () => expect(colour("17")).toEqual(colour(17)));
  it("of neighbouring ids have different colours", () =>
    expect(new Set([...Array(12).keys()].map((id) => colour(id).name)).size).toBe(12));
  it("who share a colour are woven differently", () => {
    const made = looks([29, 17, 5]);
    expect([5, 17, 29].map((id) => made.get(id)?.weave)).toEqual(["solid", "diagonal", "dots"]);
  });
  it("are woven the same in whatever order they come", () => expect(looks([5, 29, 17])).toEqual(looks([17, 5, 29])));
  it("with words for ids have colours too", () => expect(PALETTE).toContain(colour("u_9f3c")));
  it.each([
    ["Ann Adler", "AA"],
    ["Ann van der Leyen", "AL"],
    ["Zoë", "Z"],
    ["  émile  Zola ", "ÉZ"],
    ["", ""],
  ])("%j has the initials %j", (name, letters) => expect(initials(name)).toBe(letters));
  it("are called by their first name where there is little room", () =>
    expect([shortName("Ann van der Leyen"), shortName("Zoë"), firstName(" Ann Adler")]).toEqual([
      "Ann L.",
      "Zoë",
      "Ann",
    ]));
});
