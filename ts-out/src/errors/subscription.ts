//! Raised for subscriptions that the server refused.

import { SpecwireError } from "./base.js";

/** The server answered the subscription with `status: "error"`. */
export class SubscriptionError extends SpecwireError<{ topic: string }> {
  override readonly name = "SubscriptionError";
  /** The topic that was asked for. */
  declare readonly topic: string;
}
