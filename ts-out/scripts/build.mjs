//! Builds dist/: the package's own sources, then the client of every module under generated/ts.

import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const generated = join(root, "..", "generated", "ts");
const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");

/** Folders of generated/ts that hold a typed client. */
function modules() {
  if (!existsSync(generated)) return [];
  return readdirSync(generated, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(generated, entry.name, "client.ts")))
    .map((entry) => entry.name);
}

function fail(message) {
  console.error(`build: ${message}`);
  process.exit(1);
}

function compile(project) {
  const { status } = spawnSync(process.execPath, [tsc, "-p", join(root, project)], { stdio: "inherit" });
  if (status !== 0) fail(`tsc failed for ${project}`);
}

/** The served document of a module, for mocks: an entry point of its own, so that nobody else carries it. */
function stageSpec(name) {
  const folder = join(root, "staging", name, "spec");
  const spec = JSON.stringify(JSON.parse(readFileSync(join(generated, "..", "spec", `${name}.json`), "utf8")));
  mkdirSync(folder);
  writeFileSync(
    join(folder, "index.ts"),
    `/** The document that the server serves. */\nexport const spec: object = ${spec};\n`,
  );
}

/** Bundlers keep comments that start with `//!`, as they would a licence; ours are for readers of the source. */
function quieten(file) {
  const text = readFileSync(file, "utf8");
  if (text.startsWith("//!")) writeFileSync(file, `//${text.slice(3)}`);
}

const found = modules();
if (!found.length) fail("no module under generated/ts: run `make codegen` (or `codegen generate`) first");
const taken = ["index", "codegen", "mock", "react", "shared", "vue"].filter((name) => found.includes(name));
if (taken.length) fail(`a module cannot be called ${taken.join(" or ")}: the package has an entry point of that name`);

rmSync(join(root, "dist"), { recursive: true, force: true });
compile("tsconfig.build.json");
// The generated files are compiled as part of this package, which they import by its name.
const staged = join(root, "staging");
rmSync(staged, { recursive: true, force: true });
cpSync(generated, staged, { recursive: true });
for (const name of found) stageSpec(name);
compile("tsconfig.modules.json");
rmSync(staged, { recursive: true });
for (const file of readdirSync(join(root, "dist"), { recursive: true, encoding: "utf8" })) {
  if (file.endsWith(".js")) quieten(join(root, "dist", file));
}
console.log(`build: ${["client", "codegen", "mock", "react", "shared", "vue", ...found].join(", ")}`);
