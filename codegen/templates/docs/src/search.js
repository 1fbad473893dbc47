// Search: titles, messages, members and descriptions of this page, found as you type.

import { byId, el, say } from "./dom.js";

/**
 * @typedef {object} Entry
 * @property {string} id
 * @property {string} title
 * @property {string} kind
 * @property {string} text
 * @property {string} low
 */

const MOST = 12;

/** @returns {Entry[]} */
function index() {
  /** @type {Entry[]} */
  const entries = [];
  const add = (/** @type {string} */ id, /** @type {string} */ title, /** @type {string} */ kind, /** @type {string} */ text) => {
    const line = text.replace(/\s+/g, " ").trim();
    entries.push({ id, title: title.trim(), kind, text: line, low: title.trim().toLowerCase() });
  };
  for (const article of document.querySelectorAll("main article[id]")) {
    const title = article.querySelector("h3 a")?.textContent ?? "";
    const words = article.querySelector(":is(.doc, article, [data-body], [data-at]) > p:not([class])")?.textContent ?? "";
    add(article.id, title, article.closest("#schemas") === null ? (article.querySelector(".kind")?.textContent ?? "") : "schema", words);
    for (const row of article.querySelectorAll(".f > li")) {
      const [line, told] = row.querySelectorAll(":scope > p");
      const name = line?.querySelector(":scope > code")?.textContent ?? "";
      const owner = row.closest("[data-body]")?.getAttribute("data-body") ?? title;
      if (name !== "" && row.closest("[data-at]") === null) add(article.id, name, `in ${owner}`, told?.textContent ?? "");
    }
  }
  for (const row of document.querySelectorAll("main tr[id]")) {
    add(row.id, row.querySelector("th")?.textContent ?? "", "message", row.lastElementChild?.textContent ?? "");
  }
  for (const head of document.querySelectorAll("main h2")) add(head.closest("section")?.id ?? "", head.textContent ?? "", "section", "");
  for (const row of document.querySelectorAll("#codes tbody tr")) {
    const id = row.closest(".scroll")?.getAttribute("aria-labelledby") ?? "codes";
    add(id, row.firstElementChild?.textContent ?? "", "code", [...row.children].slice(1).map((cell) => cell.textContent).join(" "));
  }
  return entries;
}

/**
 * Smaller is better; nothing where a word is missing.
 * @param {Entry} entry
 * @param {string[]} words
 */
function rank(entry, words) {
  let sum = entry.kind.startsWith("in ") ? 3 : entry.kind === "message" ? 1 : 0;
  for (const word of words) {
    const at = entry.low.indexOf(word);
    if (entry.low === word) sum -= 4;
    else if (at === 0) sum += 0;
    else if (at > 0) sum += /[^\p{L}\p{N}]/u.test(entry.low.charAt(at - 1)) ? 2 : 4;
    else if (entry.text.toLowerCase().includes(word) || entry.kind.toLowerCase().includes(word)) sum += 8;
    else if (subsequence(word, entry.low)) sum += 12;
    else return undefined;
  }
  return sum + entry.low.length / 100;
}

/**
 * @param {string} word
 * @param {string} text
 */
function subsequence(word, text) {
  let at = 0;
  for (const char of text) if (char === word.charAt(at)) at++;
  return word.length > 2 && at === word.length;
}

export function startSearch() {
  const input = byId("find");
  const list = byId("found");
  if (!(input instanceof HTMLInputElement)) return;
  /** @type {Entry[] | undefined} */
  let entries;
  let chosen = 0;
  /** @type {Entry[]} */
  let hits = [];
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (/** @type {number} */ at) => {
    chosen = (at + hits.length) % Math.max(1, hits.length);
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === chosen)));
    const item = list.children[chosen];
    if (hits.length > 0 && item !== undefined) {
      input.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    }
  };
  const go = (/** @type {Entry | undefined} */ hit) => {
    if (hit === undefined) return;
    close();
    input.value = "";
    input.blur();
    location.hash = hit.id;
  };
  const look = () => {
    entries ??= index();
    const words = input.value.toLowerCase().split(/\s+/).filter((word) => word !== "");
    if (words.length === 0) return close();
    const ranked = entries.map((entry) => ({ entry, at: rank(entry, words) })).filter((one) => one.at !== undefined);
    hits = ranked.sort((one, other) => (one.at ?? 0) - (other.at ?? 0)).slice(0, MOST).map((one) => one.entry);
    list.replaceChildren(...hits.map((hit, at) => option(hit, at, words, () => go(hit))));
    if (hits.length === 0) list.append(el("li", { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, "Nothing found"));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    say(hits.length === 0 ? "Nothing found" : `${hits.length} results`);
    choose(0);
  };
  input.addEventListener("input", look);
  input.addEventListener("focus", look);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) choose(chosen + step);
    else if (event.key === "Enter") go(hits[chosen]);
    else if (event.key === "Escape") {
      close();
      input.blur();
    } else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]") !== null;
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
  });
}

/**
 * @param {Entry} hit
 * @param {number} at
 * @param {string[]} words
 * @param {() => void} go
 */
function option(hit, at, words, go) {
  const item = el("li", { id: `found-${at}`, role: "option", "aria-selected": "false", mousedown: (event) => event.preventDefault(), click: go });
  const word = words.find((word) => hit.low.includes(word)) ?? "";
  const from = hit.low.indexOf(word);
  const to = from + word.length;
  item.append(el("b", {}, hit.title.slice(0, from), el("mark", {}, hit.title.slice(from, to)), hit.title.slice(to)), el("span", {}, hit.kind));
  if (hit.text !== "") item.append(el("small", {}, hit.text));
  return item;
}
