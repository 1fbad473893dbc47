import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";

import WebSocket from "ws";

import { connectGreeter, type GreeterClient } from "../../generated/ts/greeter/index.js";

// The real server, on a port that it picks itself and prints.
const server = spawn("target/debug/__NAME__-server", ["127.0.0.1:0"], { stdio: ["ignore", "pipe", "inherit"] });
let greeter: GreeterClient;

before(async () => {
  for await (const line of createInterface(server.stdout)) {
    const address = /http:\/\/(\S+)/.exec(line)?.[1];
    if (address === undefined) continue;
    greeter = connectGreeter(`ws://${address}/api/v1/greeter/ws`, { webSocket: WebSocket });
    return;
  }
  assert.fail("the server ended without an address");
});

after(() => {
  greeter?.close();
  server.kill();
});

test("a greeting names whom it greets", async () => {
  assert.match((await greeter.greet({ name: "world" })).text, /world/);
});

test("the clock ticks", async () => {
  const counts: number[] = [];
  for await (const tick of greeter.clock.stream({ intervalMs: 10 })) {
    if (counts.push(tick.count) === 3) break;
  }
  const [first = 0] = counts;
  assert.deepEqual(counts, [first, first + 1, first + 2]);
});
