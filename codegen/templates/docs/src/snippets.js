// Text to copy: JSON as people write it, types for TypeScript and Rust, calls for clients and shells.

import { choicesOf, flatten, kindOf, nameOf, takesNull } from "./schema.js";
/** @import { Json, Op, PageData, Schema, Schemas } from "./types.js" */

/**
 * What fits on a line stays on one.
 * @param {Json} value
 * @returns {string}
 */
export function pretty(value, indent = 0, used = 0, width = 50) {
  const line = oneLine(value);
  if (typeof value !== "object" || value === null || indent + used + line.length <= width || line.length === 2) return line;
  const pad = " ".repeat(indent + 2);
  const end = `\n${" ".repeat(indent)}`;
  if (Array.isArray(value)) return `[\n${value.map((item) => pad + pretty(item, indent + 2, 1, width)).join(",\n")}${end}]`;
  const members = Object.entries(value).map(([name, member]) => `${pad}${JSON.stringify(name)}: ${pretty(member, indent + 2, name.length + 5, width)}`);
  return `{\n${members.join(",\n")}${end}}`;
}

/**
 * @param {Json} value
 * @returns {string}
 */
function oneLine(value) {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}: ${oneLine(member)}`);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

/**
 * A value as a TypeScript literal: names without quotes where they need none.
 * @param {Json | undefined} value
 */
function literal(value, indent = 0) {
  return pretty(value ?? {}, indent, 4).replace(/"([A-Za-z_$][\w$]*)":/g, "$1:");
}

/** @param {string} name */
const tsKey = (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));

/** @param {string} name */
export function pascal(name) {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
  const joined = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join("");
  return /^\p{L}/u.test(joined) ? joined : `T${joined}`;
}

/** @param {string} name */
function snake(name) {
  const snaked = name.replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, "$1_$2").replace(/[^\p{L}\p{N}]+/gu, "_").toLowerCase();
  return /^\p{L}|^_/u.test(snaked) ? snaked : `f_${snaked}`;
}

/**
 * @param {string} text
 * @param {string} indent
 * @param {string} mark
 */
function comment(text, indent, mark) {
  const lines = text.trim().split("\n");
  if (mark === "///") return lines.map((line) => `${indent}/// ${line}`.trimEnd()).join("\n") + "\n";
  return `${indent}/** ${lines.map((line) => line.replaceAll("*/", "* /")).join(`\n${indent} * `)} */\n`;
}

/**
 * A TypeScript type by itself.
 * @param {Schema | undefined} node
 * @param {Schemas} all
 * @returns {string}
 */
function tsType(node, all, indent = "", depth = 0) {
  if (node?.$ref !== undefined) return pascal(nameOf(node));
  const schema = flatten(node, all);
  const wrap = (/** @type {string} */ type) => (takesNull(schema, all) && !type.endsWith("null") ? `${type} | null` : type);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return wrap(schema.enum.map((one) => JSON.stringify(one)).join(" | ") + (schema["x-open"] === true ? " | (string & {})" : ""));
  const choices = choicesOf(schema, all);
  if (choices.length > 0) return wrap(choices.map((choice) => tsType(choice, all, indent, depth + 1)).join(" | "));
  if (depth > 10) return "unknown";
  switch (kindOf(schema)) {
    case "object":
      return wrap(schema.properties === undefined ? `Record<string, ${tsOpen(schema, all, indent, depth)}>` : tsBody(schema, all, indent, depth));
    case "array": {
      if (Array.isArray(schema.items)) return wrap(`[${schema.items.map((item) => tsType(item, all, indent, depth + 1)).join(", ")}]`);
      const item = tsType(schema.items, all, indent, depth + 1);
      return wrap(/[ |&]/.test(item) && !item.startsWith("{") ? `(${item})[]` : `${item}[]`);
    }
    case "integer":
    case "number":
      return wrap("number");
    case "string":
    case "boolean":
      return wrap(kindOf(schema));
    case "null":
      return "null";
    default:
      return "unknown";
  }
}

/**
 * @param {Schema} schema
 * @param {Schemas} all
 * @param {string} indent
 * @param {number} depth
 */
