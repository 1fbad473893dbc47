//! Raised for params that have no topic.

import { SpecwireError } from "./base.js";

/** These params cannot be written as a topic: they hold something that JSON, or the topic rule, does not allow. */
export class TopicError extends SpecwireError<{ path: string }> {
  override readonly name = "TopicError";
  /** Where in the params the value stands, such as `params.symbols[2]`. */
  declare readonly path: string;
}
