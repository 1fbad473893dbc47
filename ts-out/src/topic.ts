//! Canonical topics: RFC 8785 text of the params, with `null` written as `""`. The server writes the same bytes.

import { TopicError } from "./errors/topic.js";

/** The topic of one route and its params, as the server writes it: `bars:{"resolution":"1","symbol":"AAPL"}`. */
export function topic(route: string, params: unknown): string {
  return `${route}:${canonicalize(params)}`;
}

/**
 * The canonical text of a JSON value: keys sorted by UTF-16 code units, no white space, numbers as ECMAScript writes
 * them, `null` as `""`.
 *
 * @throws {TopicError} for NaN, infinities, integers outside the safe range, lone surrogates, cycles, and whatever
 * JSON cannot hold (`undefined`, functions, symbols).
 */
export function canonicalize(value: unknown): string {
  return write(value, "", 0);
}

/** Deeper params are refused, so that no reader of topics needs a larger stack; cycles are found by the way. */
const maxDepth = 100;

function write(value: unknown, path: string, depth: number): string {
  const refuse = (problem: string): never => {
    throw new TopicError(path, problem);
  };
  const text = (string: string): string => {
    // With the `u` flag, a surrogate that is half of a pair is no code point of its own: only lone ones match.
    if (/\p{Surrogate}/u.test(string)) refuse("holds a lone surrogate");
    return JSON.stringify(string);
  };
  const member = ([key, item]: readonly [string, unknown]): string =>
    `${text(key)}:${write(item, path ? `${path}.${key}` : key, depth + 1)}`;

  if (depth > maxDepth) refuse("nested too deep");
  if (value === null) return '""';
  switch (typeof value) {
    case "boolean":
      return `${value}`;
    case "number":
    case "bigint":
      return number(Number(value)) ?? refuse(`${value} is no safe number`);
    case "string":
      return text(value);
    case "object":
      if (hasToJson(value)) return write(value.toJSON(), path, depth);
      return Array.isArray(value)
        ? `[${Array.from(value, (item, index) => write(item, `${path}[${index}]`, depth + 1))}]`
        : `{${Object.entries(value).sort(byKey).map(member)}}`;
    default:
      return refuse(`${typeof value} is not JSON`);
  }
}

/** Strings compare by UTF-16 code units, which is the order that RFC 8785 asks for. */
function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

function number(value: number): string | undefined {
  return Number.isSafeInteger(value) || value % 1 ? `${value}` : undefined;
}

/** Dates and their like are sent as `JSON.stringify` writes them, so that is what the topic must hold. */
function hasToJson(value: object): value is { toJSON(): unknown } {
  return "toJSON" in value && typeof value.toJSON === "function";
}
