//! Against a FastWS application, the Python framework whose envelope this is: it echoes no ids.

import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { connectDemo, type DemoClient } from "./fixture/demo/client.js";
import { ServerProcess } from "./support/process.js";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** A Python that has `fastws`, made on first use; `undefined` where that cannot be. */
function python(): string | undefined {
  const venv = here("../node_modules/.cache/fastws");
  const found = `${venv}/bin/python`;
  const works = () => existsSync(found) && spawnSync(found, ["-c", "import fastws, uvicorn, websockets"]).status === 0;
  try {
    if (!works()) {
      execFileSync("python3", ["-m", "venv", venv], { stdio: "pipe" });
      const packages = ["fastws==0.1.7", "uvicorn", "websockets"];
      execFileSync(found, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...packages], {
        stdio: "pipe",
      });
    }
    if (works()) return found;
  } catch {
    // Told below.
  }
  const message = "they need python3 (3.11 or later) and the package `fastws`";
  if (process.env["CI"]) throw new Error(`the FastWS tests cannot run: ${message}`);
  process.stderr.write(`\n*** FASTWS TESTS SKIPPED: ${message} ***\n\n`);
  return undefined;
}

const interpreter = python();

describe.skipIf(!interpreter)("a FastWS application", () => {
  let server: ServerProcess;
  let client: DemoClient;

  beforeAll(async () => {
    server = await ServerProcess.start(interpreter ?? "", [here("support/fastws_app.py")], /^(\d+)$/m);
    const options = { webSocket: WebSocket, checkSpec: false, heartbeatMs: 200, retry: { minMs: 10, maxMs: 100 } };
    client = connectDemo(`ws://127.0.0.1:${server.found}/ws`, options);
  });

  afterAll(async () => {
    client.close();
    await server.stop();
  });

  test("replies are matched in order, and updates arrive in order", async () => {
    const placed = [1, 2, 3].map((quantity) => client.orders.place({ side: "buy", quantity }));
    const got: number[] = [];
    for await (const { n } of client.ticks.stream({ symbol: "ÄÖ" })) if (got.push(n) === 5) break;
    expect(await Promise.all(placed)).toEqual([{ id: "1" }, { id: "2" }, { id: "3" }]);
    expect(got).toEqual(got.map((_, index) => (got[0] ?? 0) + index));
  });

  test("its demand for signs of life is met", async () => {
    const closes: unknown[] = [];
    const off = client.on("status", (status) => closes.push(status));
    const seen = new Promise<void>((resolve) => {
      let updates = 0;
      const stop = client.ticks.subscribe({ symbol: "B" }, () => {
        if (++updates < 60) return;
        stop();
        resolve();
      });
    });
    await seen;
    off();
    expect(closes).toEqual([]);
  });

  test("a message that it refuses fails that request only, and everything goes on", async () => {
    const updates = client.ticks.stream({ symbol: "C" });
    await updates.next();
    const wrong = client.orders.place({ side: "buy", quantity: "many" as unknown as number });
    await expect(wrong).rejects.toMatchObject({ name: "ServerError", code: "bad_message" });
    expect(await client.orders.place({ side: "buy", quantity: 4 })).toEqual({ id: "4" });
    expect((await updates.next()).done).toBe(false);
    await updates.return?.();
  });
});
