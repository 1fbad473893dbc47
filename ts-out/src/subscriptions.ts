//! Subscriptions by topic: one on the server, however many listeners there are here.

import type { Emitter } from "./emitter.js";
import { snapshot } from "./envelope.js";
import type { Requests } from "./requests.js";
import type { Settings } from "./settings.js";
import { createSubscription, type Listener, type Subscription } from "./subscription.js";
import { topic as topicOf } from "./topic.js";
import type { SubscriptionStatus, Unsubscribe } from "./types.js";

/** The payload of an update. */
export interface Update {
  readonly topic?: string;
  readonly payload?: unknown;
}

export type Subscriptions = ReturnType<typeof createSubscriptions>;

export function createSubscriptions(settings: Settings, emitter: Emitter, requests: Requests, isOpen: () => boolean) {
  const topics = new Map<string, Subscription>();
  /** By the topic as the server writes it, should that ever differ from ours. */
  const aliases = new Map<string, Subscription>();

  const create = (route: string, topic: string, given: unknown): Subscription => {
    // What the user does to the object later must not change what is asked after a reconnect.
    const params = snapshot(given);
    let alias = topic;
    const made = createSubscription(topic, {
      settings,
      call: (action) =>
        isOpen() ? requests.call(`${route}.${action}`, `${route}.${action}.response`, params) : undefined,
      changed: (status) => emitter.emit("subscription", { route, topic, status }),
      named(name) {
        alias = name;
        aliases.set(name, made);
      },
      dropped() {
        topics.delete(topic);
        aliases.delete(alias);
      },
    });
    topics.set(topic, made);
    made.ask();
    return made;
  };

  const each = (what: (one: Subscription) => void): void => {
    for (const one of [...topics.values()]) what(one);
  };

  return {
    add(route: string, params: unknown, listener: Listener): Unsubscribe {
      const topic = topicOf(route, params);
      return (topics.get(topic) ?? create(route, topic, params)).add(listener);
    },

    latest: (route: string, params: unknown): unknown => topics.get(topicOf(route, params))?.latest(),

    update(update: Update | null | undefined) {
      const topic = update?.topic ?? "";
      (topics.get(topic) ?? aliases.get(topic))?.update(update?.payload);
    },

    resume: () => each((one) => one.resume()),

    lost: () => each((one) => one.lost()),

    /** Tells every listener how it ends. */
    end: (status: SubscriptionStatus) => each((one) => one.set(status)),

    clear: () => each((one) => one.drop()),
  };
}
