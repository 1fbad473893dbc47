//! Notices a connection that died without a close, and keeps the server from thinking so of us.

import type { Clock, Unsubscribe } from "./types.js";

interface Ways {
  /** Asks the server for a sign of life. */
  ping(): void;
  /** The server gave none in time. */
  dead(): void;
}

export class Heartbeat {
  readonly #clock: Clock;
  readonly #everyMs: number;
  readonly #timeoutMs: number;
  readonly #ways: Ways;
  #cancel: Unsubscribe = () => {};
  #heard = false;
  #sent = false;
  #waiting = false;

  constructor(clock: Clock, everyMs: number, timeoutMs: number, ways: Ways) {
    this.#clock = clock;
    this.#everyMs = everyMs;
    this.#timeoutMs = timeoutMs;
    this.#ways = ways;
  }

  /** Starts to watch, as if both sides had just been heard. */
  start(): void {
    this.#waiting = false;
    this.#rest();
  }

  stop(): void {
    this.#cancel();
  }

  /** A frame came in. */
  heard(): void {
    this.#heard = true;
    this.#waiting = false;
  }

  /** A frame went out. Servers count those, and close connections that stay silent. */
  sent(): void {
    this.#sent = true;
  }

  /** Asks at once. A question that is still open keeps its deadline. */
  probe(): void {
    if (this.#waiting) return;
    this.#cancel();
    this.#waiting = true;
    this.#cancel = this.#clock.after(this.#timeoutMs, () => this.#tick());
    this.#ways.ping();
  }

  #rest(): void {
    this.#cancel();
    this.#heard = this.#sent = false;
    this.#cancel = this.#clock.after(this.#everyMs, () => this.#tick());
  }

  #tick(): void {
    if (this.#waiting) this.#ways.dead();
    else if (this.#heard && this.#sent) this.#rest();
    else this.probe();
  }
}
