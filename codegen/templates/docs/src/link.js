// The console's connection: opens, sends, counts, and tells what happened.

/** @import { Frame, Json } from "./types.js" */

/**
 * @typedef {object} Seen
 * @property {"up" | "down" | "note"} way
 * @property {number} at
 * @property {string} label
 * @property {string} text
 * @property {number} bytes
 * @property {number} [took] Milliseconds since the request that this answers.
 */

/**
 * @typedef {object} Handlers
 * @property {(state: "wait" | "open" | "shut" | "idle", words: string) => void} state
 * @property {(seen: Seen) => void} seen
 * @property {(frame: Frame, seen: Seen) => void} frame
 * @property {(event: CloseEvent) => void} closed
 */

const encoder = new TextEncoder();

export class Link {
  /** @type {WebSocket | undefined} */
  #socket;
  /** @type {Handlers} */
  #on;
  /** @type {{ id: string | number | undefined, reply: string | null | undefined, at: number }[]} */
  #waiting = [];
  #next = 1;

  /** @param {Handlers} on */
  constructor(on) {
    this.#on = on;
  }

  get isOpen() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  get isBusy() {
    return this.#socket !== undefined;
  }

  /**
   * @param {string} url
   * @param {string[]} protocols
   */
  open(url, protocols) {
    this.close();
    let socket;
    try {
      socket = protocols.length > 0 ? new WebSocket(url, protocols) : new WebSocket(url);
    } catch (error) {
      this.#on.state("shut", error instanceof Error ? error.message : String(error));
      return;
    }
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    this.#waiting = [];
    this.#on.state("wait", "Connecting …");
    const started = performance.now();
    socket.onopen = () => {
      this.#on.state("open", `Connected in ${Math.round(performance.now() - started)} ms`);
      this.#note(`connected to ${url}${socket.protocol === "" ? "" : `, speaking ${socket.protocol}`}`);
    };
    socket.onmessage = (event) => this.#receive(event.data);
    socket.onclose = (event) => {
      if (this.#socket !== socket) return;
      this.#socket = undefined;
      this.#note(`closed: ${event.code}${event.reason === "" ? "" : ` ${event.reason}`}`);
      this.#on.closed(event);
    };
  }

  /** Ends the connection, whatever its state. */
  close() {
    this.#socket?.close(1000);
  }

  /** An id for the next message. */
  nextId() {
    return this.#next++;
  }

  /**
   * @param {Json} message
   * @param {string | null | undefined} reply
   */
  send(message, reply) {
    if (this.#socket === undefined) return;
    const text = JSON.stringify(message);
    const frame = frameIn(message);
    this.#socket.send(text);
    if (reply !== undefined && reply !== null) this.#waiting.push({ id: frame.id, reply, at: performance.now() });
    this.#on.seen({ way: "up", at: Date.now(), label: frame.type ?? "message", text, bytes: encoder.encode(text).length });
  }

  /** @param {unknown} data */
  #receive(data) {
    const now = performance.now();
    if (data instanceof ArrayBuffer) {
      this.#on.seen({ way: "down", at: Date.now(), label: "binary frame", text: hex(data), bytes: data.byteLength });
      return;
    }
    const text = String(data);
    /** @type {Json} */
    let value = null;
    try {
      value = JSON.parse(text);
    } catch {
      // Whatever is not JSON is shown as it came.
    }
    const frame = frameIn(value);
    const at = this.#waiting.findIndex((one) => (frame.id === undefined ? one.reply === frame.type : one.id === frame.id));
    const [answered] = at >= 0 ? this.#waiting.splice(at, 1) : [];
    /** @type {Seen} */
    const seen = { way: "down", at: Date.now(), label: frame.type ?? "message", text, bytes: encoder.encode(text).length };
    if (answered !== undefined) seen.took = now - answered.at;
    this.#on.seen(seen);
    this.#on.frame(frame.type === undefined ? { payload: value } : frame, seen);
  }

  /** @param {string} words */
  #note(words) {
    this.#on.seen({ way: "note", at: Date.now(), label: words, text: "", bytes: 0 });
  }
}

/**
 * @param {Json} value
 * @returns {Frame}
 */
function frameIn(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
  /** @type {Frame} */
  const frame = {};
  if (typeof value.type === "string") frame.type = value.type;
  if (typeof value.id === "string" || typeof value.id === "number") frame.id = value.id;
  if (value.payload !== undefined) frame.payload = value.payload;
  return frame;
}

/** @param {ArrayBuffer} data */
function hex(data) {
  return [...new Uint8Array(data).slice(0, 512)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
}
