//! The package as it is published: what it holds, what it weighs, and how it resolves.

import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { publint } from "publint";
import { beforeAll, describe, expect, test } from "vitest";
// @ts-expect-error: the script has no types of its own.
import { budget, weigh } from "../scripts/size.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Record<string, unknown>;
const run = (command: string, ...args: string[]) => execFileSync(command, args, { cwd: root, encoding: "utf8" });

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

let packed: Packed;

beforeAll(() => {
  if (!existsSync(join(root, "dist/index.js"))) throw new Error("dist/ is missing: run `npm run build` first");
  [packed] = JSON.parse(run("npm", "pack", "--dry-run", "--json", "--ignore-scripts")) as [Packed];
});

describe("content", () => {
  test("only what users need: code, declarations, source maps, the README", () => {
    const paths = packed.files.map(({ path }) => path);
    const others = paths.filter((path) => !/^dist\/.+\.(js|js\.map|d\.ts)$/.test(path));
    expect(others.sort()).toEqual(["README.md", "package.json"]);
    for (const path of paths.filter((one) => one.endsWith(".js"))) {
      expect(paths).toContain(`${path}.map`);
      expect(paths).toContain(path.replace(/js$/, "d.ts"));
    }
  });

  test("source maps hold their sources", () => {
    const map = JSON.parse(readFileSync(join(root, "dist/core.js.map"), "utf8")) as { sourcesContent?: string[] };
    expect(map.sourcesContent?.[0]).toContain("createCore");
  });

  test("no dependency, no side effect, no comment that bundlers would keep", () => {
    expect(manifest).not.toHaveProperty("dependencies");
    expect(manifest["sideEffects"]).toBe(false);
    for (const { path } of packed.files.filter((file) => file.path.endsWith(".js"))) {
      expect(readFileSync(join(root, path), "utf8")).not.toMatch(/^\/\/!/m);
    }
  });
});

describe("resolution", () => {
  test("publint finds nothing", async () => {
    const { messages } = await publint({ pkgDir: root, strict: true });
    expect(messages).toEqual([]);
  });

  test("arethetypeswrong finds nothing, for every entry point", () => {
    const attw = join(root, "node_modules/@arethetypeswrong/cli/dist/index.js");
    const modules = ["datafeed", "broker", "datafeed/spec"];
    const args = [attw, "--pack", ".", "--profile", "esm-only", "-f", "ascii", "--include-entrypoints", ...modules];
    const { status, stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
    expect(stdout).toContain("@specwire/client/broker");
    expect(`${status}\n${stdout}`).toMatch(/^0/);
  });

  test("installed elsewhere, every entry point loads and the types hold", () => {
    const folder = mkdtempSync(join(tmpdir(), "specwire-client-"));
    try {
      run("npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", folder);
      writeFileSync(join(folder, "package.json"), '{ "type": "module", "private": true }');
      const install = [
        "install",
        "--silent",
        "--offline",
        "--no-audit",
        "--no-fund",
        "--omit=peer",
        `./${packed.filename}`,
      ];
      execFileSync("npm", install, { cwd: folder });
      const program = `
        import { topic, GaveUpError } from "@specwire/client";
        import { connect } from "@specwire/client/codegen";
        import { createMock } from "@specwire/client/mock";
        import { connectDatafeed, datafeedDescriptor } from "@specwire/client/datafeed";
        import { connectBroker } from "@specwire/client/broker";
        import { sharedSocket } from "@specwire/client/shared";
        import { spec } from "@specwire/client/broker/spec";
        const mock = createMock(datafeedDescriptor);
        await mock.advance();
        console.log(topic("a", { b: 1 }), GaveUpError.name, typeof connect, mock.client.state, connectDatafeed.name, connectBroker.name, sharedSocket.name, spec.info.title);`;
      writeFileSync(join(folder, "main.mjs"), program);
      expect(execFileSync(process.execPath, ["main.mjs"], { cwd: folder, encoding: "utf8" }).trim()).toBe(
        'a:{"b":1} GaveUpError function open connectDatafeed connectBroker sharedSocket Broker',
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("weight", () => {
  test("the whole core keeps its budget, minified and gzipped", async () => {
    const { gzipped } = (await weigh("./dist/index.js")) as { gzipped: number };
    expect(gzipped).toBeLessThanOrEqual(budget as number);
  });

  test("what an application imports is all that it ships", async () => {
    const whole = (await weigh("./dist/index.js")) as { gzipped: number };
    const errors = (await weigh("./dist/errors/index.js")) as { gzipped: number };
    expect(errors.gzipped).toBeLessThan(whole.gzipped / 4);
    const react = (await weigh("./dist/react.js", ["react"])) as { gzipped: number };
    expect(react.gzipped).toBeLessThan(1500);
  });
});
