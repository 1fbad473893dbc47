// Schemas: following references, folding allOf, and checking a value before it is sent.

/** @import { Json, Problem, Schema, Schemas } from "./types.js" */

/**
 * The schema behind a node, its `allOf` folded in.
 * @param {Schema | boolean | undefined | null} node
 * @param {Schemas} all
 * @returns {Schema}
 */
export function flatten(node, all, depth = 0) {
  let schema = typeof node === "object" && node !== null ? node : {};
  for (let hop = 0; schema.$ref !== undefined && hop < 32; hop++) {
    const target = all[nameOf(schema)];
    if (target === undefined) return {};
    schema = target;
  }
  if (schema.allOf === undefined || depth > 6) return schema;
  /** @type {Schema} */
  let whole = {};
  for (const part of [...schema.allOf.map((part) => flatten(part, all, depth + 1)), { ...schema, allOf: undefined }]) {
    const properties = { ...whole.properties, ...part.properties };
    const required = [...(whole.required ?? []), ...(part.required ?? [])];
    whole = { ...whole, ...part, required };
    if (Object.keys(properties).length > 0) whole.properties = properties;
  }
  return whole;
}

/**
 * The component name that a reference ends in; empty where it is none.
 * @param {Schema} schema
 */
export function nameOf(schema) {
  const last = (schema.$ref ?? "").split("/").pop() ?? "";
  return decodeURIComponent(last.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/**
 * The first type that is not null.
 * @param {Schema} schema
 */
export function kindOf(schema) {
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? []);
  const type = types.find((type) => type !== "null") ?? types[0];
  if (type !== undefined) return type;
  if (schema.properties !== undefined || schema.additionalProperties !== undefined) return "object";
  return schema.items === undefined ? "any" : "array";
}

/**
 * The choices of a union without null.
 * @param {Schema} schema
 * @param {Schemas} all
 */
export function choicesOf(schema, all) {
  return (schema.oneOf ?? schema.anyOf ?? []).filter((choice) => flatten(choice, all).type !== "null");
}

/**
 * Whether null is a value of the schema.
 * @param {Schema} schema
 * @param {Schemas} all
 */
export function takesNull(schema, all) {
  if (schema.nullable === true || schema.type === "null" || (Array.isArray(schema.type) && schema.type.includes("null"))) return true;
  return (schema.oneOf ?? schema.anyOf ?? []).some((choice) => flatten(choice, all).type === "null");
}

/** Schemas looked at in one check: one that is made of itself in two places would never end. */
const MOST_STEPS = 100000;
let steps = 0;

/**
 * What is wrong with a value; nothing where it fits.
 * @param {Schema | boolean | undefined | null} node
 * @param {Json | undefined} value
 * @param {Schemas} all
 * @returns {Problem[]}
 */
export function check(node, value, all, path = "", depth = 0) {
  /** @type {Problem[]} */
  const problems = [];
  /** @param {string} message */
  const bad = (message) => void problems.push({ path, message });
  if (depth === 0) steps = 0;
  if (node === false) bad("nothing is allowed here");
  if (typeof node !== "object" || node === null || depth > 60 || ++steps > MOST_STEPS) return problems;
  if (value === undefined) return [{ path, message: "is required" }];
  if (node.$ref !== undefined) return check(all[nameOf(node)], value, all, path, depth + 1);
  if (value === null && node.nullable === true) return problems;
  const types = typeof node.type === "string" ? [node.type] : node.type;
  if (types !== undefined && !types.some((type) => hasType(value, type))) {
    bad(`should be ${types.join(" or ")}, is ${typeName(value)}`);
    return problems;
  }
  if (node.const !== undefined && !same(node.const, value)) bad(`should be ${JSON.stringify(node.const)}`);
  if (node.enum !== undefined && !node.enum.some((one) => same(one, value)) && node["x-open"] !== true) {
    bad(`should be one of ${node.enum.map((one) => JSON.stringify(one)).join(", ")}`);
  }
  if (typeof value === "string") checkText(node, value, bad);
  if (typeof value === "number") checkNumber(node, value, bad);
  /** @type {(node: Schema | boolean | undefined, value: Json | undefined, key: string | number) => void} */
  const inside = (node, value, key) => {
    const at = `${path}/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
    problems.push(...check(node, value, all, at, depth + 1));
  };
  if (Array.isArray(value)) checkList(node, value, bad, inside, (schema, item) => check(schema, item, all, path, depth + 1).length === 0);
  else if (typeof value === "object" && value !== null) checkMembers(node, value, bad, inside);
  /** @param {Schema | boolean} part */
  const fits = (part) => check(part, value, all, path, depth + 1).length === 0;
  for (const part of node.allOf ?? []) problems.push(...check(part, value, all, path, depth + 1));
  problems.push(...checkUnion(node, value, all, path, depth));
  if (node.not !== undefined && fits(node.not)) bad("has a form that is ruled out");
  if (node.if !== undefined) {
    problems.push(...check(fits(node.if) ? node.then : node.else, value, all, path, depth + 1));
  }
  return problems;
}

/**
 * The problems of the choice that comes nearest, where none fits.
 * @param {Schema} node
 * @param {Json} value
 * @param {Schemas} all
 * @param {string} path
 * @param {number} depth
 * @returns {Problem[]}
 */
function checkUnion(node, value, all, path, depth) {
  for (const choices of [node.oneOf, node.anyOf]) {
    if (choices === undefined) continue;
    const results = choices.map((choice) => check(choice, value, all, path, depth + 1));
    const fitting = results.filter((result) => result.length === 0).length;
    if (fitting > 1 && choices === node.oneOf) return [{ path, message: `fits ${fitting} choices where it should fit one` }];
    if (fitting > 0) continue;
    // A tag that does not match rules a choice out; among the others the fewest problems come nearest.
    const weight = (/** @type {Problem[]} */ result) => result.length + (result.some((one) => one.message.startsWith("should be \"")) ? 100 : 0);
    return results.sort((one, other) => weight(one) - weight(other))[0] ?? [];
  }
  return [];
}

/**
 * @param {Schema} node
 * @param {string} value
 * @param {(message: string) => void} bad
 */
function checkText(node, value, bad) {
  const length = [...value].length;
  if (length < (node.minLength ?? 0)) bad(node.minLength === 1 ? "should not be empty" : `should have at least ${node.minLength} characters`);
  if (length > (node.maxLength ?? Infinity)) bad(`should have at most ${node.maxLength} characters`);
  if (node.pattern !== undefined && matcher(node.pattern)?.test(value) === false) bad(`should match ${node.pattern}`);
  const format = FORMATS[node.format ?? ""];
  if (format !== undefined && !format.test(value)) bad(`should be a ${node.format}`);
}

/** @type {Record<string, RegExp>} */
const FORMATS = {
  "date-time": /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/,
  date: /^\d{4}-\d\d-\d\d$/,
  email: /^[^\s@]+@[^\s@]+$/,
  uuid: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i,
};

/**
 * @param {string} pattern
 * @returns {RegExp | undefined}
 */
function matcher(pattern) {
  for (const flags of ["u", ""]) {
    try {
      return new RegExp(pattern, flags);
    } catch {
      // Not every pattern is legal in the strict mode; one that is in none is left to the server.
    }
  }
  return undefined;
}

/**
 * @param {Schema} node
 * @param {number} value
 * @param {(message: string) => void} bad
 */
function checkNumber(node, value, bad) {
  const { minimum, maximum, exclusiveMinimum: above, exclusiveMaximum: below, multipleOf: step } = node;
  if (minimum !== undefined && (above === true ? value <= minimum : value < minimum)) bad(`should be ${above === true ? "more than" : "at least"} ${minimum}`);
  if (maximum !== undefined && (below === true ? value >= maximum : value > maximum)) bad(`should be ${below === true ? "less than" : "at most"} ${maximum}`);
  if (typeof above === "number" && value <= above) bad(`should be more than ${above}`);
  if (typeof below === "number" && value >= below) bad(`should be less than ${below}`);
  if (step !== undefined && Math.abs(value / step - Math.round(value / step)) > 1e-9 * Math.max(1, Math.abs(value / step))) bad(`should be a multiple of ${step}`);
}

/**
 * @param {Schema} node
 * @param {Json[]} value
 * @param {(message: string) => void} bad
 * @param {(node: Schema | boolean | undefined, value: Json, key: number) => void} inside
 * @param {(node: Schema, value: Json) => boolean} fits
 */
function checkList(node, value, bad, inside, fits) {
  if (value.length < (node.minItems ?? 0)) bad(`should have at least ${node.minItems} items`);
  if (value.length > (node.maxItems ?? Infinity)) bad(`should have at most ${node.maxItems} items`);
  if (node.uniqueItems === true && value.some((item, at) => value.slice(0, at).some((other) => same(item, other)))) bad("should not have an item twice");
  const { items, contains } = node;
  value.forEach((item, at) => inside(Array.isArray(items) ? (items[at] ?? node.additionalItems) : items, item, at));
  if (contains !== undefined && !value.some((item) => fits(contains, item))) bad("lacks an item that it should contain");
}

/**
 * @param {Schema} node
 * @param {{ [name: string]: Json }} value
 * @param {(message: string) => void} bad
 * @param {(node: Schema | boolean | undefined, value: Json | undefined, key: string) => void} inside
 */
function checkMembers(node, value, bad, inside) {
  const count = Object.keys(value).length;
  if (count < (node.minProperties ?? 0)) bad(`should have at least ${node.minProperties} members`);
  if (count > (node.maxProperties ?? Infinity)) bad(`should have at most ${node.maxProperties} members`);
  for (const name of node.required ?? []) if (!Object.hasOwn(value, name)) inside({}, undefined, name);
  for (const [name, member] of Object.entries(value)) {
    if (node.propertyNames !== undefined) inside(node.propertyNames, name, name);
    const own = node.properties !== undefined && Object.hasOwn(node.properties, name) ? [node.properties[name]] : [];
    const matching = Object.entries(node.patternProperties ?? {}).filter(([pattern]) => matcher(pattern)?.test(name) === true);
    const nodes = [...own, ...matching.map(([, schema]) => schema)];
    if (nodes.length === 0 && node.additionalProperties === false) inside(false, member, name);
    else if (nodes.length === 0) inside(node.additionalProperties, member, name);
    for (const schema of nodes) inside(schema, member, name);
  }
}

/**
 * @param {Json} value
 * @param {string} type
 */
function hasType(value, type) {
  if (type === "integer") return Number.isInteger(value);
  return typeName(value) === type;
}

/** @param {Json} value */
function typeName(value) {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/**
 * @param {Json} one
 * @param {Json} other
 * @returns {boolean}
 */
function same(one, other) {
  return canonical(one) === canonical(other);
}

/**
 * The canonical JSON that topics are made of: sorted keys, no blanks; null reads as "" there.
 * @param {Json} value
 * @returns {string}
 */
export function canonical(value, empty = "null") {
  if (value === null) return empty;
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, empty)).join(",")}]`;
  if (typeof value !== "object") return JSON.stringify(value);
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member, empty)}`).join(",")}}`;
}
