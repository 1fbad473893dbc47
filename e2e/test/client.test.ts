// The generated TypeScript client against a mock of its document.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { build } from "esbuild";
import { closeBrowser, openPage } from "./support/browser.js";
import { root, start } from "./support/process.js";

after(closeBrowser);

const program = `
  import { connectDatafeed } from "${root}generated/ts/datafeed/client.ts";
  export async function run(url) {
    const client = connectDatafeed(url);
    const bars = [];
    for await (const bar of client.bars.stream({ symbol: "AAPL", resolution: "1" })) {
      bars.push(bar);
      if (bars.length === 5) break;
    }
    const info = await client.session.info();
    await client.close();
    return { bars, info };
  }
`;

test("streams and asks as with the real server", async (t) => {
  const mock = await start(t, "codegen", ["mock", "schema/datafeed.yaml", "--interval", "20"]);
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: root, loader: "ts" },
    bundle: true,
    write: false,
    format: "iife",
    globalName: "client",
    alias: { "@specwire/client/codegen": `${root}ts-out/src/codegen.ts` },
  });
  const page = await openPage(t, `http://${mock.host}/`);
  const code = `${outputFiles[0]?.text ?? ""}; client.run("ws://${mock.host}/api/v1/datafeed/ws")`;
  const { bars, info } = await page.evaluate(code) as { bars: { open: number; time: number }[]; info: { module: string; hash: string } };
  assert.equal(bars.length, 5);
  assert.ok(bars.every((bar) => typeof bar.open === "number"));
  assert.ok(bars.slice(1).every((bar, at) => bar.time > (bars[at]?.time ?? 0)), "time stands still");
  assert.equal(info.module, "datafeed");
  assert.match(info.hash, /^[0-9a-f]{64}$/);
});
