// The live console: connects, subscribes, sends, and shows what comes back.

import { byId, defaultUrl, el, page, say } from "./dom.js";
import { formOf, parse } from "./form.js";
import { Link } from "./link.js";
import { makeLog, size, time } from "./log.js";
import { check, canonical } from "./schema.js";
import { frameOf, pretty } from "./snippets.js";
import { makeStream } from "./stream.js";
/** @import { Frame, Json, Op, Problem } from "./types.js" */
/** @import { Seen } from "./link.js" */

/** @typedef {ReturnType<typeof makeStream>} Stream */

/** Builds the console when it is first opened. */
export function startConsole() {
  const aside = byId("console");
  const button = byId("console-toggle");
  /** @type {ReturnType<typeof makeConsole> | undefined} */
  let built;
  aside.tabIndex = -1;
  /** @type {Element | null} */
  let opener = button;
  const set = (/** @type {boolean} */ open) => {
    if (open && aside.hidden === true) opener = document.activeElement;
    aside.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    // The console stands at the end of the document: who opens it is taken there, and back.
    if (open) aside.focus({ preventScroll: true });
    else if (opener instanceof HTMLElement && opener !== document.body) opener.focus();
    else button.focus();
  };
  const build = () => {
    built ??= makeConsole(aside, () => set(false));
    return built;
  };
  button.addEventListener("click", () => {
    build();
    set(aside.hidden === true);
  });
  aside.addEventListener("keydown", (event) => {
    if (event.key === "Escape") set(false);
  });
  return (/** @type {number} */ index) => {
    set(true);
    build().pick(index);
  };
}

/**
 * @param {HTMLElement} aside
 * @param {() => void} hide
 */
function makeConsole(aside, hide) {
  /** @type {Map<string, Stream>} */
  const streams = new Map();
  const log = makeLog();
  const totals = { up: 0, down: 0, note: 0, took: -1 };
  const state = el("p", { class: "state", role: "status" }, defaultUrl() === "" ? "The document names no WebSocket server: give the address of one that speaks its messages, such as codegen mock." : "Not connected");
  const facts = el("p", { class: "stats" });
  const list = el("div");
  const dot = byId("console-toggle").querySelector(".dot");

  const showFacts = () => {
    facts.replaceChildren(`sent ${size(totals.up)}`, ` · received ${size(totals.down)}`, ...(totals.took < 0 ? [] : [` · round trip ${time(totals.took)}`]));
  };
  const link = new Link({
    state: (name, words) => {
      dot?.setAttribute("data-state", name);
      state.replaceChildren(words);
      connecting.update();
      composer.update();
      if (name === "open") {
        for (const stream of streams.values()) subscribe(stream);
      }
    },
    seen: (seen) => {
      totals[seen.way] += seen.bytes;
      if (seen.took !== undefined) totals.took = seen.took;
      log.add(seen);
      showFacts();
    },
    frame: (frame, seen) => receive(frame, seen),
    closed: (event) => {
      dot?.setAttribute("data-state", event.code === 1000 ? "idle" : "shut");
      state.replaceChildren(...explain(event));
      say(state.textContent ?? "");
      for (const stream of streams.values()) stream.tell("not connected");
      connecting.update();
      composer.update();
    },
  });

  /** @param {Stream} stream */
  const subscribe = (stream) => {
    stream.tell("asking …");
    link.send(withId(frameOf(stream.op, paramsOf.get(stream) ?? null)), `${stream.op.name}.subscribe.response`);
  };
  /** @type {WeakMap<Stream, Json>} */
  const paramsOf = new WeakMap();

  /** @param {Json} message */
  const withId = (message) => (page.envelope && typeof message === "object" && message !== null && !Array.isArray(message) ? { ...message, id: link.nextId() } : message);

  /**
   * @param {Frame} frame
   * @param {Seen} seen
   */
  const receive = (frame, seen) => {
    const payload = frame.payload;
    const members = typeof payload === "object" && payload !== null && !Array.isArray(payload) ? payload : {};
    const topic = typeof members.topic === "string" ? members.topic : undefined;
    const updated = page.ops.find((op) => op.kind === "route" && `${op.name}.update` === frame.type);
    if (updated !== undefined) {
      const own = [...streams.values()].filter((stream) => stream.op === updated);
      const stream = streams.get(topic ?? "") ?? (topic === undefined ? own[0] : undefined);
      stream?.take(topic !== undefined && "payload" in members ? (members.payload ?? null) : (payload ?? null));
      return;
    }
    if (frame.type?.endsWith(".subscribe.response") === true && topic !== undefined) {
      const words = typeof members.message === "string" ? members.message : "";
      streams.get(topic)?.tell(members.status === "ok" ? "live" : `refused: ${words}`);
    }
    if (frame.type === "error") state.replaceChildren(el("span", { class: "bad" }, `${String(members.code ?? "error")}: ${String(members.message ?? seen.text)}${typeof members.path === "string" ? ` at ${members.path}` : ""}`));
  };

  /**
   * @param {Op} op
   * @param {Json} params
   */
  const addStream = (op, params) => {
    const topic = `${op.name}:${canonical(params, "\"\"")}`;
    const known = streams.get(topic);
    if (known !== undefined) {
      known.node.scrollIntoView({ block: "nearest" });
      return;
    }
    const stream = makeStream(op, topic, () => {
      const type = `${op.name}.unsubscribe`;
      if (link.isOpen && op.stops === true) link.send(withId({ type, payload: params }), `${type}.response`);
      streams.delete(topic);
      stream.remove();
      live.hidden = streams.size === 0;
    });
    streams.set(topic, stream);
    paramsOf.set(stream, params);
    list.prepend(stream.node);
    live.hidden = false;
    aside.scrollTop = live.offsetTop - 8;
    subscribe(stream);
  };

  const connecting = makeConnecting(link, state, facts, hide);
  const composer = makeComposer(link, (op, payload) => {
    if (op.kind === "route") addStream(op, payload ?? {});
    else link.send(op.send === undefined ? (payload ?? null) : withId(frameOf(op, payload)), op.reply);
  }, connecting.open);
  const live = el("section", { hidden: true }, el("h2", {}, "Subscriptions"), list);
  // What is live stands first: it is what one came for.
  aside.replaceChildren(connecting.node, live, composer.node, log.node);
  composer.pick(page.ops.findIndex((op) => ["route", "request", "send"].includes(op.kind)));
  return {
    pick: (/** @type {number} */ index) => {
      composer.pick(index);
      if (!live.hidden) aside.scrollTop = composer.node.offsetTop - 8;
    },
  };
}

