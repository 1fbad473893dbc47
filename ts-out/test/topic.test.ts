//! Topics: the vectors that Rust is tested with, too, and what JSON text cannot express.

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { canonicalize, TopicError, topic } from "../src/index.js";

interface Vector {
  readonly route: string;
  readonly params: string;
  readonly topic?: string;
  readonly error?: string;
}

const file = new URL("../../topic/vectors.json", import.meta.url);
const vectors = JSON.parse(readFileSync(file, "utf8")) as Vector[];

describe("shared vectors", () => {
  test.each(vectors)("$route $params", (vector) => {
    const compute = () => topic(vector.route, JSON.parse(vector.params));
    if (vector.topic === undefined) expect(compute).toThrow();
    else expect(compute()).toBe(vector.topic);
  });
});

const acme = { symbol: "ACME" };

const writesItself = {
  toJSON() {
    return this;
  },
};

describe("what JSON text cannot express", () => {
  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  test.each([
    ["undefined", undefined, "params"],
    ["an undefined member", { a: { b: undefined } }, "params.a.b"],
    ["a hole", { list: Object.assign([1], { length: 2 }) }, "params.list[1]"],
    ["a function", { f: () => 1 }, "params.f"],
    ["a symbol", [Symbol("x")], "params[0]"],
    ["NaN", { x: Number.NaN }, "params.x"],
    ["an infinity", { x: [Number.NEGATIVE_INFINITY] }, "params.x[0]"],
    ["a bigint", { x: 12n }, "params.x"],
    ["a cycle", cycle, ["params", ...Array(101).fill("self")].join(".")],
    ["a lone surrogate", { s: "\ud800x" }, "params.s"],
    ["a lone surrogate as a key", { k: { "\udc00": 1 } }, "params.k"],
    ["an invalid date", { at: new Date(Number.NaN), b: undefined }, "params.b"],
  ])("%s is refused, with its place", (_, params, path) => {
    const error = (() => {
      try {
        canonicalize(params);
      } catch (thrown) {
        return thrown;
      }
      return undefined;
    })();
    expect(error).toBeInstanceOf(TopicError);
    expect((error as TopicError).path).toBe(path);
  });

  test.each([
    ["dates and repeated objects", { at: new Date(0), x: acme, y: acme }],
    ["what writes itself, once", { toJSON: () => ({ toJSON: "no function", a: 1 }) }],
    ["what would write itself for ever", { self: Object.assign(Object.create(writesItself) as object, { a: 1 }) }],
    ["keys that objects inherit", JSON.parse('{"toString":1,"constructor":2,"__proto__":{"a":3}}')],
    ["a getter", Object.defineProperty({}, "a", { get: () => 1, enumerable: true })],
    ["minus zero", { n: -0 }],
  ])("%s: as they are sent", (_, params) => {
    expect(canonicalize(params)).toBe(canonicalize(JSON.parse(JSON.stringify(params))));
  });

  test("one hundred levels are written, one more is refused", () => {
    const nest = (levels: number) => JSON.parse("[".repeat(levels) + "]".repeat(levels)) as unknown;
    expect(canonicalize(nest(101))).toBe("[".repeat(101) + "]".repeat(101));
    expect(() => canonicalize(nest(102))).toThrow(/too deep/);
  });
});
