// A value in the shape of a schema, to begin a form with.

import { choicesOf, flatten, kindOf } from "./schema.js";
/** @import { Json, Schema, Schemas } from "./types.js" */

/**
 * What the schema gives itself, else something of its type.
 * @param {Schema | undefined | null} node
 * @param {Schemas} all
 * @returns {Json}
 */
export function sampleOf(node, all, depth = 0) {
  const schema = flatten(node, all);
  const given = [schema.const, schema.examples?.[0], schema.example, schema.default, schema.enum?.[0]].find((one) => one !== undefined);
  if (given !== undefined) return given;
  const choice = choicesOf(schema, all)[0];
  if (choice !== undefined) {
    const value = sampleOf(choice, all, depth + 1);
    return isMap(value) && schema.properties !== undefined ? { ...membersOf(schema, all, depth), ...value } : value;
  }
  switch (kindOf(schema)) {
    case "object":
      return membersOf(schema, all, depth);
    case "array":
      return listOf(schema, all, depth);
    case "string":
      return { "date-time": "2026-01-31T12:00:00Z", date: "2026-01-31", uuid: "3f8b2c1e-9a4d-4e7b-8c21-5d6f7a8b9c0d" }[schema.format ?? ""] ?? "";
    case "integer":
    case "number":
      return Math.max(schema.minimum ?? 0, typeof schema.exclusiveMinimum === "number" ? schema.exclusiveMinimum + 1 : 0);
    case "boolean":
      return false;
    default:
      return null;
  }
}

/**
 * @param {Schema} schema
 * @param {Schemas} all
 * @param {number} depth
 */
function membersOf(schema, all, depth) {
  /** @type {{ [name: string]: Json }} */
  const value = {};
  for (const [name, member] of Object.entries(schema.properties ?? {})) {
    if (schema.required?.includes(name) === true && depth < 12) value[name] = sampleOf(member, all, depth + 1);
  }
  return value;
}

/**
 * @param {Schema} schema
 * @param {Schemas} all
 * @param {number} depth
 */
function listOf(schema, all, depth) {
  if (Array.isArray(schema.items)) return schema.items.map((item) => sampleOf(item, all, depth + 1));
  const count = depth > 8 ? 0 : (schema.minItems ?? 0);
  const { items } = schema;
  return Array.from({ length: Math.min(count, 20) }, () => sampleOf(items, all, depth + 1));
}

/**
 * @param {Json | undefined} value
 * @returns {value is { [name: string]: Json }}
 */
export function isMap(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
