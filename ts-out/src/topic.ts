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
 * JSON cannot hold (`undefined`, functions, symbols, `bigint`).
 */
export function canonicalize(value: unknown): string {
  return write(value, "params", 0);
}

/** Deeper params are refused, so that no reader of topics needs a larger stack; cycles are found by the way. */
const maxDepth = 100;

function write(given: unknown, path: string, depth: number): string {
  // Dates and their like are sent as `JSON.stringify` writes them, so that is what the topic must hold.
  const { toJSON } = (given ?? {}) as { readonly toJSON?: unknown };
  const value: unknown = typeof toJSON === "function" ? toJSON.call(given) : given;
  const refuse = (problem: string): never => {
    throw new TopicError(`${path}: ${problem}`, { path });
  };
  if (depth > maxDepth) refuse("too deep");
  if (value === null) return '""';
  if (Array.isArray(value)) return `[${Array.from(value, (item, at) => write(item, `${path}[${at}]`, depth + 1))}]`;
  if (typeof value === "object") {
    // JavaScript sorts by UTF-16 code units, which is the order that RFC 8785 asks for.
    const keys = Object.keys(value as object).sort();
    const member = (key: string) =>
      `${write(key, path, depth)}:${write((value as Record<string, unknown>)[key], `${path}.${key}`, depth + 1)}`;
    return `{${keys.map(member)}}`;
  }
  if (typeof value === "string") {
    // With the `u` flag, a surrogate that is half of a pair is no code point of its own: only lone ones match.
    return /\p{Surrogate}/u.test(value) ? refuse("lone surrogate") : JSON.stringify(value);
  }
  const safe = typeof value === "number" ? Number.isSafeInteger(value) || value % 1 : typeof value === "boolean";
  return safe ? `${value}` : refuse(`${String(value)} is not safe JSON`);
}
