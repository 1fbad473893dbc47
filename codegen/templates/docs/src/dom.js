// The page's data and the few things that every module does with the document.

/** @import { Json, PageData, Schema } from "./types.js" */

/** @type {PageData} */
export const page = JSON.parse(byId("data").textContent ?? "{}");

/** @param {string} id */
export function byId(id) {
  const node = document.getElementById(id);
  if (node === null) throw new Error(`the page has no #${id}`);
  return node;
}

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | number | boolean | ((event: Event) => void) | undefined>} props
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (typeof value === "function") node.addEventListener(key, value);
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value !== undefined) node.setAttribute(key, String(value));
  }
  node.append(...children);
  return node;
}

/**
 * Words for those who hear the page.
 * @param {string} words
 */
export function say(words) {
  byId("said").textContent = words;
}

/**
 * What the reader chose last; storage may be closed to a page from disk.
 * @param {string} key
 */
export function recall(key) {
  try {
    return localStorage.getItem(`specwire.${key}`);
  } catch {
    return null;
  }
}

/**
 * @param {string} key
 * @param {string} value
 */
export function remember(key, value) {
  try {
    localStorage.setItem(`specwire.${key}`, value);
  } catch {
    // Then it holds for this visit only.
  }
}

/** Where the console connects unless it is told otherwise; empty where the document speaks of no WebSocket. */
export function defaultUrl() {
  const { protocol, host, pathname } = location;
  const served = /^(.*\/ws)\/asyncapi\/?$/.exec(pathname);
  if (protocol.startsWith("http") && served?.[1] !== undefined) return `${protocol.replace("http", "ws")}//${host}${served[1]}`;
  const found = page.servers.find((server) => /^wss?:/.test(server.url));
  return found?.url ?? (page.servers.length > 0 ? "" : `ws://localhost:8000/api/v1/${page.module}/ws`);
}

/** Each operation with the figure that shows it: both stand in the order of the page. */
export function figures() {
  /** @type {NodeListOf<HTMLElement>} */
  const all = document.querySelectorAll("article figure");
  return page.ops.flatMap((op, index) => {
    const figure = all[index];
    return figure === undefined ? [] : [{ op, index, figure }];
  });
}

/** Puts back into the data what stands on the page already: examples and descriptions. */
export function gather() {
  for (const { op, figure } of figures()) {
    if (op.kind === "route") op.send = `${op.name}.subscribe`;
    if (op.kind === "request") op.send = op.name;
    const frames = [...figure.querySelectorAll("pre")].map((pre) => JSON.parse(pre.textContent ?? "null"));
    const [first] = frames;
    const second = frames.at(-1)?.payload;
    op.example = op.send === undefined ? first : first?.payload;
    exampleOf(op.in, op.example);
    exampleOf(op.out, page.envelope ? (op.kind === "route" ? (second?.payload ?? second) : second) : first);
  }
  for (const [name, schema] of Object.entries(page.schemas)) {
    const body = bodyOf(name);
    schema.description ??= wordsIn(body);
    for (const row of body?.querySelectorAll(":scope > .f > li") ?? []) {
      const member = schema.properties?.[row.querySelector(":scope > p > code")?.textContent ?? ""];
      if (member === undefined) continue;
      member.description ??= row.querySelector(":scope > p:not(:first-child):not(.e)")?.textContent ?? undefined;
      const example = [...row.querySelectorAll(":scope > p:first-child > i")].find((remark) => remark.textContent?.startsWith("e.g. "));
      if (example !== undefined) member.examples ??= [JSON.parse(example.textContent?.slice(5) ?? "null")];
    }
  }
}

/** @param {Element | undefined} node */
function wordsIn(node) {
  const first = node?.firstElementChild;
  return first instanceof HTMLParagraphElement && first.className === "" ? (first.textContent ?? undefined) : undefined;
}

/**
 * @param {Schema | null | undefined} node
 * @param {Json | undefined} value
 */
function exampleOf(node, value) {
  const schema = page.schemas[node?.$ref?.split("/").pop() ?? ""];
  if (schema !== undefined && typeof value === "object" && value !== null) schema.examples ??= [value];
}

/** @type {Map<string, Element> | undefined} */
let bodies;

/**
 * Where the inside of a named schema is written out.
 * @param {string} name
 */
export function bodyOf(name) {
  bodies ??= new Map([...document.querySelectorAll("[data-body]")].map((node) => [node.getAttribute("data-body") ?? "", node]));
  return bodies.get(name);
}
