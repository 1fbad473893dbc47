// What helps to read: theme, menu, place in the contents, schemas opened in place.

import { bodyOf, byId, el, page, recall, remember } from "./dom.js";
import { choicesOf, kindOf } from "./schema.js";
/** @import { Schema } from "./types.js" */

/** Sets the theme button to what is shown, and lets it change that. */
export function startTheme() {
  const button = byId("theme");
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
  const show = () => button.setAttribute("aria-pressed", String(isDark()));
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    remember("theme", root.dataset.theme);
    show();
  });
  system.addEventListener("change", show);
  const chosen = recall("theme");
  if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;
  show();
}

/** The contents as a drawer on small screens. */
export function startMenu() {
  const button = byId("menu");
  const nav = byId("nav");
  const set = (/** @type {boolean} */ open) => {
    nav.toggleAttribute("data-open", open);
    button.setAttribute("aria-expanded", String(open));
  };
  button.addEventListener("click", () => set(!nav.hasAttribute("data-open")));
  nav.addEventListener("click", (event) => {
    if (event.target instanceof HTMLAnchorElement) set(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && nav.hasAttribute("data-open")) {
      set(false);
      button.focus();
    }
  });
  byId("main").addEventListener("click", () => set(false));
}

/** Marks in the contents what is on screen. */
export function startPlace() {
  /** @type {Map<string, HTMLAnchorElement>} */
  const links = new Map();
  for (const link of byId("nav").querySelectorAll("a")) links.set(link.hash.slice(1), link);
  const targets = [...links.keys()].map((id) => document.getElementById(id)).filter((node) => node !== null);
  /** @type {Set<Element>} */
  const seen = new Set();
  /** @type {HTMLAnchorElement | undefined} */
  let current;
  const watch = new IntersectionObserver((entries) => {
    for (const entry of entries) seen[entry.isIntersecting ? "add" : "delete"](entry.target);
    const first = targets.findLast((target) => seen.has(target) && target.getBoundingClientRect().top < innerHeight / 3) ?? targets.find((target) => seen.has(target));
    const link = links.get(first?.id ?? "");
    if (link === undefined || link === current) return;
    current?.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    current = link;
    const list = byId("nav");
    const box = link.getBoundingClientRect();
    if (box.top < list.getBoundingClientRect().top || box.bottom > innerHeight) link.scrollIntoView({ block: "nearest", behavior: "instant" });
  }, { rootMargin: "-56px 0px -40% 0px" });
  for (const target of targets) watch.observe(target);
}

/**
 * A copy of the inside of a named schema, taken from the one place where it is written out.
 * @param {string} name
 */
function insideOf(name) {
  const copy = el("div", {}, ...[...(bodyOf(name)?.children ?? [])].map((node) => node.cloneNode(true)));
  for (const details of copy.querySelectorAll("details.x")) {
    // What was opened there starts closed here.
    details.removeAttribute("open");
    const [summary] = details.children;
    if (details.hasAttribute("data-filled") && summary !== undefined) details.replaceChildren(summary);
    details.removeAttribute("data-filled");
  }
  return copy;
}

/** @param {Schema} schema */
const wordFor = (schema) => (choicesOf(schema, page.schemas).length > 1 ? "union" : kindOf(schema));

/** A schema that is mentioned opens where it is mentioned; one that is told elsewhere is told again. */
export function startSchemas() {
  for (const summary of document.querySelectorAll("details.x > summary")) {
    // The name stands before it already; who does not see that hears it again.
    const name = summary.textContent ?? "";
    summary.parentElement?.setAttribute("data-of", name);
    summary.replaceChildren("Details", el("span", { class: "vh" }, ` of ${name}`));
  }
  for (const link of document.querySelectorAll(".f > li > p:first-child a")) tellScalar(link);
  for (const head of document.querySelectorAll("#schemas article > h3")) {
    // Told with an operation, and again at its own place.
    const name = head.textContent ?? "";
    const article = head.parentElement;
    const link = el("a", { href: `#${article?.id}` }, name);
    article?.prepend(el("div", { class: "doc" }, el("h3", {}, link, " ", el("span", { class: "kind" }, wordFor(page.schemas[name] ?? {}))), el("div", { "data-at": name })));
    head.remove();
  }
  for (const node of document.querySelectorAll("[data-at]")) node.replaceChildren(insideOf(node.getAttribute("data-at") ?? ""));
  document.addEventListener("toggle", (event) => {
    const details = event.target;
    if (!(details instanceof HTMLDetailsElement) || !details.open || details.dataset.filled !== undefined || !details.classList.contains("x")) return;
    details.dataset.filled = "";
    const summary = details.querySelector("summary");
    if (summary !== null) details.replaceChildren(summary, insideOf(details.dataset.of ?? ""));
  }, true);
}

/**
 * A named string or number says in place what it is: its remarks, its meaning, its choices.
 * @param {Element} link
 */
function tellScalar(link) {
  const row = link.closest("li");
  const doc = document.getElementById(link.getAttribute("href")?.slice(1) ?? "")?.querySelector(".doc");
  if (row === null || doc === null || doc === undefined || doc.querySelector(".f, [data-at]") !== null) return;
  const told = link.closest("p")?.querySelector(":scope > i") !== null;
  for (const remark of told ? [] : doc.querySelectorAll(".r > i")) link.closest("p")?.append(" ", remark.cloneNode(true));
  const own = row.querySelector(":scope > p:not(:first-child)") !== null;
  for (const words of doc.querySelectorAll("[data-body] > p")) {
    if (words.className === "e" ? row.querySelector(":scope > .e") === null : !own) row.append(words.cloneNode(true));
  }
}

/** Lists the schemas in the contents, and under each who uses it. */
export function startUses() {
  const list = el("ul");
  /** @type {Map<string, Set<string>>} */
  const users = new Map();
  for (const [name, schema] of Object.entries(page.schemas)) {
    for (const [, used] of JSON.stringify(schema).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      users.set(used ?? "", (users.get(used ?? "") ?? new Set()).add(name));
    }
  }
  for (const article of document.querySelectorAll("#schemas article")) {
    const name = article.querySelector("h3 a")?.textContent ?? "";
    list.append(el("li", {}, el("a", { href: `#${article.id}` }, name)));
    const links = [...(users.get(name) ?? [])].flatMap((user) => [", ", el("a", { href: `#schema-${user}` }, user)]);
    if (links.length > 0) article.querySelector(".doc")?.append(el("p", { class: "users" }, "Used by ", ...links.slice(1)));
  }
  byId("nav").querySelector("a[href='#schemas']")?.parentElement?.after(list);
}
