//! What users write must compile, with the types that they expect and no annotation.

import { WebSocket as NodeSocket } from "ws";
import { createMock } from "../../src/mock/index.js";
import { useSubscription as useInReact } from "../../src/react.js";
import type { Unsubscribe } from "../../src/types.js";
import { useSubscription as useInVue } from "../../src/vue.js";
import { connectDemo, type DemoClient, demoDescriptor } from "../fixture/demo/client.js";
import type { Notice, Order, SessionInfo, Tick } from "../fixture/demo/types.js";

/** Fails to compile unless both types are the same, `any` included. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never;

function same<A, B>(_proof: Same<A, B>): void {}

export async function uses(): Promise<void> {
  const client = connectDemo("ws://localhost/", { webSocket: NodeSocket, token: async ({ expired }) => `${expired}` });
  connectDemo(new URL("ws://localhost/"), { webSocket: WebSocket });
  connectDemo(async () => "/relative");

  const stop = client.ticks.subscribe({ symbol: "ACME" }, (tick) => same<typeof tick, Tick>(true));
  same<typeof stop, Unsubscribe>(true);
  client.ticks.subscribe({ symbol: "ACME" }, (text: string) => same<typeof text, string>(true), {
    map: ({ n }) => `${n}`,
  });
  for await (const tick of client.ticks.stream({ symbol: "ACME" })) same<typeof tick, Tick>(true);
  for await (const n of client.ticks.stream({ symbol: "ACME" }, { map: (tick) => tick.n }))
    same<typeof n, number>(true);
  const latest = client.ticks.latest({ symbol: "ACME" });
  same<typeof latest, Tick | undefined>(true);

  const order = await client.orders.place({ side: "buy", quantity: 1 }, { timeoutMs: 5 });
  same<typeof order, Order>(true);
  const info = await client.session.info();
  same<typeof info, SessionInfo>(true);
  await client.ping(undefined, { timeoutMs: 5 });
  client.on("system.notification", (notice) => same<typeof notice, Notice>(true), { once: true });
  client.on("skew", ({ expected }) => same<typeof expected, string>(true));

  const seen = useInReact(client.ticks, { symbol: "ACME" }, { map: ({ n }) => n });
  same<typeof seen.data, number | undefined>(true);
  const { data } = useInVue(client.ticks, () => ({ symbol: "ACME" }));
  same<typeof data.value, Tick | undefined>(true);

  const mock = createMock<DemoClient>(demoDescriptor);
  mock.feed(mock.client.ticks, 1000, ({ symbol }, { index }) => ({ n: symbol.length + index }));
  mock.handle(mock.client.orders.place, async ({ quantity }) => ({ id: `${quantity}` }));
  mock.emit("system.notification", { text: "hello" });
}