function tsOpen(schema, all, indent, depth) {
  return typeof schema.additionalProperties === "object" ? tsType(schema.additionalProperties, all, indent, depth + 1) : "unknown";
}

/**
 * @param {Schema} schema
 * @param {Schemas} all
 * @param {string} indent
 * @param {number} depth
 * @returns {string}
 */
function tsBody(schema, all, indent, depth) {
  const inner = `${indent}  `;
  const members = Object.entries(schema.properties ?? {}).map(([name, member]) => {
    const docs = member.description === undefined ? "" : comment(member.description, inner, "*");
    return `${docs}${inner}${tsKey(name)}${schema.required?.includes(name) === true ? "" : "?"}: ${tsType(member, all, inner, depth + 1)};`;
  });
  return `{\n${members.join("\n")}\n${indent}}`;
}

/**
 * A named schema in TypeScript.
 * @param {string} name
 * @param {Schemas} all
 */
export function typescriptOf(name, all) {
  const schema = flatten(all[name], all);
  const docs = schema.description === undefined ? "" : comment(schema.description, "", "*");
  const plain = kindOf(schema) === "object" && schema.properties !== undefined && choicesOf(schema, all).length === 0;
  if (plain) return `${docs}export interface ${pascal(name)} ${tsBody(schema, all, "", 0)}`;
  return `${docs}export type ${pascal(name)} = ${tsType(schema, all)};`;
}

/**
 * A Rust type by itself.
 * @param {Schema | undefined} node
 * @param {Schemas} all
 * @returns {string}
 */
function rustType(node, all, depth = 0) {
  if (node?.$ref !== undefined) return pascal(nameOf(node));
  const schema = flatten(node, all);
  const wrap = (/** @type {string} */ type) => (takesNull(schema, all) ? `Option<${type}>` : type);
  const choices = choicesOf(schema, all);
  if (choices.length === 1) return wrap(rustType(choices[0], all, depth + 1));
  if (choices.length > 1 || depth > 10) return wrap("serde_json::Value");
  switch (kindOf(schema)) {
    case "array":
      return wrap(Array.isArray(schema.items) ? "Vec<serde_json::Value>" : `Vec<${rustType(schema.items, all, depth + 1)}>`);
    case "object":
      return wrap(typeof schema.additionalProperties === "object" ? `BTreeMap<String, ${rustType(schema.additionalProperties, all, depth + 1)}>` : "serde_json::Value");
    case "integer":
      return wrap(schema.format === "int32" ? "i32" : (schema.minimum ?? -1) >= 0 ? "u64" : "i64");
    case "number":
      return wrap("f64");
    case "boolean":
      return wrap("bool");
    case "string":
      return wrap("String");
    default:
      return "serde_json::Value";
  }
}

/**
 * A named schema in Rust.
 * @param {string} name
 * @param {Schemas} all
 */
export function rustOf(name, all) {
  const schema = flatten(all[name], all);
  const docs = schema.description === undefined ? "" : comment(schema.description, "", "///");
  const head = `${docs}#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]\n`;
  const choices = choicesOf(schema, all);
  if (schema.enum !== undefined && schema.enum.every((one) => typeof one === "string")) {
    const variants = schema.enum.map((one) => `    #[serde(rename = ${JSON.stringify(one)})]\n    ${pascal(String(one))},`);
    return `${head}pub enum ${pascal(name)} {\n${variants.join("\n")}\n}`;
  }
  if (choices.length > 1) {
    const variants = choices.map((choice, at) => `    ${choice.$ref === undefined ? `Variant${at + 1}` : pascal(nameOf(choice))}(${rustType(choice, all)}),`);
    return `${head}#[serde(untagged)]\npub enum ${pascal(name)} {\n${variants.join("\n")}\n}`;
  }
  if (schema.properties === undefined) return `${docs}pub type ${pascal(name)} = ${rustType(schema, all)};`;
  const fields = Object.entries(schema.properties).map(([member, node]) => {
    const type = rustType(node, all);
    const optional = schema.required?.includes(member) !== true;
    const field = snake(member);
    const attributes = [
      ...(field === member ? [] : [`rename = ${JSON.stringify(member)}`]),
      ...(optional ? ["default", 'skip_serializing_if = "Option::is_none"'] : []),
    ];
    const serde = attributes.length === 0 ? "" : `    #[serde(${attributes.join(", ")})]\n`;
    const notes = node.description === undefined ? "" : comment(node.description, "    ", "///");
    return `${notes}${serde}    pub ${RUST_WORDS.has(field) ? `r#${field}` : field}: ${optional && !type.startsWith("Option<") ? `Option<${type}>` : type},`;
  });
  return `${head}pub struct ${pascal(name)} {\n${fields.join("\n")}\n}`;
}

