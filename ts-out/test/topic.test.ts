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

describe("what JSON text cannot express", () => {
  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  test.each([
    ["undefined", undefined, ""],
    ["an undefined member", { a: { b: undefined } }, "a.b"],
    ["a hole", { list: Object.assign([1], { length: 2 }) }, "list[1]"],
    ["a function", { f: () => 1 }, "f"],
    ["a symbol", [Symbol("x")], "[0]"],
    ["NaN", { x: Number.NaN }, "x"],
    ["an infinity", { x: [Number.NEGATIVE_INFINITY] }, "x[0]"],
    ["a large bigint", { x: 2n ** 53n }, "x"],
    ["a cycle", cycle, Array(101).fill("self").join(".")],
    ["a lone surrogate", { s: "\ud800x" }, "s"],
    ["a lone surrogate as a key", { k: { "\udc00": 1 } }, "k"],
    ["an invalid date", { at: new Date(Number.NaN), b: undefined }, "b"],
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

  test("small bigints, dates and repeated objects are written as they are sent", () => {
    const shared = { a: 1 };
    expect(canonicalize({ n: 12n, at: new Date(0), x: shared, y: shared })).toBe(
      '{"at":"1970-01-01T00:00:00.000Z","n":12,"x":{"a":1},"y":{"a":1}}',
    );
  });

  test("one hundred levels are written, one more is refused", () => {
    const nest = (levels: number) => JSON.parse("[".repeat(levels) + "]".repeat(levels)) as unknown;
    expect(canonicalize(nest(101))).toBe("[".repeat(101) + "]".repeat(101));
    expect(() => canonicalize(nest(102))).toThrow(/too deep/);
  });
});
