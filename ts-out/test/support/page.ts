//! What runs in the page: the demo client, and a record of what happened to it.

import { sharedSocket } from "../../src/shared/index.js";
import type { ClientOptions } from "../../src/types.js";
import { connectDemo, type DemoClient, demoDescriptor } from "../fixture/demo/client.js";

export interface HarnessOptions extends ClientOptions {
  /** Given to the token provider's callers: the first, and one for when that has expired. */
  readonly tokens?: readonly string[];
  /** Shares the connection with other tabs of this name. */
  readonly shared?: string;
}

export interface Harness {
  start(url: string, options?: HarnessOptions): void;
  client: DemoClient | undefined;
  readonly ticks: number[];
  readonly states: string[];
  readonly subscriptions: string[];
}

const harness: Harness = {
  client: undefined,
  ticks: [],
  states: [],
  subscriptions: [],
  start(url, { tokens, shared, ...options } = {}) {
    const webSocket = shared === undefined ? {} : { webSocket: sharedSocket(demoDescriptor, { name: shared }) };
    const token = tokens && (({ expired }: { expired: boolean }) => tokens[expired ? 1 : 0]);
    const client = connectDemo(url, {
      retry: { minMs: 50, maxMs: 400 },
      ...(token && { token }),
      ...webSocket,
      ...options,
    });
    harness.client = client;
    client.on("status", ({ state }) => harness.states.push(state));
    client.on("subscription", ({ status }) => harness.subscriptions.push(status.state));
    client.ticks.subscribe({ symbol: "ACME" }, ({ n }) => harness.ticks.push(n));
  },
};

Object.assign(globalThis, { harness });
