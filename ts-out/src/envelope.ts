//! Frames: an envelope as text.

import type { Envelope } from "./types.js";

export function encode(type: string, payload: unknown, id: number): string {
  return JSON.stringify({ type, payload, id }, plain);
}

/** A copy of what would be sent, which later changes to the value do not reach. */
export function snapshot(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, plain));
}

/** Integers of the safe range are sent as numbers, also where they come as `bigint`; JSON refuses the others. */
function plain(_key: string, value: unknown): unknown {
  return typeof value === "bigint" && Number.isSafeInteger(Number(value)) ? Number(value) : value;
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
