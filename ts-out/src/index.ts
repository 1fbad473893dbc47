//! What users import by name: errors, topics and types. Clients come from the entry point of their module.

export { connect } from "./codegen.js";
export * from "./errors/index.js";
export { canonicalize, topic } from "./topic.js";
export type * from "./types.js";
