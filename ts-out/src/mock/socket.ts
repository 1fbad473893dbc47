//! The client's end of the in-memory transport.

import type { CloseInfo, WebSocketConstructor, WebSocketLike } from "../types.js";

/** The server's view of a socket. */
export interface Peer {
  readonly url: string;
  readonly protocols: readonly string[];
  accept(): void;
  send(frame: string): void;
  close(close: CloseInfo): void;
}

export interface PeerEvents {
  connected(peer: Peer): void;
  received(peer: Peer, frame: string): void;
  closed(peer: Peer): void;
}

type Handler = ((event: never) => void) | null;

/** A WebSocket class whose sockets all lead to one server in memory. */
export function socketClass(events: PeerEvents): WebSocketConstructor {
  return class MockSocket implements WebSocketLike {
    onopen: Handler = null;
    onmessage: Handler = null;
    onclose: Handler = null;
    onerror: Handler = null;
    readonly #peer: Peer;
    #ended = false;

    constructor(url: string, protocols: string[] = []) {
      this.#peer = {
        url,
        protocols,
        accept: () => this.#call(this.onopen, {}),
        send: (data) => this.#call(this.onmessage, { data }),
        close: (close) => this.#end(() => this.#call(this.onclose, close)),
      };
      queueMicrotask(() => {
        if (!this.#ended) events.connected(this.#peer);
      });
    }

    send(frame: string): void {
      queueMicrotask(() => {
        if (!this.#ended) events.received(this.#peer, frame);
      });
    }

    close(): void {
      this.#end(() => events.closed(this.#peer));
    }

    #end(last: () => void): void {
      if (this.#ended) return;
      last();
      this.#ended = true;
    }

    #call(handler: Handler, event: object): void {
      if (!this.#ended) handler?.(event as never);
    }
  };
}
