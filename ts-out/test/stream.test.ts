//! Streams: reading, ending, overflowing.

import { describe, expect, test } from "vitest";
import { GaveUpError, StreamOverflowError } from "../src/index.js";
import { connected } from "./support/demo.js";

const acme = { symbol: "ACME" };

/** Starts to read, so that the subscription is there. */
async function reading(options = {}) {
  const all = await connected({ graceMs: 0 });
  const stream = all.client.ticks.stream(acme, options);
  const first = stream.next();
  await all.mock.advance();
  const publish = (...numbers: number[]) => {
    for (const n of numbers) all.mock.publish(all.client.ticks, acme, { n });
  };
  publish(0);
  await first;
  return { ...all, stream, publish };
}

describe("a stream", () => {
  test("starts with the first read and ends with the loop", async () => {
    const { mock, client } = await connected({ graceMs: 0 });
    const stream = client.ticks.stream<number>(acme, { map: ({ n }) => n });
    await mock.advance();
    expect(mock.topics).toEqual([]);
    mock.feed(client.ticks, 10, (_, { index }) => ({ n: index }));
    const read = (async () => {
      const got: number[] = [];
      for await (const n of stream) if (got.push(n) === 3) break;
      return got;
    })();
    await mock.advance(100);
    expect(await read).toEqual([0, 1, 2]);
    await mock.advance();
    expect(mock.topics).toEqual([]);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  test("keeps what is not read yet, in order, also for several readers", async () => {
    const { stream, publish } = await reading();
    publish(1, 2);
    const reads = [stream.next(), stream.next(), stream.next()];
    publish(3);
    expect((await Promise.all(reads)).map(({ value }) => value?.n)).toEqual([1, 2, 3]);
  });

  test("fails when nobody reads, after what it holds", async () => {
    const { stream, publish, mock } = await reading({ buffer: 2 });
    publish(1, 2, 3);
    expect(await stream.next()).toMatchObject({ value: { n: 1 } });
    expect(await stream.next()).toMatchObject({ value: { n: 2 } });
    await expect(stream.next()).rejects.toThrow(StreamOverflowError);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
    await mock.advance();
    expect(mock.topics).toEqual([]);
  });

  test("lets go of the oldest where told to", async () => {
    const { stream, publish } = await reading({ buffer: 2, overflow: "drop-oldest" });
    publish(1, 2, 3);
    expect(await stream.next()).toMatchObject({ value: { n: 2 } });
  });

  test("ends with an aborted signal, a closed client, or one that gave up", async () => {
    const controller = new AbortController();
    const aborted = await reading({ signal: controller.signal });
    const waiting = expect(aborted.stream.next()).rejects.toThrow("enough");
    controller.abort(new Error("enough"));
    await waiting;
    await aborted.mock.advance();
    expect(aborted.mock.topics).toEqual([]);
    await expect(aborted.client.ticks.stream(acme, { signal: controller.signal }).next()).rejects.toThrow("enough");

    const closed = await reading();
    const last = closed.stream.next();
    closed.client.close();
    expect(await last).toEqual({ done: true, value: undefined });

    const gaveUp = await reading();
    const failed = expect(gaveUp.stream.next()).rejects.toThrow(GaveUpError);
    gaveUp.mock.disconnect(4403);
    await failed;
  });

  test("a mapper that throws is an error event; the stream goes on", async () => {
    const { mock, client, errors } = await connected();
    const stream = client.ticks.stream<number>(acme, {
      map({ n }) {
        if (n === 1) throw new Error("odd");
        return n;
      },
    });
    const next = stream.next();
    await mock.advance();
    mock.publish(client.ticks, acme, { n: 1 });
    mock.publish(client.ticks, acme, { n: 2 });
    expect((await next).value).toBe(2);
    expect(errors).toEqual([new Error("odd")]);
  });
});
