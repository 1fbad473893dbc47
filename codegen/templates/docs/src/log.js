// The connection's log: every frame with its size and, for answers, its round trip.

import { el } from "./dom.js";
import { colour } from "./samples.js";
import { pretty } from "./snippets.js";
/** @import { Seen } from "./link.js" */

const MOST = 400;

/** @param {number} bytes */
export function size(bytes) {
  return bytes < 1000 ? `${bytes} B` : bytes < 1e6 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** @param {number} ms */
export function time(ms) {
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;
}

/** Runs a painter soon, and not more often than a screen is worth. */
export function throttled(/** @type {() => void} */ paint, every = 120) {
  let due = false;
  return () => {
    if (due) return;
    due = true;
    setTimeout(() => {
      due = false;
      paint();
    }, every);
  };
}

export function makeLog() {
  /** @type {Seen[]} */
  let frames = [];
  /** @type {Seen[]} */
  let fresh = [];
  let isPaused = false;
  const list = el("ol", { id: "log", "aria-label": "Frames, newest first" });
  const filter = el("input", { type: "search", placeholder: "Filter by type or content", "aria-label": "Filter the log" });
  const pause = el("button", { type: "button", class: "btn", "aria-pressed": "false" }, "Pause");
  const clear = el("button", { type: "button", class: "btn" }, "Clear");
  const head = el("h2", {}, "Log");
  const node = el("section", {}, el("div", { class: "row top" }, head), el("div", { class: "row top" }, el("div", { class: "grow" }, filter), pause, clear), list);
  const fits = (/** @type {Seen} */ seen) => `${seen.label} ${seen.text}`.toLowerCase().includes(filter.value.toLowerCase());
  const paint = () => {
    if (!isPaused) {
      frames = [...frames, ...fresh].slice(-MOST);
      list.prepend(...fresh.slice(-MOST).filter(fits).map(line).reverse());
      while (list.childElementCount > MOST) list.lastElementChild?.remove();
      fresh = [];
    }
    head.textContent = fresh.length > 0 ? `Log, ${fresh.length} waiting` : "Log";
  };
  const soon = throttled(paint);
  filter.addEventListener("input", () => list.replaceChildren(...frames.filter(fits).map(line).reverse()));
  pause.addEventListener("click", () => {
    isPaused = !isPaused;
    pause.setAttribute("aria-pressed", String(isPaused));
    pause.textContent = isPaused ? "Go on" : "Pause";
    paint();
  });
  clear.addEventListener("click", () => {
    frames = [];
    fresh = [];
    list.replaceChildren();
    paint();
  });
  return {
    node,
    /** @param {Seen} seen */
    add: (seen) => {
      fresh.push(seen);
      if (fresh.length > MOST) fresh.shift();
      soon();
    },
  };
}

/** @param {Seen} seen */
function line(seen) {
  const mark = { up: "↑", down: "↓", note: "·" }[seen.way];
  const words = { up: "sent", down: "received", note: "" }[seen.way];
  const facts = seen.way === "note" ? "" : seen.took === undefined ? size(seen.bytes) : `${time(seen.took)} · ${size(seen.bytes)}`;
  const clock = new Date(seen.at).toISOString().slice(11, 23);
  const parts = [el("span", { class: `${seen.way}-i`, title: words }, mark), el("span", {}, seen.label), el("span", {}, facts), el("span", {}, clock)];
  const details = el("details", {}, el("summary", {}, ...parts));
  if (seen.text === "") return el("li", {}, details);
  details.addEventListener("toggle", () => {
    if (details.childElementCount > 1) return;
    const pre = el("pre", { tabindex: 0 }, readable(seen.text));
    colour(pre);
    details.append(pre);
  });
  return el("li", {}, details);
}

/** @param {string} text */
export function readable(text) {
  try {
    return pretty(JSON.parse(text));
  } catch {
    return text;
  }
}
