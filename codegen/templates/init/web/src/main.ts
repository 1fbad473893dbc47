// Prints a greeting and three ticks of the server's clock: `node dist/web/src/main.js [URL]`.

import WebSocket from "ws";

import { connectGreeter } from "../../generated/ts/greeter/index.js";

const url = process.argv[2] ?? "ws://127.0.0.1:8000/api/v1/greeter/ws";
const greeter = connectGreeter(url, { webSocket: WebSocket });

const { text } = await greeter.greet({ name: "world" });
console.log(text);

let left = 3;
for await (const tick of greeter.clock.stream({ intervalMs: 500 })) {
  console.log(tick.count, new Date(tick.unixMs).toISOString());
  left -= 1;
  if (left === 0) break;
}
greeter.close();
