// Makes the embedded script and style of the docs page from their sources. With --check it only compares.

import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const docs = fileURLToPath(new URL("../codegen/templates/docs/", import.meta.url));
const targets = { "page.min.js": "main.js", "early.min.js": "early.js", "page.min.css": "page.css" };

/** Each embedded file's name and what it should hold. */
export async function embedded() {
  const made = [];
  for (const [name, source] of Object.entries(targets)) {
    const options = { bundle: true, minify: true, write: false, format: "esm", legalComments: "none", logLevel: "error" };
    const target = name.endsWith(".css") ? ["chrome120", "safari17", "firefox121"] : "es2022";
    const result = await build({ ...options, target, entryPoints: [`${docs}src/${source}`] });
    made.push({ path: `${docs}${name}`, name, text: result.outputFiles[0].text });
  }
  return made;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { path, name, text } of await embedded()) {
    const old = await readFile(path, "utf8").catch(() => "");
    if (process.argv.includes("--check")) {
      if (old !== text) {
        console.error(`${name} is not what its sources say: run npm run build in e2e/`);
        process.exitCode = 1;
      }
    } else if (old !== text) {
      await writeFile(path, text);
      console.log(`${name}: ${text.length} bytes`);
    }
  }
}
