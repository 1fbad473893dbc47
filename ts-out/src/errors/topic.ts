//! Raised for params that have no topic.

import { SpecwireError } from "./base.js";

/** These params cannot be written as a topic: they hold something that JSON, or the topic rule, does not allow. */
export class TopicError extends SpecwireError {
  override readonly name = "TopicError";
  /** Where in the params the value stands, such as `symbols[2]`; empty for the params themselves. */
  declare readonly path: string;

  constructor(path: string, problem: string) {
    super(`${path || "params"}: ${problem}`, { path });
  }
}
