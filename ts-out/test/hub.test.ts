//! The hub of a shared connection, frame by frame.

import { beforeEach, describe, expect, test } from "vitest";
import { Hub } from "../src/shared/hub.js";
import type { CloseInfo, Envelope } from "../src/types.js";
import { demoDescriptor } from "./fixture/demo/client.js";

const acme = { symbol: "ACME" };
const topic = 'ticks:{"symbol":"ACME"}';

let hub: Hub;
let sent: Envelope[];
/** What each member was given. */
let got: Record<string, Envelope[]>;
let ended: Record<string, CloseInfo>;

beforeEach(() => {
  sent = [];
  got = { a: [], b: [] };
  ended = {};
  hub = new Hub(
    { ...demoDescriptor, replays: ["ticks"] },
    {
      send: (frame) => sent.push(JSON.parse(frame) as Envelope),
      deliver(members, frame) {
        for (const member of members) got[member]?.push(JSON.parse(frame) as Envelope);
      },
      end(member, close) {
        ended[member] = close;
      },
    },
  );
  hub.join("a");
  hub.join("b");
});

const take = (member: string, message: Envelope) => hub.take(member, JSON.stringify(message));
const heard = (message: Envelope) => hub.heard(JSON.stringify(message));

/** Answers what was sent last, as servers do that echo ids. */
const answer = (type: string, payload: unknown) => heard({ type, payload, id: sent.at(-1)?.id ?? 0 });
const subscribed = { status: "ok", message: "Subscribed", topic };
const update = (n: number): Envelope => ({ type: "ticks.update", payload: { topic, payload: { n } } });

describe("answers", () => {
  test("of the same id go to whoever asked, with the id that was asked with", () => {
    take("a", { type: "ping", id: 1 });
    take("b", { type: "ping", id: 1 });
    const [first, second] = sent.map(({ id }) => id);
    expect(first).not.toBe(second);
    heard({ type: "pong", payload: "b", id: second ?? 0 });
    heard({ type: "pong", payload: "a", id: first ?? 0 });
    expect(got).toEqual({
      a: [{ type: "pong", payload: "a", id: 1 }],
      b: [{ type: "pong", payload: "b", id: 1 }],
    });
  });

  test("without ids go to the oldest that waits for their type", () => {
    take("a", { type: "orders.place", payload: {}, id: 1 });
    take("b", { type: "ping", id: 1 });
    take("b", { type: "orders.place", payload: {}, id: 2 });
    heard({ type: "pong" });
    for (const payload of ["a's", "b's"]) heard({ type: "orders.place.response", payload });
    expect(got["a"]).toEqual([{ type: "orders.place.response", payload: "a's", id: 1 }]);
    expect(got["b"]).toEqual([
      { type: "pong", id: 1 },
      { type: "orders.place.response", payload: "b's", id: 2 },
    ]);
  });

  test("that nobody waits for are nobody's; events, unknown messages and junk are everybody's", () => {
    for (const type of ["pong", "ticks.subscribe.response", "ticks.update"]) heard({ type, id: 77 });
    expect(got).toEqual({ a: [], b: [] });
    for (const type of ["system.notification", "new.thing", "system.reconnect"]) heard({ type });
    expect(got["a"]).toEqual(got["b"]);
    expect(got["a"]).toHaveLength(3);
  });

  test("an error that names nobody is the oldest one's if it speaks of a message, and everybody's if not", () => {
    take("b", { type: "ping", id: 5 });
    heard({ type: "error", payload: { code: "rate_limited" } });
    heard({ type: "error", payload: { code: "validation_failed" } });
    expect(got["a"]).toEqual([{ type: "error", payload: { code: "rate_limited" } }]);
    expect(got["b"]?.[1]).toEqual({ type: "error", payload: { code: "validation_failed" }, id: 5 });
    const close = { code: 1003, reason: "Could not validate payload" };
    expect(hub.closeFor("b", close)).toEqual(close);
    expect(hub.closeFor("a", close)).toEqual({ ...close, code: 1006 });
  });
});

