//! The examples of the README compile, as they stand.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const readme = readFileSync(`${root}README.md`, "utf8");
const blocks = [...readme.matchAll(/```(tsx?)\n([\s\S]*?)```/g)].map(([, kind = "ts", code = ""]) => ({ kind, code }));

const config = ts.readConfigFile(`${root}tsconfig.test.json`, ts.sys.readFile).config as object;
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
// Resolved as users resolve it: by the package's name, to what was built.
delete options.paths;

describe("README", () => {
  test("its example of a component's test is one that passes", () => {
    const example = readFileSync(`${root}test/readme-example.test.tsx`, "utf8");
    expect(blocks.map(({ code }) => code)).toContain(example);
  });

  test("every example compiles", () => {
    expect(blocks.length).toBeGreaterThan(5);
    const examples = new Map(blocks.map(({ kind, code }, index) => [`${root}test/example-${index}.${kind}`, code]));
    const host = ts.createCompilerHost(options);
    const { readFile, fileExists } = host;
    host.readFile = (path) => examples.get(path) ?? readFile(path);
    host.fileExists = (path) => examples.has(path) || fileExists(path);
    const getSourceFile = host.getSourceFile.bind(host);
    host.getSourceFile = (path, version, ...rest) => {
      const code = examples.get(path);
      return code === undefined ? getSourceFile(path, version, ...rest) : ts.createSourceFile(path, code, version);
    };
    const program = ts.createProgram([...examples.keys()], options, host);
    const complaints = ts
      .getPreEmitDiagnostics(program)
      .map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`);
    expect(complaints).toEqual([]);
  });
});
