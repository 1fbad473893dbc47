//! Vue: `useSubscription(client.bars, () => params)`. Components that ask for equal params share one subscription.

import {
  hasInjectionContext,
  inject,
  type MaybeRefOrGetter,
  onScopeDispose,
  type ShallowRef,
  shallowRef,
  ssrContextKey,
  toValue,
  watch,
} from "vue";
import { canonicalize } from "./topic.js";
import type { Client, ConnectionState, Route, SubscribeOptions, SubscriptionStatus } from "./types.js";

/** What a component sees of a subscription. */
export interface SubscriptionRefs<V> {
  /** The last update, once there is one. */
  readonly data: Readonly<ShallowRef<V | undefined>>;
  readonly status: Readonly<ShallowRef<SubscriptionStatus>>;
}

/** Options of the composable. */
export interface UseSubscriptionOptions<U, V> extends Pick<SubscribeOptions<U, V>, "map"> {
  /** Called for every update, also for those that come faster than Vue renders. */
  readonly onUpdate?: (update: V) => void;
}

/**
 * The last update of one topic and the state of its subscription. Subscribes until the scope ends, and anew when the
 * params change in content. `null` as params: not now.
 */
export function useSubscription<P, U, V = U>(
  route: Route<P, U>,
  params: MaybeRefOrGetter<P | null>,
  { map, onUpdate }: UseSubscriptionOptions<U, V> = {},
): SubscriptionRefs<V> {
  const data = shallowRef<V>();
  const status = shallowRef<SubscriptionStatus>({ state: "pending" });
  const key = () => {
    const wanted = toValue(params);
    return wanted === null ? null : canonicalize(wanted);
  };
  const subscribe = (_key: string | null, _before: unknown, onCleanup: (end: () => void) => void) => {
    data.value = undefined;
    status.value = { state: "pending" };
    const wanted = toValue(params);
    if (wanted === null) return;
    const listener = (update: U) => {
      const value = map ? map(update) : (update as unknown as V);
      data.value = value;
      onUpdate?.(value);
    };
    onCleanup(
      route.subscribe(wanted, listener, {
        replay: true,
        onStatus(now) {
          status.value = now;
        },
      }),
    );
  };
  if (!onServer()) watch(key, subscribe, { immediate: true });
  return { data, status };
}

/** The state of the connection. */
export function useConnectionState(client: Client): Readonly<ShallowRef<ConnectionState>> {
  const state = shallowRef(client.state);
  if (onServer()) return state;
  const stop = client.on("status", () => {
    state.value = client.state;
  });
  onScopeDispose(stop);
  return state;
}

/** A page that is rendered on a server is never unmounted there: what began with it would never end. */
function onServer(): boolean {
  return hasInjectionContext() && inject(ssrContextKey, null) !== null;
}
