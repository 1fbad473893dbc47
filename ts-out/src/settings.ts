//! The options of a client with every default filled in.

import { systemClock } from "./clock.js";
import type { Policy } from "./machine.js";
import type { ClientOptions, Clock, CloseInfo, CloseVerdict, TokenSource, WebSocketConstructor } from "./types.js";
import { verdictOf } from "./verdict.js";

export interface Settings {
  readonly lazy: boolean;
  readonly token: TokenSource | undefined;
  readonly tokenIn: "protocol" | "query";
  readonly webSocket: WebSocketConstructor | undefined;
  readonly policy: Policy;
  readonly connectTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly queueLimit: number;
  readonly graceMs: number;
  readonly heartbeatMs: number;
  readonly heartbeatTimeoutMs: number;
  readonly checkSpec: boolean;
  readonly verdict: (close: CloseInfo) => CloseVerdict;
  readonly clock: Clock;
  readonly random: () => number;
}

export function settingsOf(options: ClientOptions): Settings {
  const { token, onClose, retry } = options;
  return {
    lazy: options.lazy ?? false,
    token,
    tokenIn: options.tokenIn ?? "protocol",
    webSocket: options.webSocket ?? (globalThis as { WebSocket?: WebSocketConstructor }).WebSocket,
    policy: { minMs: retry?.minMs ?? 500, maxMs: retry?.maxMs ?? 20_000, attempts: retry?.attempts ?? Infinity },
    connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
    requestTimeoutMs: options.requestTimeoutMs ?? 10_000,
    queueLimit: options.queueLimit ?? 256,
    graceMs: options.graceMs ?? 1000,
    heartbeatMs: options.heartbeatMs ?? 25_000,
    heartbeatTimeoutMs: options.heartbeatTimeoutMs ?? 10_000,
    checkSpec: options.checkSpec ?? true,
    verdict: (close) => onClose?.(close) ?? verdictOf(close, typeof token === "function"),
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
  };
}
