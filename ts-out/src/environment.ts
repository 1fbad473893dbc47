//! What a browser knows about the network and the page. Elsewhere there is nothing to listen to.

import type { Unsubscribe } from "./types.js";

interface Target {
  addEventListener?(type: string, listener: () => void): void;
  removeEventListener?(type: string, listener: () => void): void;
}

/** `wake`: the network is back, or somebody looks at the page again. `offline`: the network is gone. */
export function watchEnvironment(wake: () => void, offline: () => void): Unsubscribe {
  const { document } = globalThis as { document?: Target & { readonly visibilityState?: string } };
  const shown = () => {
    if (document?.visibilityState === "visible") wake();
  };
  const watched: readonly (readonly [Target | undefined, string, () => void])[] = [
    [globalThis as Target, "online", wake],
    [globalThis as Target, "pageshow", wake],
    [globalThis as Target, "offline", offline],
    [document, "visibilitychange", shown],
  ];
  for (const [target, type, listener] of watched) target?.addEventListener?.(type, listener);
  return () => {
    for (const [target, type, listener] of watched) target?.removeEventListener?.(type, listener);
  };
}
