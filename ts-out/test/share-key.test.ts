//! Which addresses share a connection.

import { afterEach, expect, test, vi } from "vitest";
import { sharedSocket } from "../src/shared/index.js";
import { demoDescriptor } from "./fixture/demo/client.js";

afterEach(() => vi.unstubAllGlobals());

/** Locks that are granted at once unless somebody holds them, which is as far as one page needs them. */
function locks() {
  const held = new Set<string>();
  const request = vi.fn((name: string, _: object, granted: () => Promise<void> | void) => {
    if (held.has(name)) return new Promise(() => {});
    held.add(name);
    return Promise.resolve(granted());
  });
  return { request };
}

class Own {
  static readonly made: string[] = [];
  constructor(url: string) {
    Own.made.push(url);
  }
  send() {}
  close() {}
}

test("those with another query have another connection; the token makes no difference", () => {
  vi.stubGlobal("navigator", { locks: locks() });
  const Socket = sharedSocket(demoDescriptor, { name: "me", webSocket: Own as never });
  const urls = ["?venue=A&access_token=1", "?venue=B&access_token=1", "?venue=A&access_token=2"];
  const sockets = urls.map((query) => new Socket(`ws://host/ws${query}`));
  expect(Own.made).toEqual(urls.slice(0, 2).map((query) => `ws://host/ws${query}`));
  for (const socket of sockets) socket.close();
});
