//! The door for generated clients: what they import, and nothing else.

import { type Core, createCore } from "./core.js";
import { createStream } from "./stream.js";
import type {
  Client,
  ClientOptions,
  ModuleDescriptor,
  RequestOptions,
  StreamOptions,
  SubscribeOptions,
  UrlSource,
} from "./types.js";

export type { Client, ClientOptions, ModuleDescriptor, Request, RequestOptions, Route, UrlSource } from "./types.js";

/** Makes the typed client `C` of a document, which the descriptor must have been generated with. */
export function connect<C extends Client>(
  descriptor: ModuleDescriptor,
  url: UrlSource,
  options: ClientOptions = {},
): C {
  const core = createCore(descriptor, url, options);
  const members: [string, object][] = [
    ...Object.entries(descriptor.routes).map(([path, route]): [string, object] => [path, routeOf(core, route)]),
    ...Object.entries(descriptor.requests).map(([path, names]): [string, object] => [
      path,
      (payload: unknown, request?: RequestOptions) => core.request(names, payload, request),
    ]),
  ];
  const places = new Map<string, object>([["", core.client]]);
  // Shorter paths first, so that a member is there before what hangs below it.
  for (const [path, member] of members.sort(([a], [b]) => a.length - b.length)) place(places, path, member);
  return core.client as C;
}

/** Puts a member at its path, and makes what lies between. */
function place(places: Map<string, object>, path: string, member: object): void {
  const dot = path.lastIndexOf(".");
  const above = path.slice(0, Math.max(dot, 0));
  if (!places.has(above)) place(places, above, {});
  Object.defineProperty(places.get(above), path.slice(dot + 1), { value: member, enumerable: true });
  places.set(path, member);
}

function routeOf(core: Core, route: string): object {
  const subscribe = (params: unknown, listener: (update: unknown) => void, options?: SubscribeOptions<unknown>) =>
    core.subscribe(route, params, listener, options);
  return {
    subscribe,
    stream: (params: unknown, options: StreamOptions<unknown> = {}) =>
      createStream<unknown>(
        (listener, onStatus) => subscribe(params, listener, { ...options, signal: undefined, onStatus }),
        options,
      ),
    latest: (params: unknown) => core.latest(route, params),
  };
}
