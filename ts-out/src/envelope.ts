//! Frames: an envelope as text.

import type { Envelope } from "./types.js";

/** Codes of an `error` that speaks of one message. */
export const aboutMessage = /^(bad|decode|validation|no)_/;

/** A copy of what would be sent, which later changes to the value do not reach. */
export function snapshot(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** `null` where the frame is no envelope. */
export function decode(data: unknown): Envelope | null {
  try {
    const frame = JSON.parse(data as string) as Envelope | null;
    return typeof frame?.type === "string" ? frame : null;
  } catch {
    return null;
  }
}