/**
 * What a close means, as far as the document says.
 * @param {CloseEvent} event
 */
function explain(event) {
  if (event.code === 1000) return ["Not connected"];
  const code = `Closed: ${event.code}${event.reason === "" ? "" : ` ${event.reason}`}. `;
  const rows = [...document.querySelectorAll("#codes table:first-of-type tbody tr")].map((row) => [...row.children].map((cell) => cell.textContent ?? ""));
  const matching = rows.filter(([known]) => known === String(event.code));
  const known = matching.find(([, reason = ""]) => event.reason.startsWith(reason)) ?? (matching.length === 1 ? matching[0] : undefined);
  if (known !== undefined) return [el("span", { class: "bad" }, code), `${known[2]} ${known[3]}`];
  if (event.code === 1006) return [el("span", { class: "bad" }, code), "The connection was lost, or never made. Is the server running at this address? A page from https can only reach wss."];
  return [el("span", { class: "bad" }, code)];
}

/**
 * @param {Link} link
 * @param {HTMLElement} state
 * @param {HTMLElement} facts
 * @param {() => void} hide
 */
function makeConnecting(link, state, facts, hide) {
  const url = el("input", { id: "console-url", type: "url", value: defaultUrl(), required: true, placeholder: "ws://localhost:8000", spellcheck: "false", autocomplete: "off" });
  const token = el("input", { id: "console-token", type: "password", autocomplete: "off" });
  const way = el("select", { id: "console-way" }, el("option", { value: "protocol" }, "as subprotocol"), el("option", { value: "query" }, "in the query"));
  const button = el("button", { type: "submit", class: "btn main" }, "Connect");
  const close = el("button", { type: "button", class: "icon", "aria-label": "Close the console", click: hide }, "✕");
  const open = () => {
    if (!url.reportValidity()) return;
    const target = url.value.trim();
    const query = token.value !== "" && way.value === "query" ? `${target.includes("?") ? "&" : "?"}access_token=${encodeURIComponent(token.value)}` : "";
    link.open(target + query, token.value !== "" && way.value === "protocol" ? ["specwire.json", `bearer.${token.value}`] : []);
  };
  const form = el("form", {},
    el("label", { for: "console-url" }, "Server"),
    el("div", { class: "row" }, el("div", { class: "grow" }, url), button),
    el("details", {}, el("summary", {}, "Token"),
      el("div", { class: "row" }, el("div", { class: "grow" }, el("label", { for: "console-token" }, "Token"), token), el("div", {}, el("label", { for: "console-way" }, "Sent"), way))),
    state, facts);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (link.isBusy) link.close();
    else open();
  });
  return {
    node: el("section", {}, el("div", { class: "row top" }, el("h2", { class: "grow" }, "Console"), close), form),
    open,
    update: () => {
      button.textContent = link.isBusy ? "Disconnect" : "Connect";
      button.classList.toggle("main", !link.isBusy);
    },
  };
}

