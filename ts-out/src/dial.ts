//! From address and token to a socket that is about to connect.

import { SpecwireError } from "./errors/base.js";
import type { Settings } from "./settings.js";
import type { UrlSource, WebSocketLike } from "./types.js";

export async function dial(
  source: UrlSource,
  { token: tokens, tokenIn, webSocket: Socket }: Settings,
  expired: boolean,
): Promise<() => WebSocketLike> {
  if (!Socket) throw new SpecwireError("no WebSocket class here: pass one as the option `webSocket`");
  const address = typeof source === "function" ? await source() : source;
  const url = new URL(typeof address === "string" ? address : address.href, globalThis.location?.href);
  url.protocol = url.protocol.replace("http", "ws");
  const token = typeof tokens === "function" ? await tokens({ expired }) : tokens;
  if (token && tokenIn === "query") url.searchParams.set("access_token", token);
  const protocols = token && tokenIn === "protocol" ? ["specwire.json", `bearer.${token}`] : undefined;
  return () => new Socket(url.href, protocols);
}
