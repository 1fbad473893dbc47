// A form made from a schema: what it reads is JSON, what is wrong is shown where it is.

import { el } from "./dom.js";
import { isMap, sampleOf } from "./sample.js";
import { check, choicesOf, flatten, kindOf, nameOf, takesNull } from "./schema.js";
import { pretty } from "./snippets.js";
/** @import { Json, Problem, Schema, Schemas } from "./types.js" */

/**
 * @typedef {object} Field
 * @property {HTMLElement} node
 * @property {() => Json | undefined} read
 */

/** Deeper than this a value is written as JSON. */
const DEPTH = 7;
let serial = 0;

/**
 * A form for values of a schema.
 * @param {Schema} schema
 * @param {Json | undefined} value
 * @param {Schemas} all
 * @param {() => void} changed
 */
export function formOf(schema, value, all, changed) {
  const field = fieldOf({ schema, all, path: "", label: "", required: true, depth: 0 }, value);
  field.node.addEventListener("input", changed);
  return {
    node: field.node,
    read: () => field.read() ?? null,
    /** @param {Problem[]} problems */
    mark: (problems) => mark(field.node, problems),
  };
}

/**
 * @typedef {object} Place
 * @property {Schema | undefined} schema
 * @property {Schemas} all
 * @property {string} path
 * @property {string} label
 * @property {boolean} required
 * @property {number} depth
 * @property {boolean} [bare] The label stands elsewhere already.
 */

/**
 * @param {Place} place
 * @param {Json | undefined} value
 * @returns {Field}
 */
function fieldOf(place, value) {
  const schema = flatten(place.schema, place.all);
  const choices = choicesOf(schema, place.all);
  if (choices.length === 1 && choices[0] !== undefined && schema.properties === undefined) {
    const only = { ...place, schema: { ...flatten(choices[0], place.all), description: schema.description ?? flatten(choices[0], place.all).description } };
    return takesNull(schema, place.all) ? optional(only, value, "null") : fieldOf(only, value);
  }
  if (place.depth > DEPTH) return jsonField(place, schema, value);
  if (choices.length > 1) return unionField(place, choices, value);
  const listed = schema.const !== undefined || schema.enum !== undefined;
  const composite = ["object", "array"].includes(kindOf(schema)) && !listed;
  if (composite && !place.required) return optional({ ...place, required: true }, value, "absent");
  if (takesNull(schema, place.all) && schema.type !== "null") {
    const types = Array.isArray(schema.type) ? schema.type.filter((type) => type !== "null") : schema.type;
    return optional({ ...place, schema: { ...schema, type: types, nullable: false } }, value, "null");
  }
  if (kindOf(schema) === "object" && schema.properties !== undefined) return objectField(place, schema, value);
  if (kindOf(schema) === "object" && typeof schema.additionalProperties === "object" && !listed) return mapField(place, schema, schema.additionalProperties, value);
  if (kindOf(schema) === "array" && !Array.isArray(schema.items)) return listField(place, schema, value);
  if (composite || (kindOf(schema) === "any" && !listed)) return jsonField(place, schema, value);
  return scalarField(place, schema, value);
}

/**
 * A group with its members.
 * @param {Place} place
 * @param {Schema} schema
 * @param {Json | undefined} value
 * @returns {Field}
 */
function objectField(place, schema, value) {
  const given = isMap(value) ? value : {};
  const names = Object.keys(schema.properties ?? {});
  const fields = names.map((name) => {
    const inner = { ...place, bare: false, schema: schema.properties?.[name], path: below(place.path, name), label: name };
    return fieldOf({ ...inner, required: schema.required?.includes(name) === true, depth: place.depth + 1 }, given[name]);
  });
  const further = Object.entries(given).filter(([name]) => !names.includes(name));
  return {
    node: group(place, schema, fields.map((field) => field.node)),
    read: () => {
      const members = fields.map((field, at) => /** @type {[string, Json | undefined]} */ ([names[at] ?? "", field.read()]));
      return Object.fromEntries([...members.filter(([, member]) => member !== undefined), ...further].map(([name, member]) => [name, member ?? null]));
    },
  };
}

/**
 * @param {Place} place
 * @param {Schema} schema
 * @param {Json | undefined} value
 * @returns {Field}
 */
function listField(place, schema, value) {
  const items = Array.isArray(schema.items) ? undefined : schema.items;
  const given = Array.isArray(value) ? value : [];
  /** @type {Field[]} */
  let fields = [];
  const rows = el("div");
  const add = el("button", { type: "button", class: "btn" }, "Add an item");
  const build = (/** @type {(Json | undefined)[]} */ values) => {
    fields = values.map((item, at) => fieldOf({ ...place, schema: items, path: `${place.path}/${at}`, label: `${at + 1}`, bare: true, required: true, depth: place.depth + 1 }, item));
    rows.replaceChildren(...fields.map((field, at) => row([field.node], `Remove item ${at + 1}`, () => {
      const values = fields.map((field) => field.read());
      build(values.filter((_, place) => place !== at));
      rows.dispatchEvent(new Event("input", { bubbles: true }));
    })));
  };
  build(given);
  add.addEventListener("click", () => {
    build([...fields.map((field) => field.read()), sampleOf(items, place.all)]);
    rows.dispatchEvent(new Event("input", { bubbles: true }));
  });
  return { node: group(place, schema, [rows, add]), read: () => fields.map((field) => field.read() ?? null) };
}

