//! What runs in the page: the demo client, and a record of what happened to it.

import type { ClientOptions } from "../../src/types.js";
import { connectDemo, type DemoClient } from "../fixture/demo/client.js";

export interface Harness {
  start(url: string, options?: ClientOptions & { readonly tokens?: readonly string[] }): void;
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
  start(url, { tokens, ...options } = {}) {
    const token = tokens && (({ expired }: { expired: boolean }) => tokens[expired ? 1 : 0]);
    const client = connectDemo(url, { retry: { minMs: 50, maxMs: 400 }, ...(token && { token }), ...options });
    harness.client = client;
    client.on("status", ({ state }) => harness.states.push(state));
    client.on("subscription", ({ status }) => harness.subscriptions.push(status.state));
    client.ticks.subscribe({ symbol: "ACME" }, ({ n }) => harness.ticks.push(n));
  },
};

Object.assign(globalThis, { harness });