const RUST_WORDS = new Set("as async await box break const continue crate dyn else enum extern false fn for if impl in let loop match mod move mut pub ref return static struct trait true type unsafe use where while yield".split(" "));

/**
 * The frame that an operation sends.
 * @param {Op} op
 * @param {Json | undefined} payload
 * @returns {Json}
 */
export function frameOf(op, payload) {
  if (op.send === undefined) return payload ?? {};
  return payload === undefined || payload === null ? { type: op.send } : { type: op.send, payload };
}

/**
 * How a client of each kind does what an operation is for.
 * @param {Op} op
 * @param {PageData} page
 * @param {string} url
 * @returns {[label: string, text: string][]}
 */
export function callsOf(op, page, url) {
  const frame = frameOf(op, op.example);
  const text = JSON.stringify(frame);
  const ahead = op.kind === "event" || op.kind === "receive";
  /** @type {[string, string][]} */
  const out = [];
  if (url === "") return out;
  // The client obeys `system.reconnect` by itself.
  if (page.envelope && op.name !== "system.reconnect") out.push(["TypeScript", typescriptCall(op, page, url)]);
  out.push(["Rust", rustCall(frame, url, ahead)]);
  const quoted = text.replaceAll("'", "'\\''");
  out.push(["websocat", ahead ? `websocat ${url}` : `echo '${quoted}' \\\n  | websocat --no-close ${url}`]);
  return out;
}

/**
 * @param {Op} op
 * @param {PageData} page
 * @param {string} url
 */
function typescriptCall(op, page, url) {
  const client = page.connect.replace(/^connect/, "").replace(/^./, (first) => first.toLowerCase());
  const head = `import { ${page.connect} } from "./${page.module}/client.js";\n\nconst ${client} = ${page.connect}(\n  ${JSON.stringify(url)},\n);\n`;
  if (op.kind === "route") return `${head}\nconst stop = ${client}.${op.path}.subscribe(\n  ${literal(op.example, 2)},\n  (update) => console.log(update),\n);\n\n// Later:\nstop();`;
  if (op.kind === "event") return `${head}\n${client}.on(${JSON.stringify(op.name)}, (payload) => {\n  console.log(payload);\n});`;
  const payload = op.in === undefined || op.in === null ? "" : literal(op.example);
  const call = `await ${client}.${op.path}(${payload});`;
  return `${head}\n${typeof op.reply === "string" ? `const reply = ${call}\nconsole.log(reply);` : call}`;
}

/**
 * @param {Json} frame
 * @param {string} url
 * @param {boolean} ahead
 */
function rustCall(frame, url, ahead) {
  const json = pretty(frame, 4, 22);
  const send = ahead ? "" : `    let message = serde_json::json!(${json});\n    socket.send(message.to_string().into()).await?;\n`;
  return [
    "// futures-util, serde_json, tokio, tokio-tungstenite",
    "use futures_util::{SinkExt, StreamExt};",
    "",
    "#[tokio::main]",
    "async fn main() -> Result<(), Box<dyn std::error::Error>> {",
    `    let url = ${JSON.stringify(url)};`,
    "    let (mut socket, _) = tokio_tungstenite::connect_async(url).await?;",
    `${send}    while let Some(frame) = socket.next().await {`,
    "        println!(\"{}\", frame?);",
    "    }",
    "    Ok(())",
    "}",
  ].join("\n");
}
