//! From address and token to a socket that is about to connect.

import { SpecwireError } from "./errors/base.js";
import type { ClientOptions, UrlSource, WebSocketConstructor, WebSocketLike } from "./types.js";

/** There is nothing to connect with, which trying again does not mend. */
export interface Hopeless {
  readonly final: true;
}

const platform = globalThis as { WebSocket?: WebSocketConstructor; location?: { readonly href: string } };

/** The result makes the socket, for the caller to decide whether it is still wanted. */
export async function dial(
  source: UrlSource,
  { token: tokens, tokenIn, webSocket: Socket = platform.WebSocket }: ClientOptions,
  expired = false,
): Promise<() => WebSocketLike> {
  if (!Socket) throw new SpecwireError<Hopeless>("no WebSocket: pass the option `webSocket`", { final: true });
  const url = new URL(`${typeof source === "function" ? await source() : source}`, platform.location?.href);
  let token = typeof tokens === "function" ? await tokens({ expired }) : tokens;
  url.protocol = url.protocol.replace("http", "ws");
  if (token && tokenIn === "query") {
    url.searchParams.set("access_token", token);
    token = undefined;
  }
  return () => new Socket(`${url}`, token ? ["specwire.json", `bearer.${token}`] : undefined);
}
