//! What follows a close.

import type { ClientOptions, CloseInfo, CloseVerdict } from "./types.js";

/** 4401 asks for another token, 4403 says that no token will do; after every other close it is worth to try again. */
export function verdictOf(close: CloseInfo, { token, onClose }: ClientOptions): CloseVerdict {
  const renewable = close.code === 4401 && typeof token === "function";
  return onClose?.(close) ?? (renewable ? "refresh" : /440[13]/.test(`${close.code}`) ? "give-up" : "retry");
}