describe("topics", () => {
  test("updates go to whoever holds the topic; it is given up with the last of them", () => {
    take("a", { type: "ticks.subscribe", payload: acme, id: 1 });
    answer("ticks.subscribe.response", subscribed);
    heard(update(1));
    take("b", { type: "ticks.subscribe", payload: acme, id: 1 });
    answer("ticks.subscribe.response", subscribed);
    heard(update(2));
    take("a", { type: "ticks.unsubscribe", payload: acme, id: 2 });
    expect(got["a"]?.at(-1)).toMatchObject({ type: "ticks.unsubscribe.response", payload: { status: "ok" }, id: 2 });
    heard(update(3));
    expect(sent.map(({ type }) => type)).toEqual(["ticks.subscribe", "ticks.subscribe"]);
    expect(got["a"]?.filter(({ type }) => type === "ticks.update")).toEqual([update(1), update(2)]);
    // The server repeats nothing to a connection that holds the topic already: the hub does.
    expect(got["b"]?.filter(({ type }) => type === "ticks.update")).toEqual([update(1), update(2), update(3)]);
    hub.leave("b");
    expect(sent.at(-1)).toMatchObject({ type: "ticks.unsubscribe", payload: acme });
    heard(update(4));
    expect(got["b"]?.at(-1)).toEqual(update(3));
  });

  test("only what the server repeats is repeated", () => {
    const orders = { status: "ok", message: "", topic: 'orders:{"account":"1"}' };
    for (const member of ["a", "b"]) {
      take(member, { type: "orders.subscribe", payload: { account: "1" }, id: 1 });
      answer("orders.subscribe.response", orders);
      if (member === "a") heard({ type: "orders.update", payload: { topic: orders.topic, payload: { id: "1" } } });
    }
    expect(got["b"]).toEqual([{ type: "orders.subscribe.response", payload: orders, id: 1 }]);
  });

  test("a refusal is of the one that asked; a server may call the topic by another name", () => {
    take("a", { type: "ticks.subscribe", payload: acme, id: 1 });
    answer("ticks.subscribe.response", { ...subscribed, topic: "ticks/ACME" });
    take("b", { type: "ticks.subscribe", payload: acme, id: 1 });
    answer("ticks.subscribe.response", { status: "error", message: "no", topic });
    const named: Envelope = { type: "ticks.update", payload: { topic: "ticks/ACME", payload: { n: 1 } } };
    heard(named);
    expect(got["a"]?.at(-1)).toEqual(named);
    expect(got["b"]?.map(({ type }) => type)).toEqual(["ticks.subscribe.response"]);
  });

  test("a refusal is not of whoever has asked anew in the meantime", () => {
    const steps = ["subscribe", "unsubscribe", "subscribe"];
    for (const [index, step] of steps.entries()) take("a", { type: `ticks.${step}`, payload: acme, id: index + 1 });
    const refused = { status: "error", message: "Given up before it began", topic };
    for (const [index, payload] of [refused, subscribed, subscribed].entries()) {
      heard({ type: `ticks.${steps[index]}.response`, payload, id: sent[index]?.id ?? 0 });
    }
    heard(update(1));
    expect(got["a"]?.at(-1)).toEqual(update(1));
  });

  test("that the server gives up are so for their holders only, who ask anew", () => {
    take("a", { type: "ticks.subscribe", payload: acme, id: 1 });
    answer("ticks.subscribe.response", subscribed);
    take("b", { type: "ping", id: 1 });
    const end: Envelope = { type: "error", payload: { code: "no_data", message: "", topic } };
    heard(end);
    expect(got["a"]?.at(-1)).toEqual(end);
    expect(got["b"]).toEqual([]);
    take("a", { type: "ticks.subscribe", payload: acme, id: 2 });
    expect(sent.map(({ type }) => type)).toEqual(["ticks.subscribe", "ping", "ticks.subscribe"]);
  });

  test("after session.clear() of one, the others are told to come again", () => {
    take("b", { type: "ticks.subscribe", payload: acme, id: 1 });
    answer("ticks.subscribe.response", subscribed);
    take("a", { type: "session.clear", id: 1 });
    answer("session.clear.response", {});
    expect(Object.keys(ended)).toEqual(["b"]);
  });
});
