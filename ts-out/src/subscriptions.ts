//! Subscriptions by topic: one on the server, however many listeners there are here.

import type { Emitter } from "./emitter.js";
import { snapshot } from "./envelope.js";
import type { SpecwireError } from "./errors/base.js";
import type { Requests } from "./requests.js";
import { nothing, type Settings } from "./settings.js";
import { createStream } from "./stream.js";
import { createSubscription, type Listener, type Subscription } from "./subscription.js";
import { topic as topicOf } from "./topic.js";
import type { ModuleDescriptor, Route, SubscribeOptions, Unsubscribe } from "./types.js";

/** The payload of an update. */
interface Update {
  readonly topic?: string;
  readonly payload?: unknown;
}

export type Subscriptions = ReturnType<typeof createSubscriptions>;

/**
 * `use` is asked before anything is subscribed: it throws where the client is closed, and returns why nothing can be
 * subscribed until `connect()`.
 */
export function createSubscriptions(
  { replays }: ModuleDescriptor,
  settings: Settings,
  { emit, guard }: Emitter,
  requests: Requests,
  use: () => SpecwireError | undefined,
) {
  /** By topic; also by the topic as the server writes it, should that ever differ from ours. */
  const topics = new Map<string, Subscription>();

  const create = (route: string, topic: string, given: unknown): Subscription => {
    // What the user does to the object later must not change what is asked after a reconnect.
    const params = snapshot(given);
    const made = createSubscription(
      topic,
      settings,
      replays?.includes(route),
      use,
      (action) => requests.call(`${route}.${action}`, `${route}.${action}.response`, params),
      (status) => emit("subscription", { route, topic, status }),
      (name) => topics.has(name) || topics.set(name, made),
      () => {
        for (const [name, one] of topics) if (one === made) topics.delete(name);
      },
    );
    topics.set(topic, made);
    return made;
  };

  const route = (name: string): Route<unknown, unknown> => {
    const subscribe = <V>(
      params: unknown,
      listener: (update: V) => void,
      { map, signal, onStatus, replay }: SubscribeOptions<unknown, V> = {},
    ): Unsubscribe => {
      use();
      if (signal?.aborted) return nothing;
      const topic = topicOf(name, params);
      const listening: Listener = {
        update: (value) => guard(() => listener(map ? map(value) : (value as V))),
        status: (status) => guard(() => onStatus?.(status)),
        replay,
      };
      return (topics.get(topic) ?? create(name, topic, params)).add(listening, signal);
    };
    return {
      subscribe,
      stream: (params, options = {}) => createStream((listener, given) => subscribe(params, listener, given), options),
      latest: (params) => topics.get(topicOf(name, params))?.latest(),
    };
  };

  return {
    route,
    topics: topics as ReadonlyMap<unknown, Subscription>,

    update: ({ payload }: { readonly payload?: Update | null }) =>
      topics.get(payload?.topic as string)?.update(payload?.payload),

    /** Tells every subscription what happened; `failed` has an error. */
    each(what: "resume" | "lost" | "failed" | "close", error?: SpecwireError): void {
      for (const one of new Set(topics.values())) one[what](error as SpecwireError);
    },
  };
}