/**
 * Entries whose names are free.
 * @param {Place} place
 * @param {Schema} schema
 * @param {Schema} of
 * @param {Json | undefined} value
 * @returns {Field}
 */
function mapField(place, schema, of, value) {
  /** @type {{ name: HTMLInputElement, field: Field }[]} */
  let entries = [];
  const rows = el("div");
  const add = el("button", { type: "button", class: "btn" }, "Add an entry");
  const current = () => entries.map(({ name, field }) => /** @type {[string, Json | undefined]} */ ([name.value, field.read()]));
  const build = (/** @type {[string, Json | undefined][]} */ given) => {
    entries = given.map(([key, member]) => {
      const name = el("input", { type: "text", "aria-label": "Name", autocomplete: "off", spellcheck: "false" });
      name.value = key;
      // What is wrong with a value is told by its name.
      name.addEventListener("change", () => build(current()));
      return { name, field: fieldOf({ ...place, schema: of, path: below(place.path, key), label: key === "" ? "Value" : key, bare: true, required: true, depth: place.depth + 1 }, member) };
    });
    rows.replaceChildren(...entries.map(({ name, field }, at) => row([el("div", { class: "name" }, name), field.node], `Remove entry ${at + 1}`, () => {
      build(current().filter((_, place) => place !== at));
      rows.dispatchEvent(new Event("input", { bubbles: true }));
    })));
  };
  build(isMap(value) ? Object.entries(value) : []);
  add.addEventListener("click", () => {
    build([...current(), ["", sampleOf(of, place.all)]]);
    entries.at(-1)?.name.focus();
  });
  const read = () => Object.fromEntries(current().filter(([name]) => name !== "").map(([name, member]) => [name, member ?? null]));
  return { node: group(place, schema, [rows, add]), read };
}

/**
 * The place of a member, as a JSON pointer.
 * @param {string} path
 * @param {string} name
 */
