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
  return write(value, "", []);
}

/** Deeper params are refused, so that no reader of topics needs a larger stack. */
const maxDepth = 100;

function write(value: unknown, path: string, parents: readonly object[]): string {
  if (parents.length > maxDepth) throw new TopicError(path, "nested too deep");
  if (value === null) return '""';
  if (typeof value === "boolean") return `${value}`;
  if (typeof value === "number" || typeof value === "bigint") return number(value, path);
  if (typeof value === "string") return text(value, path);
  if (typeof value !== "object") throw new TopicError(path, `${typeof value} has no place in JSON`);
  if (hasToJson(value)) return write(value.toJSON(), path, parents);
  if (parents.includes(value)) throw new TopicError(path, "refers back to itself");
  const inside = [...parents, value];
  if (Array.isArray(value)) {
    return `[${Array.from(value, (item, index) => write(item, `${path}[${index}]`, inside)).join()}]`;
  }
  const member = ([key, item]: readonly [string, unknown]): string => {
    const place = path ? `${path}.${key}` : key;
    return `${text(key, place)}:${write(item, place, inside)}`;
  };
  return `{${Object.entries(value).sort(byKey).map(member).join()}}`;
}

/** Strings compare by UTF-16 code units, which is the order that RFC 8785 asks for. */
function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

function number(value: number | bigint, path: string): string {
  const plain = Number(value);
  if (!Number.isFinite(plain)) throw new TopicError(path, `${value} is not finite`);
  if (Number.isInteger(plain) && !Number.isSafeInteger(plain)) {
    throw new TopicError(path, `${value} is an integer outside the safe range`);
  }
  return `${plain}`;
}

function text(value: string, path: string): string {
  // With the `u` flag, a surrogate that is half of a pair is no code point of its own: only lone ones match.
  if (/\p{Surrogate}/u.test(value)) throw new TopicError(path, "holds a lone surrogate");
  return JSON.stringify(value);
}

/** Dates and their like are sent as `JSON.stringify` writes them, so that is what the topic must hold. */
function hasToJson(value: object): value is { toJSON(): unknown } {
  return "toJSON" in value && typeof value.toJSON === "function";
}
