//! The small module behind a mock, with what most tests look at.

import { createMock, type Mock, type MockOptions } from "../../src/mock/index.js";
import type { ConnectionStatus, ModuleDescriptor, SubscriptionStatus } from "../../src/types.js";
import { type DemoClient, demoDescriptor } from "../fixture/demo/client.js";

export interface Demo {
  readonly mock: Mock<DemoClient>;
  readonly client: DemoClient;
  /** Every status of the connection since the start. */
  readonly statuses: ConnectionStatus[];
  readonly errors: unknown[];
}

/** A client that is not connected yet; waits are the longest possible unless `random` says otherwise. */
export function demo(options: MockOptions = {}, more: Partial<ModuleDescriptor> = {}): Demo {
  const mock = createMock<DemoClient>({ ...demoDescriptor, ...more }, { random: () => 1, ...options });
  const { client } = mock;
  const statuses: ConnectionStatus[] = [];
  const errors: unknown[] = [];
  client.on("status", (status) => statuses.push(status));
  client.on("error", (error) => errors.push(error));
  return { mock, client, statuses, errors };
}

/** A client that is connected. */
export async function connected(options?: MockOptions, more?: Partial<ModuleDescriptor>): Promise<Demo> {
  const all = demo(options, more);
  await all.mock.advance();
  return all;
}

/** What the client sent, by message name. */
export function sent(mock: Mock<DemoClient>): string[] {
  return mock.received.map(({ type }) => type);
}

/** Collects the states that `onStatus` is told. */
export function recorder(): {
  states: string[];
  seen: SubscriptionStatus[];
  onStatus(status: SubscriptionStatus): void;
} {
  const states: string[] = [];
  const seen: SubscriptionStatus[] = [];
  return {
    states,
    seen,
    onStatus(status) {
      states.push(status.state);
      seen.push(status);
    },
  };
}