function below(path, name) {
  return `${path}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/**
 * What can be taken out again.
 * @param {HTMLElement[]} parts
 * @param {string} label
 * @param {() => void} drop
 */
function row(parts, label, drop) {
  parts.at(-1)?.classList.add("grow");
  return el("div", { class: "row item" }, ...parts, el("button", { type: "button", class: "mini", "aria-label": label, click: drop }, "✕"));
}

/**
 * @param {Place} place
 * @param {Schema[]} choices
 * @param {Json | undefined} value
 * @returns {Field}
 */
function unionField(place, choices, value) {
  const id = `field-${++serial}`;
  const schemas = choices.map((choice) => flatten(choice, place.all));
  const names = choices.map((choice, at) => (choice.$ref === undefined ? (choice.title ?? kindOf(schemas[at] ?? {})) : nameOf(choice)));
  const select = el("select", { id }, ...names.map((name, at) => el("option", { value: at }, name)));
  const box = el("div");
  /** @type {Field | undefined} */
  let field;
  const build = (/** @type {Json | undefined} */ start) => {
    const at = Number(select.value);
    field = fieldOf({ ...place, schema: choices[at], label: names[at] ?? "", bare: true, required: true, depth: place.depth + 1 }, start);
    box.replaceChildren(field.node);
  };
  const fitting = value === undefined ? 0 : choices.findIndex((choice) => check(choice, value, place.all).length === 0);
  select.value = String(Math.max(0, fitting));
  build(value ?? sampleOf(choices[0], place.all));
  select.addEventListener("change", () => build(sampleOf(choices[Number(select.value)], place.all)));
  const label = el("label", { for: id }, place.label === "" ? "One of" : place.label);
  return { node: el("div", { class: "field" }, label, select, box), read: () => field?.read() };
}

/**
 * A field that may also be null, or not be there.
 * @param {Place} place
 * @param {Json | undefined} value
 * @param {"null" | "absent"} other
 * @returns {Field}
 */
function optional(place, value, other) {
  const present = other === "null" ? value !== null && (value !== undefined || place.required) : value !== undefined;
  const field = fieldOf({ ...place, required: other === "null" ? place.required : true }, present ? (value ?? sampleOf(place.schema, place.all)) : undefined);
  const input = el("input", { type: "checkbox" });
  input.checked = other === "null" ? value === null : present;
  const show = () => (field.node.hidden = other === "null" ? input.checked : !input.checked);
  input.addEventListener("change", show);
  show();
  const words = other === "null" ? `${place.label} is null` : `${place.label}`;
  const node = el("div", { class: "field" }, el("label", { class: "check" }, input, words), field.node);
  const read = () => (field.node.hidden ? (other === "null" ? null : undefined) : field.read());
  return { node, read };
}

/**
 * @param {Place} place
 * @param {Schema} schema
 * @param {Json | undefined} value
 * @returns {Field}
 */
function scalarField(place, schema, value) {
  const id = `field-${++serial}`;
  const kind = kindOf(schema);
  const choices = schema.const !== undefined ? [schema.const] : (schema.enum ?? (kind === "boolean" ? [true, false] : undefined));
  const start = value === undefined && place.required ? sampleOf(schema, place.all) : value;
  /** @type {HTMLInputElement | HTMLSelectElement} */
  let input;
  /** @type {() => Json | undefined} */
  let read;
  if (choices !== undefined && schema["x-open"] !== true) {
    const empty = place.required ? [] : [el("option", { value: "" }, "(absent)")];
    input = el("select", { id }, ...empty, ...choices.map((choice, at) => el("option", { value: at }, typeof choice === "string" ? choice : JSON.stringify(choice))));
    const at = choices.findIndex((choice) => JSON.stringify(choice) === JSON.stringify(start));
    input.value = at >= 0 ? String(at) : place.required ? "0" : "";
    read = () => (input.value === "" ? undefined : choices[Number(input.value)]);
  } else {
    const numeric = kind === "number" || kind === "integer";
    input = el("input", { id, type: "text", inputmode: numeric ? "decimal" : "text", autocomplete: "off", spellcheck: "false", placeholder: placeholder(schema) });
    input.value = start === undefined || start === null ? "" : String(start);
    read = () => {
      if (input.value === "" && (!place.required || numeric)) return undefined;
      return numeric && /^\s*-?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(input.value) ? Number(input.value) : input.value;
    };
  }
  return { node: labelled(place, schema, input, id), read };
}

/** @param {Schema} schema */
function placeholder(schema) {
  const example = schema.examples?.[0] ?? schema.example;
  return example === undefined ? undefined : `e.g. ${String(example)}`;
}

/**
 * @param {Place} place
 * @param {Schema} schema
 * @param {Json | undefined} value
 * @returns {Field}
 */
function jsonField(place, schema, value) {
  const id = `field-${++serial}`;
  const area = el("textarea", { id, spellcheck: "false", rows: 3 });
  const start = value ?? (place.required ? sampleOf(schema, place.all) : undefined);
  area.value = start === undefined ? "" : pretty(start);
  const read = () => (area.value.trim() === "" ? undefined : (parse(area.value).value ?? area.value));
  return { node: labelled(place, schema, area, id), read };
}

/**
 * @param {string} text
 * @returns {{ value?: Json, problem?: string }}
 */
export function parse(text) {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * @param {Place} place
 * @param {Schema} schema
 * @param {HTMLElement} input
 * @param {string} id
 */
function labelled(place, schema, input, id) {
  input.setAttribute("data-path", place.path);
  input.setAttribute("aria-describedby", `${id}-bad${schema.description === undefined ? "" : ` ${id}-hint`}`);
  const label = el("label", { for: id, class: place.bare === true ? "vh" : undefined }, place.label === "" ? "Value" : place.label, ...(place.required ? [] : [el("span", { class: "hint" }, " optional")]));
  const node = el("div", { class: "field" }, label, input);
  if (schema.description !== undefined) node.append(el("p", { class: place.bare === true ? "vh" : "hint", id: `${id}-hint` }, firstWords(schema.description)));
  node.append(el("p", { class: "bad", id: `${id}-bad`, hidden: true }));
  return node;
}

/**
 * @param {Place} place
 * @param {Schema} schema
 * @param {HTMLElement[]} children
 */
function group(place, schema, children) {
  const bad = el("p", { class: "bad", "data-path": place.path, hidden: true });
  if (place.label === "") return el("div", {}, ...children, bad);
  const hint = schema.description === undefined ? [] : [el("p", { class: "hint" }, firstWords(schema.description))];
  return el("fieldset", {}, el("legend", { class: place.bare === true ? "vh" : undefined }, place.label), ...hint, ...children, bad);
}

/**
 * The first paragraph, its marks left out.
 * @param {string} text
 */
function firstWords(text) {
  return (text.split(/\n\s*\n/)[0] ?? "").replaceAll("`", "");
}

/**
 * Shows each problem at its field, or at the nearest one around it.
 * @param {HTMLElement} form
 * @param {Problem[]} problems
 */
function mark(form, problems) {
  for (const bad of form.querySelectorAll("p.bad")) bad.toggleAttribute("hidden", true);
  for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
  for (const problem of problems) {
    const nodes = [...form.querySelectorAll("[data-path]")].filter((node) => node.closest("[hidden]:not(p)") === null);
    let path = problem.path;
    while (path !== "" && !nodes.some((node) => node.getAttribute("data-path") === path)) path = path.slice(0, path.lastIndexOf("/"));
    const node = nodes.find((node) => node.getAttribute("data-path") === path);
    if (node === undefined) continue;
    const bad = node.classList.contains("bad") ? node : document.getElementById(`${node.id}-bad`);
    if (!node.classList.contains("bad")) node.setAttribute("aria-invalid", "true");
    bad?.replaceChildren(path === problem.path ? problem.message : `${problem.path.slice(path.length + 1)} ${problem.message}`);
    bad?.removeAttribute("hidden");
  }
}
