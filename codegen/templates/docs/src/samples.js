// Samples: tabs for each language, colours for JSON, copy buttons everywhere.

import { byId, defaultUrl, el, figures, page, recall, remember, say } from "./dom.js";
import { sampleOf } from "./sample.js";
import { callsOf, frameOf, pretty, rustOf, typescriptOf } from "./snippets.js";

const TOKEN = /(\/\/.*|\/\*[^]*?\*\/)|("(?:\\.|[^"\\])*"|'[^'\n]*')(\s*:)?|-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b|\b(?:true|false|null)\b|\b(?:as|async|await|const|enum|export|fn|import|from|interface|let|mut|pub|struct|type|use|while)\b(?!")/g;

/**
 * Colours the JSON, TypeScript, Rust or shell line in an element.
 * @param {Element} node
 */
export function colour(node) {
  const text = node.textContent ?? "";
  if (text.length > 20000) return;
  /** @type {(Node | string)[]} */
  const parts = [];
  let last = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, remark, quoted, colon] = match;
    const word = /^[a-z]/.test(whole) && !/^(true|false|null)$/.test(whole);
    const kind = remark !== undefined ? "js-c" : quoted !== undefined ? (colon === undefined ? "js-s" : "js-k") : word ? "js-k" : "js-n";
    const token = quoted ?? whole;
    parts.push(text.slice(last, match.index), el("span", { class: kind }, token));
    last = match.index + token.length;
  }
  node.replaceChildren(...parts, text.slice(last));
}

/** @param {() => string} text */
function copyButton(text) {
  const button = el("button", { type: "button", class: "mini" }, "Copy");
  button.addEventListener("click", () => {
    void copy(text()).then((done) => {
      button.textContent = done ? "Copied" : "Press Ctrl+C";
      say(button.textContent);
      setTimeout(() => (button.textContent = "Copy"), 1600);
    });
  });
  return button;
}

/** @param {string} text */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // A page from disk may have no clipboard: select the text in a field of its own and use the old way.
    const area = el("textarea", { class: "vh", "aria-hidden": "true" });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

/**
 * Turns a sample into tabs. The first tab is what the page was written with.
 * @param {HTMLElement} figure
 * @param {string} label
 * @param {[label: string, text: () => string][]} more
 * @param {() => string} first
 * @param {HTMLElement[]} buttons
 */
function tabbed(figure, label, more, first, buttons) {
  const caption = figure.querySelector("figcaption");
  const panel = figure.lastElementChild;
  if (caption === null || !(panel instanceof HTMLElement)) return;
  const pre = el("pre", { tabindex: 0, hidden: true });
  figure.append(pre);
  /** @type {[string, () => string][]} */
  const all = [[label, first], ...more];
  let shown = 0;
  const tabs = all.map(([name], at) => el("button", { type: "button", role: "tab", "aria-selected": at === 0 ? "true" : "false", tabindex: at === 0 ? 0 : -1, click: () => show(at, true) }, name));
  const show = (/** @type {number} */ at, /** @type {boolean} */ keep) => {
    shown = at;
    tabs.forEach((tab, place) => {
      tab.setAttribute("aria-selected", String(place === at));
      tab.tabIndex = place === at ? 0 : -1;
    });
    panel.hidden = at > 0;
    pre.hidden = at === 0;
    if (at > 0) {
      pre.textContent = all[at]?.[1]() ?? "";
      colour(pre);
    }
    if (keep) {
      remember("sample", all[at]?.[0] ?? "");
      document.dispatchEvent(new CustomEvent("sample", { detail: all[at]?.[0] }));
    }
  };
  const bar = el("div", { class: "tabs", role: "tablist", "aria-label": "Sample" }, ...tabs);
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const at = (shown + step + tabs.length) % tabs.length;
    show(at, true);
    tabs[at]?.focus();
  });
  document.addEventListener("sample", (event) => {
    const at = event instanceof CustomEvent ? all.findIndex(([name]) => name === event.detail) : -1;
    if (at >= 0 && at !== shown) show(at, false);
  });
  caption.replaceChildren(bar, ...buttons, copyButton(() => all[shown]?.[1]() ?? ""));
  const last = all.findIndex(([name]) => name === recall("sample"));
  if (last > 0) show(last, false);
}

/**
 * What a newcomer types first, beside the overview.
 * @param {(index: number) => void} tryOp
 */
function startFirstSteps(tryOp) {
  const index = page.ops.findIndex((op) => op.kind === "route" || op.kind === "send");
  const op = page.ops[index] ?? page.ops.find((op) => op.kind === "request");
  const calls = op === undefined ? [] : callsOf(op, page, defaultUrl());
  const [first, ...more] = calls.map(([label, text]) => /** @type {[string, () => string]} */ ([label, () => text]));
  if (first === undefined) return;
  const pre = el("pre", { tabindex: 0 }, first[1]());
  colour(pre);
  const figure = el("figure", { class: "sample" }, el("figcaption"), pre);
  byId("overview").append(figure);
  tabbed(figure, first[0], more, first[1], [el("button", { type: "button", class: "mini try", click: () => tryOp(page.ops.findIndex((one) => one === op)) }, "Try it")]);
}

/** @param {(index: number) => void} tryOp */
export function startSamples(tryOp) {
  startFirstSteps(tryOp);
  for (const node of document.querySelectorAll(".wire pre, #envelope pre")) colour(node);
  for (const node of document.querySelectorAll("pre")) node.tabIndex = 0;
  for (const line of document.querySelectorAll(".url")) line.append(copyButton(() => line.querySelector("code")?.textContent ?? ""));
  for (const { op, index, figure } of figures()) {
    const frames = [...figure.querySelectorAll("pre")];
    const calls = callsOf(op, page, defaultUrl()).map(([label, text]) => /** @type {[string, () => string]} */ ([label, () => text]));
    const can = op.kind === "route" || op.kind === "request" || op.kind === "send";
    const tries = can ? [el("button", { type: "button", class: "mini try", "aria-label": `Try it: ${op.name}`, click: () => { tryOp(index); figure.closest("article")?.scrollIntoView({ behavior: "instant" }); } }, "Try it")] : [];
    const json = () => (can ? pretty(frameOf(op, op.example)) : (frames[0]?.textContent ?? ""));
    tabbed(figure, "JSON", calls, json, tries);
  }
  for (const article of document.querySelectorAll("#schemas article")) {
    const name = article.querySelector("h3 a")?.textContent ?? "";
    const pre = el("pre", { tabindex: 0 }, pretty(sampleOf(page.schemas[name], page.schemas)));
    colour(pre);
    const figure = el("figure", { class: "sample" }, el("figcaption"), pre);
    article.append(figure);
    tabbed(figure, "JSON", [
      ["TypeScript", () => typescriptOf(name, page.schemas)],
      ["Rust", () => rustOf(name, page.schemas)],
      ["Schema", () => pretty(JSON.parse(JSON.stringify(page.schemas[name] ?? {})), 0, 0, 72)],
    ], () => figure.querySelector("pre")?.textContent ?? "", []);
  }
}