/**
 * @param {Link} link
 * @param {(op: Op, payload: Json | undefined) => void} send
 * @param {() => void} connect
 */
function makeComposer(link, send, connect) {
  const groups = [["route", "Routes"], ["request", "Requests"], ["send", "Messages"]].map(([kind, label]) => {
    const options = page.ops.map((op, at) => ({ op, at })).filter(({ op }) => op.kind === kind);
    return { label: label ?? "", options: options.map(({ op, at }) => el("option", { value: at }, op.channel === undefined ? op.name : `${op.name} (${op.channel})`)) };
  });
  const select = el("select", { id: "console-op" }, ...groups.filter((group) => group.options.length > 0).map((group) => el("optgroup", { label: group.label }, ...group.options)));
  const raw = el("button", { type: "button", class: "mini", "aria-pressed": "false" }, "Edit as JSON");
  const box = el("div");
  const problems = el("p", { class: "bad", role: "alert" });
  const button = el("button", { type: "submit", class: "btn main" }, "Send");
  const anyway = el("button", { type: "button", class: "btn", hidden: true }, "Send anyway");
  const area = el("textarea", { "aria-label": "Payload as JSON", spellcheck: "false" });
  /** @type {ReturnType<typeof formOf> | undefined} */
  let form;
  let isRaw = false;
  let touched = false;
  const current = () => page.ops[Number(select.value)];
  /** @returns {{ value?: Json | undefined, problems: Problem[] }} */
  const read = () => {
    const op = current();
    if (op?.in === undefined || op.in === null) return { problems: [] };
    if (!isRaw) {
      const value = form?.read();
      return { value, problems: check(op.in, value, page.schemas) };
    }
    const { value, problem } = parse(area.value);
    if (problem !== undefined) return { problems: [{ path: "", message: problem }] };
    return { value, problems: check(op.in, value, page.schemas) };
  };
  const show = () => {
    const { problems: found } = read();
    const visible = touched ? found : [];
    form?.mark(isRaw ? [] : visible);
    const words = isRaw ? visible.map((one) => `${one.path === "" ? "The payload" : one.path} ${one.message}`).join("; ") : `${visible.length} ${visible.length === 1 ? "problem" : "problems"}, each told at its field`;
    problems.textContent = visible.length > 0 ? words : "";
    anyway.hidden = visible.length === 0 || !link.isOpen;
  };
  const build = (/** @type {Json | undefined} */ start) => {
    const op = current();
    touched = false;
    form = undefined;
    if (op?.in === undefined || op.in === null) box.replaceChildren(el("p", { class: "hint" }, "It carries no payload."));
    else if (isRaw) {
      area.value = pretty(start ?? op.example ?? {});
      box.replaceChildren(area);
    } else {
      form = formOf(op.in, start ?? op.example, page.schemas, show);
      box.replaceChildren(form.node);
    }
    raw.hidden = op?.in === undefined || op.in === null;
    update();
    show();
  };
  const update = () => {
    const verb = current()?.kind === "route" ? "Subscribe" : "Send";
    button.textContent = link.isOpen ? verb : `Connect, then ${verb.toLowerCase()}`;
    if (!link.isOpen) return;
    const todo = waiting;
    waiting = undefined;
    todo?.();
  };
  /** @type {(() => void) | undefined} */
  let waiting;
  const fire = (/** @type {boolean} */ force) => {
    const op = current();
    const { value, problems: found } = read();
    touched = true;
    show();
    if (op === undefined || (found.length > 0 && !force)) {
      const wrong = box.querySelector("[aria-invalid]");
      if (wrong instanceof HTMLElement) wrong.focus();
      return;
    }
    if (link.isOpen) send(op, value);
    else {
      waiting = () => send(op, value);
      if (!link.isBusy) connect();
    }
  };
  select.addEventListener("change", () => build(undefined));
  area.addEventListener("input", () => {
    touched = true;
    show();
  });
  raw.addEventListener("click", () => {
    const { value } = read();
    isRaw = !isRaw;
    raw.setAttribute("aria-pressed", String(isRaw));
    raw.textContent = isRaw ? "Edit as form" : "Edit as JSON";
    build(value);
  });
  anyway.addEventListener("click", () => fire(true));
  const node = el("form", {},
    el("div", { class: "row top" }, el("label", { for: "console-op" }, "Operation"), el("div", { class: "grow" }, select), raw),
    box, problems, el("div", { class: "row" }, button, anyway));
  node.addEventListener("input", () => (touched = true), true);
  node.addEventListener("submit", (event) => {
    event.preventDefault();
    fire(false);
  });
  return {
    node: el("section", {}, node),
    update,
    /** @param {number} index */
    pick: (index) => {
      select.value = String(index);
      build(undefined);
    },
  };
}
