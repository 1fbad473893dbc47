//! What follows a close, and after how long, as tables.

import { describe, expect, test } from "vitest";
import { backoff } from "../src/backoff.js";
import { verdictOf } from "../src/verdict.js";

const retry = { minMs: 100, maxMs: 1000 };

describe("backoff", () => {
  test("the bound doubles up to the cap, and random numbers spread below it", () => {
    expect([0, 1, 2, 3, 4, 50, 5000, Infinity].map((failures) => backoff(failures, 1, retry))).toEqual([
      100, 200, 400, 800, 1000, 1000, 1000, 1000,
    ]);
    expect(backoff(3, 0.5, retry)).toBe(400);
    expect(backoff(3, 0, retry)).toBe(0);
  });

  test("the defaults", () => {
    expect([backoff(0, 1, {}), backoff(99, 1, {})]).toEqual([500, 20_000]);
  });
});

describe("close codes", () => {
  test.each([
    [1000, "retry", "retry"],
    [1001, "retry", "retry"],
    [1003, "retry", "retry"],
    [1006, "retry", "retry"],
    [1013, "retry", "retry"],
    [4400, "retry", "retry"],
    [4401, "refresh", "give-up"],
    [4403, "give-up", "give-up"],
    [4429, "retry", "retry"],
  ])("%i: %s with a token provider, %s without", (code, provided, fixed) => {
    const close = { code, reason: "" };
    expect(verdictOf(close, { token: () => "t" })).toBe(provided);
    expect(verdictOf(close, { token: "t" })).toBe(fixed);
    expect(verdictOf(close, { onClose: () => "retry" })).toBe("retry");
    expect(verdictOf(close, { onClose: () => undefined })).toBe(fixed);
  });
});
