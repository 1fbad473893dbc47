//! The door for generated clients: what they import, and nothing else.

import { createCore } from "./core.js";
import type { Client, ClientOptions, ModuleDescriptor, UrlSource } from "./types.js";

export type { Client, ClientOptions, ModuleDescriptor, Request, RequestOptions, Route, UrlSource } from "./types.js";

/** Makes the typed client `C` of a document, which the descriptor must have been generated with. */
export function connect<C extends Client>(
  descriptor: ModuleDescriptor,
  url: UrlSource,
  options: ClientOptions = {},
): C {
  const { client, route, request } = createCore(descriptor, url, options);
  const places = new Map<string, object>([["", client]]);

  /** Puts a member at its path, and makes what lies between. */
  const place = (path: string, member: object = {}): object => {
    const there = places.get(path);
    if (there) return there;
    const dot = path.lastIndexOf(".");
    const above = place(path.slice(0, Math.max(dot, 0)));
    Object.defineProperty(above, path.slice(dot + 1), { value: member, enumerable: true });
    places.set(path, member);
    return member;
  };

  const members = Object.entries({ ...descriptor.routes, ...descriptor.requests });
  // Shorter paths first, so that a member is there before what hangs below it.
  for (const [path, names] of members.sort(([a], [b]) => a.length - b.length)) {
    place(path, typeof names === "string" ? route(names) : request(names));
  }
  return client as C;
}
