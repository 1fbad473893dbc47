//! Every mistake here must be a compile error: the compiler complains of each `@ts-expect-error` that hides none.

import { createMock } from "../../src/mock/index.js";
import { useSubscription as useInReact } from "../../src/react.js";
import { useSubscription as useInVue } from "../../src/vue.js";
import { connectDemo, type DemoClient, demoDescriptor } from "../fixture/demo/client.js";

export async function mistakes(): Promise<void> {
  const client = connectDemo("ws://localhost/");

  // @ts-expect-error: no such param
  client.ticks.subscribe({ symbl: "ACME" }, () => {});
  // @ts-expect-error: a param is missing
  client.ticks.subscribe({}, () => {});
  // @ts-expect-error: one param too many
  client.ticks.subscribe({ symbol: "ACME", depth: 1 }, () => {});
  // @ts-expect-error: a param of another type
  client.ticks.subscribe({ symbol: 1 }, () => {});
  // @ts-expect-error: no such member of an update
  client.ticks.subscribe({ symbol: "ACME" }, (tick) => tick.price);
  // @ts-expect-error: the listener takes what the mapper makes
  client.ticks.subscribe<string>({ symbol: "ACME" }, (text: number) => text, { map: ({ n }) => `${n}` });
  // @ts-expect-error: no such route
  client.bars;
  // @ts-expect-error: no such operation
  client.orders.replace;
  // @ts-expect-error: a value that the enum has not
  await client.orders.place({ side: "hold", quantity: 1 });
  // @ts-expect-error: the payload is missing
  await client.orders.place();
  // @ts-expect-error: this request has no payload
  await client.ping({ now: true });
  // @ts-expect-error: no such event
  client.on("system.notice", () => {});
  // @ts-expect-error: no such member of an event
  client.on("system.notification", (notice) => notice.title);
  // @ts-expect-error: clients are read only
  client.state = "open";
  // @ts-expect-error: no such option
  connectDemo("ws://localhost/", { reconnect: true });

  // @ts-expect-error: no such param
  useInReact(client.ticks, { symbl: "ACME" });
  // @ts-expect-error: no such param
  useInVue(client.ticks, () => ({ symbl: "ACME" }));

  const mock = createMock<DemoClient>(demoDescriptor);
  // @ts-expect-error: an update of another type
  mock.publish(mock.client.ticks, { symbol: "ACME" }, { n: "1" });
  // @ts-expect-error: a reply of another type
  mock.handle(mock.client.orders.place, () => ({ id: 1 }));
  // @ts-expect-error: an event's payload of another type
  mock.emit("system.notification", { title: "" });
}
