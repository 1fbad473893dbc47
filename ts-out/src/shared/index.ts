//! One connection for all tabs of a browser that show the same thing to the same user.

import type { ModuleDescriptor, WebSocketConstructor } from "../types.js";
import { type Setting, SharedSocket } from "./socket.js";

/** Settings of a shared connection. */
export interface ShareOptions {
  /**
   * What tabs must have in common to share, such as the user's id. The server knows one user only of each connection:
   * the one whose token made it.
   */
  readonly name: string;
  /** The WebSocket class of the connection itself. Default: the global one. */
  readonly webSocket?: WebSocketConstructor;
}

/**
 * A WebSocket class for the option `webSocket` of a client. Its sockets lead to one connection, which one of the tabs
 * holds; when that tab goes, another takes over. Where a browser has no `navigator.locks` (pages that are not served
 * from a secure origin), every tab has a connection of its own.
 */
export function sharedSocket(descriptor: ModuleDescriptor, { name, webSocket }: ShareOptions): WebSocketConstructor {
  const own = webSocket ?? WebSocket;
  const locks = globalThis.navigator?.locks as LockManager | undefined;
  if (!locks || !globalThis.BroadcastChannel) return own;
  const setting: Setting = { descriptor, name, own, locks };
  return class extends SharedSocket {
    constructor(url: string, protocols?: string[]) {
      super(setting, url, protocols);
    }
  };
}
