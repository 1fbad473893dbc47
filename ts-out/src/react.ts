//! React: `useSubscription(client.bars, params)`. Components that ask for equal params share one subscription.

import { useCallback, useMemo, useRef, useSyncExternalStore } from "react";
import { canonicalize } from "./topic.js";
import type { Client, ConnectionState, Route, SubscribeOptions, SubscriptionStatus } from "./types.js";

/** What a component sees of a subscription. */
export interface SubscriptionState<V> {
  /** The last update, once there is one. */
  readonly data: V | undefined;
  readonly status: SubscriptionStatus;
}

/** Options of the hook. */
export interface UseSubscriptionOptions<U, V> extends Pick<SubscribeOptions<U, V>, "map"> {
  /** Called for every update, also for those that come faster than React renders. */
  readonly onUpdate?: (update: V) => void;
}

const pending: SubscriptionStatus = { state: "pending" };

/**
 * The last update of one topic and the state of its subscription; the component renders again when either changes.
 * Subscribes while the component is mounted, and anew when the params change in content. `null` as params: not now.
 */
export function useSubscription<P, U, V = U>(
  route: Route<P, U>,
  params: P | null,
  options: UseSubscriptionOptions<U, V> = {},
): SubscriptionState<V> {
  const key = params === null ? null : canonicalize(params);
  // The newest functions are called, and changing them does not resubscribe.
  const current = useRef({ params, options });
  current.current = { params, options };
  // biome-ignore lint/correctness/useExhaustiveDependencies: another topic starts from nothing.
  const store = useMemo(() => createStore<V>(), [route, key]);
  const subscribe = useCallback(
    (changed: () => void) => {
      const { params: wanted } = current.current;
      if (key === null || wanted === null) return () => {};
      return route.subscribe(
        wanted,
        (update) => {
          const { map, onUpdate } = current.current.options;
          const data = map ? map(update) : (update as unknown as V);
          store.set({ data });
          onUpdate?.(data);
          changed();
        },
        {
          replay: true,
          onStatus(status) {
            store.set({ status });
            changed();
          },
        },
      );
    },
    [route, key, store],
  );
  return useSyncExternalStore(subscribe, store.get, store.get);
}

/** The state of the connection; the component renders again when it changes. */
export function useConnectionState(client: Client): ConnectionState {
  const subscribe = useCallback((changed: () => void) => client.on("status", changed), [client]);
  const state = () => client.state;
  return useSyncExternalStore(subscribe, state, state);
}

function createStore<V>() {
  let state: SubscriptionState<V> = { data: undefined, status: pending };
  return {
    get: () => state,
    set(change: Partial<SubscriptionState<V>>) {
      state = { ...state, ...change };
    },
  };
}
