// Makes the embedded script and style of the docs page from their sources. With --check it only compares.

import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { build } from "esbuild";

const docs = fileURLToPath(new URL("../codegen/templates/docs/", import.meta.url));
const targets = { "page.min.js": "main.js", "load.min.js": "load.js", "early.min.js": "early.js", "page.min.css": "page.css" };
const packed = "page.packed.txt";

const browsers = ["chrome120", "safari17", "firefox121"];
const common = { minify: true, write: false, legalComments: "none", logLevel: "error" };

/** A style that a script imports is a text to it. */
const styles = {
  name: "styles",
  setup: ({ onLoad }) => onLoad({ filter: /\.css$/ }, async ({ path }) => {
    const { outputFiles } = await build({ ...common, target: browsers, entryPoints: [path] });
    return { contents: outputFiles[0].text, loader: "text" };
  }),
};

/** Each embedded file's name, what it should hold and what it holds. */
export async function embedded() {
  const made = [];
  for (const [name, source] of Object.entries(targets)) {
    const kind = name.endsWith(".css") ? { target: browsers } : { target: "es2022", format: "esm", bundle: true, plugins: [styles] };
    const result = await build({ ...common, ...kind, entryPoints: [`${docs}src/${source}`] });
    const path = `${docs}${name}`;
    made.push({ path, name, text: result.outputFiles[0].text, old: await readFile(path, "utf8").catch(() => "") });
  }
  const script = made.find(({ name }) => name === "page.min.js")?.text ?? "";
  // Compared by what it holds: another zlib may pack the same text into other bytes.
  const old = await readFile(`${docs}${packed}`, "utf8").then((text) => inflateRawSync(Buffer.from(text, "base64")).toString()).catch(() => "");
  made.push({ path: `${docs}${packed}`, name: packed, text: script, old, pack: (text) => deflateRawSync(text, { level: 9 }).toString("base64") });
  return made;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { path, name, text, old, pack } of await embedded()) {
    if (old === text) continue;
    if (process.argv.includes("--check")) {
      console.error(`${name} is not what its sources say: run npm run build in e2e/`);
      process.exitCode = 1;
    } else {
      const content = pack === undefined ? text : pack(text);
      await writeFile(path, content);
      console.log(`${name}: ${content.length} bytes`);
    }
  }
}
