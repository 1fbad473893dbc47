//! A real Chromium with a page that holds the demo client, as an application would bundle it.

import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

const executable = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

/** Whether the browser tests can run; where they cannot, CI fails and others are told loudly. */
export function haveChromium(): boolean {
  if (existsSync(executable)) return true;
  const message = `no Chromium at ${executable}: run scripts/install-chromium.sh, or name one in $CHROMIUM`;
  if (process.env["CI"]) throw new Error(message);
  process.stderr.write(`\n*** BROWSER TESTS SKIPPED: ${message} ***\n\n`);
  return false;
}

export class Chromium {
  readonly #browser: Browser;
  readonly #close: () => void;
  readonly #origin: string;

  private constructor(browser: Browser, origin: string, close: () => void) {
    this.#browser = browser;
    this.#origin = origin;
    this.#close = close;
  }

  static async start(): Promise<Chromium> {
    const script = await bundle();
    const server = createServer((request, response) => {
      const isScript = request.url === "/page.js";
      response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
      response.end(isScript ? script : "<!doctype html><title>demo</title><script src=/page.js></script>");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const browser = await chromium.launch({
      executablePath: executable,
      args: [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
    return new Chromium(browser, `http://127.0.0.1:${port}/`, () => server.close());
  }

  /** A page of its own, with its own network. */
  async page(): Promise<Page> {
    return this.tab(await this.#browser.newContext());
  }

  /** One more tab beside another page. */
  async tab(context: BrowserContext): Promise<Page> {
    const page = await context.newPage();
    await page.goto(this.#origin);
    return page;
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    this.#close();
  }
}

async function bundle(): Promise<string> {
  const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  const { outputFiles } = await build({
    entryPoints: [here("./page.ts")],
    bundle: true,
    format: "iife",
    target: "es2022",
    write: false,
    alias: { "@specwire/client/codegen": here("../../src/codegen.ts") },
  });
  return outputFiles[0]?.text ?? "";
}
