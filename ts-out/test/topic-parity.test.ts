//! One topic for the same JSON, from Rust and from TypeScript, byte for byte, refusals included.

import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { topic } from "../src/index.js";
import { binary } from "./support/binaries.js";

const codegen = binary("codegen");

const digits = fc.stringMatching(/^(0|[1-9][0-9]{0,19})$/);

const number = fc.oneof(
  fc.double().filter(Number.isFinite).map(String),
  fc.integer().map(String),
  fc.maxSafeInteger().map(String),
  fc.constantFrom("-0", "-0.0", "1e21", "1E-7", "9007199254740991", "9007199254740992", "-9007199254740993.0", "1e400"),
  fc
    .tuple(
      fc.constantFrom("", "-"),
      digits,
      fc.stringMatching(/^(\.[0-9]{1,18})?$/),
      fc.stringMatching(/^([eE][+-]?[0-9]{1,3})?$/),
    )
    .map((parts) => parts.join("")),
);

const character = fc.oneof(
  fc.string({ unit: "binary", maxLength: 6 }),
  fc.constantFrom(
    "\u0000",
    "\u007f",
    "\u2028",
    "\ue000",
    "\ud83d\ude00",
    "\ufb33",
    "\u20ac",
    '"',
    "\\",
    "/",
    "\b",
    "e\u0301",
  ),
);

const text = fc.oneof(
  { weight: 8, arbitrary: fc.array(character, { maxLength: 3 }).map((parts) => JSON.stringify(parts.join(""))) },
  { weight: 2, arbitrary: fc.stringMatching(/^[a-z0-9_]{0,3}$/).map((plain) => JSON.stringify(plain)) },
  { weight: 1, arbitrary: fc.stringMatching(/^(\\u[0-9a-f]{4}){1,3}$/).map((escapes) => `"${escapes}"`) },
);

/** JSON text rather than values, because numbers and strings can be spelled in many ways. */
const jsonText = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom("null", "true", "false", "[]", "{}", '""'),
    number,
    text,
    fc.array(tie("value"), { maxLength: 4 }).map((items) => `[${items.join(", ")}]`),
    // Keys are unique, because of two members with one key JSON leaves open which counts.
    fc
      .uniqueArray(fc.tuple(text, tie("value")), { selector: ([key]) => JSON.parse(key) as string, maxLength: 5 })
      .map((members) => {
        return `{ ${members.map(([key, value]) => `${key} : ${value}`).join(",")} }`;
      }),
  ),
})).value;

function fromTypeScript(json: string): string {
  try {
    return topic("route", JSON.parse(json));
  } catch {
    return "";
  }
}

describe.skipIf(!codegen)("Rust and TypeScript", () => {
  test("write the same topic for any JSON", () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const samples = fc.sample(jsonText, { numRuns: 20_000, seed });
    expect(samples.filter((json) => json.includes("\n"))).toEqual([]);
    const input = `${samples.join("\n")}\n`;
    const { stdout } = spawnSync(codegen ?? "", ["topic", "route"], { input, encoding: "utf8", maxBuffer: 2 ** 28 });
    const lines = stdout.split("\n").slice(0, -1);
    expect(lines).toHaveLength(samples.length);
    const different = samples
      .map((json, index) => ({ json, rust: lines[index], typescript: fromTypeScript(json) }))
      .filter(({ rust, typescript }) => rust !== typescript);
    expect(different.slice(0, 5), `seed ${seed}, ${different.length} differ`).toEqual([]);
    expect(lines.filter(Boolean).length).toBeGreaterThan(samples.length / 2);
  });
});
