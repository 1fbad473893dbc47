// One subscription: its newest update, its rate, a filter, a pause, and a chart of a number in it.

import { el } from "./dom.js";
import { throttled } from "./log.js";
import { colour } from "./samples.js";
import { pretty } from "./snippets.js";
/** @import { Json, Op } from "./types.js" */

const POINTS = 240;
const CLOCK = /time|stamp|id$/i;
const SVG = "http://www.w3.org/2000/svg";

/**
 * The numbers in an update by the path that leads to them.
 * @param {Json} value
 * @returns {Map<string, number>}
 */
function numbersIn(value, path = "", found = new Map(), depth = 0) {
  if (typeof value === "number") found.set(path === "" ? "value" : path, value);
  if (typeof value !== "object" || value === null || depth > 6 || found.size > 60) return found;
  const entries = Array.isArray(value) ? value.slice(0, 5).map((item, at) => /** @type {[string, Json]} */ ([String(at), item])) : Object.entries(value);
  for (const [name, member] of entries) numbersIn(member, path === "" ? name : `${path}.${name}`, found, depth + 1);
  return found;
}

/**
 * A test of updates: `close > 150`, `side = buy`, or text that occurs.
 * @param {string} text
 * @returns {(value: Json) => boolean}
 */
function testOf(text) {
  const [, path, sign, wanted] = /^\s*([\w.-]+)\s*(<=|>=|!=|=|<|>)\s*(.+?)\s*$/.exec(text) ?? [];
  if (path === undefined || sign === undefined || wanted === undefined) return (value) => JSON.stringify(value).toLowerCase().includes(text.trim().toLowerCase());
  return (value) => {
    /** @type {Json | undefined} */
    let at = value;
    for (const name of path.split(".")) at = typeof at === "object" && at !== null ? /** @type {{ [name: string]: Json }} */ (at)[name] : undefined;
    if (at === undefined) return false;
    if (sign === "=") return String(at) === wanted;
    if (sign === "!=") return String(at) !== wanted;
    const [left, right] = [Number(at), Number(wanted)];
    return { "<": left < right, ">": left > right, "<=": left <= right, ">=": left >= right }[sign] === true;
  };
}

/**
 * @param {Op} op
 * @param {string} topic
 * @param {() => void} stop
 */
export function makeStream(op, topic, stop) {
  let count = 0;
  let shown = 0;
  let last = 0;
  let isPaused = false;
  let isChosen = false;
  let test = testOf("");
  /** @type {Json | undefined} */
  let newest;
  /** @type {number[]} */
  let arrivals = [];
  /** @type {Map<string, number[]>} */
  const series = new Map();
  const stats = el("p", { class: "stats" });
  const code = el("pre", { tabindex: 0 });
  const field = el("select", { "aria-label": "Number to chart" });
  const filter = el("input", { type: "search", placeholder: "Filter, e.g. text or price > 10", "aria-label": `Filter updates of ${topic}` });
  const chart = document.createElementNS(SVG, "svg");
  const pause = el("button", { type: "button", class: "btn", "aria-pressed": "false" }, "Pause");
  const end = el("button", { type: "button", class: "btn", click: stop }, "Unsubscribe");
  const state = el("span", { class: "hint" }, "asking …");
  const range = el("span", { class: "hint" });
  const numbers = el("div", { hidden: true }, el("div", { class: "row" }, el("div", { class: "grow" }, field), range), chart);
  chart.setAttribute("class", "chart");
  chart.setAttribute("role", "img");
  chart.setAttribute("viewBox", "0 0 100 100");
  chart.setAttribute("preserveAspectRatio", "none");
  const node = el("article", { class: "card", "data-topic": topic },
    el("div", { class: "row" }, el("code", { class: "grow" }, topic), state), stats,
    el("div", { class: "row" }, el("div", { class: "grow" }, filter), pause, end),
    code, numbers);
  const paint = () => {
    const now = performance.now();
    arrivals = arrivals.filter((at) => now - at < 5000);
    const ago = Math.round((now - last) / 1000);
    stats.replaceChildren(`${count} updates`, " · ", `${(arrivals.length / 5).toFixed(1)} a second`, ...(shown < count ? [" · ", `${shown} shown`] : []), ...(ago > 1 && count > 0 ? [" · ", `last ${ago} s ago`] : []));
    if (newest === undefined || isPaused) return;
    code.textContent = pretty(newest);
    colour(code);
    const names = [...series.keys()];
    if (names.length > field.childElementCount) {
      const chosen = field.value;
      field.replaceChildren(...names.map((name) => el("option", { value: name }, name)));
      field.value = chosen;
    }
    // Until somebody chooses, a number that moves is more telling than one that does not; clocks and names only count up.
    const telling = names.filter((name) => !CLOCK.test(name));
    if (!isChosen && !(telling.includes(field.value) && moves(field.value))) field.value = telling.find(moves) ?? telling[0] ?? names[0] ?? "";
    numbers.hidden = names.length === 0;
    range.textContent = draw(chart, series.get(field.value) ?? [], field.value);
  };
  const moves = (/** @type {string} */ name) => new Set(series.get(name)).size > 1;
  const soon = throttled(paint);
  const ticking = setInterval(() => soon(), 1000);
  field.addEventListener("change", () => {
    isChosen = true;
    paint();
  });
  filter.addEventListener("input", () => (test = testOf(filter.value)));
  pause.addEventListener("click", () => {
    isPaused = !isPaused;
    pause.setAttribute("aria-pressed", String(isPaused));
    pause.textContent = isPaused ? "Go on" : "Pause";
    paint();
  });
  return {
    op,
    topic,
    node,
    /** @param {Json} value */
    take: (value) => {
      count++;
      last = performance.now();
      arrivals.push(last);
      soon();
      if (isPaused || !test(value)) return;
      shown++;
      newest = value;
      for (const [name, number] of numbersIn(value)) {
        const points = series.get(name) ?? [];
        points.push(number);
        if (points.length > POINTS) points.shift();
        series.set(name, points);
      }
    },
    /** @param {string} words */
    tell: (words) => {
      state.textContent = words;
    },
    remove: () => {
      clearInterval(ticking);
      node.remove();
    },
  };
}

/**
 * Draws the points, and says in words what they show.
 * @param {SVGSVGElement} svg
 * @param {number[]} points
 * @param {string} name
 */
function draw(svg, points, name) {
  const least = Math.min(...points);
  const most = Math.max(...points);
  const height = most - least || 1;
  const width = Math.max(points.length - 1, 20);
  const at = points.map((point, place) => `${(((place + width + 1 - points.length) / width) * 100).toFixed(2)} ${(92 - ((point - least) / height) * 84).toFixed(2)}`);
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", at.length === 1 ? "M0 50H100" : `M${at.join("L")}`);
  const fill = document.createElementNS(SVG, "path");
  fill.setAttribute("class", "fill");
  fill.setAttribute("d", at.length < 2 ? "" : `M${at[0]?.split(" ")[0]} 100L${at.join("L")}L100 100Z`);
  svg.setAttribute("aria-label", `${name}: now ${points.at(-1)}, from ${least} to ${most} over ${points.length} updates`);
  svg.replaceChildren(fill, line);
  return `${points.at(-1)} · ${least} to ${most}`;
}
