//! Prints what the package weighs, minified and gzipped, and fails where the core is over its budget.

import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { buildSync } from "esbuild";

/** The budget of everything that a typed client needs at run time, in bytes. */
export const budget = 5120;

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Bytes of an entry point as an application ships it that uses everything, or only these names. */
export async function weigh(entry, external = [], names = undefined) {
  const used = names ?? Object.keys(await import(new URL(`../${entry}`, import.meta.url)));
  const contents = `import { ${used} } from ${JSON.stringify(entry)}; console.log(${used});`;
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir: root, loader: "ts" },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
    external,
    logLevel: "error",
  });
  const minified = outputFiles[0]?.contents ?? new Uint8Array();
  return { minified: minified.length, gzipped: gzipSync(minified, { level: 9 }).length };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const rows = {
    core: await weigh("./dist/index.js"),
    mock: await weigh("./dist/mock/index.js"),
    react: await weigh("./dist/react.js", ["react"]),
    shared: await weigh("./dist/shared/index.js"),
    vue: await weigh("./dist/vue.js", ["vue"]),
  };
  for (const [name, { minified, gzipped }] of Object.entries(rows)) {
    console.log(`${name.padEnd(6)} ${minified} bytes minified, ${gzipped} gzipped`);
  }
  if (rows.core.gzipped > budget) {
    console.error(`core is over its budget of ${budget} bytes`);
    process.exit(1);
  }
}
