//! Types as users meet them: right and wrong programs, and what editors offer.

import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const config = ts.readConfigFile(`${root}tsconfig.test.json`, ts.sys.readFile).config as object;
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);

function complaints(path: string): string[] {
  const program = ts.createProgram([`${root}test/types/${path}`], options);
  return ts.getPreEmitDiagnostics(program).map(({ start, messageText, file }) => {
    const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    return `${line}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
  });
}

describe("the compiler", () => {
  test("takes what is right, with the types that it should have", () => {
    expect(complaints("right.ts")).toEqual([]);
  });

  test("refuses every mistake", () => {
    expect(complaints("wrong.ts")).toEqual([]);
  });
});

/** What an editor offers at the `|` of a program. */
function offered(body: string): string[] {
  const path = `${root}test/types/offered.ts`;
  const text = `import { connectDemo } from "../fixture/demo/client.js";\nconst client = connectDemo("ws://localhost/");\n${body}`;
  const at = text.indexOf("|");
  const source = text.replace("|", "");
  const service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [path],
    getScriptVersion: () => "1",
    getScriptSnapshot: (file) => {
      const content = file === path ? source : ts.sys.readFile(file);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (file) => file === path || ts.sys.fileExists(file),
    readFile: ts.sys.readFile,
    directoryExists: ts.sys.directoryExists,
  });
  const names = service.getCompletionsAtPosition(path, at, {})?.entries.map(({ name }) => name) ?? [];
  service.dispose();
  return names.sort();
}

describe("an editor offers what the document has, and nothing else", () => {
  const client = ["close", "connect", "descriptor", "on", "state"];

  test("members of the client", () => {
    expect(offered("client.|")).toEqual([...client, "orders", "ping", "session", "ticks"].sort());
  });

  test("a route, and a route with requests", () => {
    expect(offered("client.ticks.|")).toEqual(["latest", "stream", "subscribe"]);
    expect(offered("client.orders.|")).toEqual(["latest", "note", "place", "stream", "subscribe"]);
    expect(offered("client.session.|")).toEqual(["clear", "info"]);
  });

  test("params, payloads and their values", () => {
    expect(offered("client.ticks.subscribe({ | }, () => {});")).toEqual(["symbol"]);
    expect(offered("client.orders.place({ | });")).toEqual(["quantity", "side"]);
    expect(offered('client.orders.place({ quantity: 1, side: "|" });')).toEqual(["buy", "sell"]);
    expect(offered('client.ticks.subscribe({ symbol: "A" }, (tick) => tick.|);')).toEqual(["mood", "n"]);
  });

  test("events", () => {
    expect(offered('client.on("|", () => {});')).toEqual(
      ["error", "skew", "status", "subscription", "system.notification", "unknown"].sort(),
    );
  });
});
