//! One topic: what the server holds for it, and who listens here.

import { backoff } from "./backoff.js";
import type { SpecwireError } from "./errors/base.js";
import { ConnectionLostError } from "./errors/connection-lost.js";
import { ServerError } from "./errors/server.js";
import { SubscriptionError } from "./errors/subscription.js";
import { nothing, type Settings } from "./settings.js";
import type { SubscriptionStatus, Unsubscribe } from "./types.js";

export interface Listener {
  update(value: unknown): void;
  status(status: SubscriptionStatus): void;
  readonly replay: boolean | undefined;
}

/** What a topic needs of the client around it. */
export interface Surroundings {
  readonly settings: Settings;
  /** Sends a subscribe or unsubscribe; `undefined` where there is no connection. */
  call(action: "subscribe" | "unsubscribe"): Promise<unknown> | undefined;
  changed(status: SubscriptionStatus): void;
  /** The server calls the topic by this name. */
  named(topic: string): void;
  /** Nobody wants the topic any more. */
  dropped(): void;
}

/** The server's answer to a subscription. */
interface Answer {
  readonly status?: string;
  readonly message?: string;
  readonly topic?: string;
}

export type Subscription = ReturnType<typeof createSubscription>;

export function createSubscription(topic: string, around: Surroundings) {
  const { clock, random, retry, graceMs = 1000 } = around.settings;
  const listeners = new Set<Listener>();
  let status: SubscriptionStatus = { state: "pending" };
  /** The last update, once there is one. */
  let last: { readonly value: unknown } | undefined;
  /** Counts what was asked, so that an answer to an older question is not taken for one to this. */
  let round = 0;
  /** The server has confirmed this topic before. */
  let proven = false;
  /** The next update is the first since the connection was lost. */
  let resumed = false;
  /** The server called the request itself wrong: asking again would only end the connection. */
  let barred = false;
  let failures = 0;
  let cancel = nothing;

  /** Tells those who listened when this came. */
  const tell = (what: (listener: Listener) => void): void => {
    for (const one of [...listeners]) if (listeners.has(one)) what(one);
  };

  const set = (now: SubscriptionStatus): void => {
    if (status.state === "pending" && now.state === "pending") return;
    status = now;
    tell((one) => one.status(now));
    around.changed(now);
  };

  const ask = (): void => {
    const mine = ++round;
    cancel();
    barred = false;
    set({ state: "pending" });
    around.call("subscribe")?.then(
      (answer) => {
        if (mine === round) answered((answer ?? {}) as Answer);
      },
      (error: SpecwireError) => {
        if (mine === round && !(error instanceof ConnectionLostError)) failed(error);
      },
    );
  };

  const answered = (answer: Answer): void => {
    const { message = "" } = answer;
    if (answer.status === "error") return failed(new SubscriptionError(topic, message));
    around.named(answer.topic ?? topic);
    const again = proven;
    proven = true;
    failures = 0;
    set({ state: "active", resumed: again, message });
  };

  /** What was confirmed once, or was not answered at all, is asked for again; a plain refusal stands. */
  const failed = (error: SpecwireError): void => {
    barred = error instanceof ServerError && error.code !== "rate_limited";
    const retrying = !barred && (proven || !(error instanceof SubscriptionError));
    if (retrying) cancel = clock.after(backoff(++failures, random(), retry), ask);
    set({ state: "failed", error, retrying });
  };

  const drop = (): void => {
    round++;
    cancel();
    listeners.clear();
    // The server may have ended the topic by itself; there is nobody left to tell.
    if (status.state !== "failed") around.call("unsubscribe")?.catch(nothing);
    around.dropped();
  };

  /** Nobody listens: the topic stays for the grace period. */
  const rest = (): void => {
    cancel();
    if (!graceMs || status.state === "failed") drop();
    else cancel = clock.after(graceMs, drop);
  };

  return {
    ask,
    drop,
    set,
    latest: () => last?.value,

    add(listener: Listener): Unsubscribe {
      if (!listeners.size) cancel();
      listeners.add(listener);
      if (status.state === "failed" && !status.retrying) ask();
      const before = last;
      queueMicrotask(() => {
        if (!listeners.has(listener)) return;
        listener.status(status);
        if (listener.replay && before) listener.update(before.value);
      });
      return () => {
        if (listeners.delete(listener) && !listeners.size) rest();
      };
    },

    update(value: unknown) {
      const before = last;
      last = { value };
      // Servers may repeat the last update to whoever subscribes. After a reconnect that is old news.
      if (resumed && before && JSON.stringify(value) === JSON.stringify(before.value)) return;
      resumed = false;
      tell((one) => one.update(value));
    },

    /** A connection is there. */
    resume() {
      if (!listeners.size) drop();
      else if (!barred) ask();
    },

    /** The connection is gone, and with it the subscription on the server. */
    lost() {
      round++;
      resumed = true;
      if (status.state === "active") set({ state: "lost" });
    },
  };
}
