//! From address and token to a socket that is about to connect.

import { SpecwireError } from "./errors/base.js";
import type { ClientOptions, UrlSource, WebSocketConstructor, WebSocketLike } from "./types.js";

/** The result makes the socket, for the caller to decide whether it is still wanted. */
export async function dial(
  source: UrlSource,
  { token: tokens, tokenIn, webSocket }: ClientOptions,
  expired: boolean,
): Promise<() => WebSocketLike> {
  const { WebSocket, location } = globalThis as { WebSocket?: WebSocketConstructor; location?: { href: string } };
  const Socket = webSocket ?? WebSocket;
  if (!Socket) throw new SpecwireError("no WebSocket here: pass the option `webSocket`");
  const address = typeof source === "function" ? await source() : source;
  const url = new URL(`${address}`, location?.href);
  url.protocol = url.protocol.replace("http", "ws");
  const token = typeof tokens === "function" ? await tokens({ expired }) : tokens;
  if (token && tokenIn === "query") url.searchParams.set("access_token", token);
  return () => new Socket(`${url}`, token && tokenIn !== "query" ? ["specwire.json", `bearer.${token}`] : undefined);
}
