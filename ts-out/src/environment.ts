//! What a browser knows about the network and the page. Elsewhere there is nothing to listen to.

import type { Unsubscribe } from "./types.js";

type Listen = "addEventListener" | "removeEventListener";

type Target = { readonly [L in Listen]?: (type: string, listener: () => void) => void };

/** `true`: the network is back, or somebody looks at the page again. `false`: the network is gone. */
export function watchEnvironment(changed: (online: boolean) => void): Unsubscribe {
  const page = globalThis as Target & { readonly document?: Target & { readonly visibilityState: string } };
  const { document } = page;
  const wake = () => {
    if (document?.visibilityState !== "hidden") changed(true);
  };
  const gone = () => changed(false);
  const each = (listen: Listen) => {
    page[listen]?.("online", wake);
    page[listen]?.("offline", gone);
    document?.[listen]?.("visibilitychange", wake);
  };
  each("addEventListener");
  return () => each("removeEventListener");
}
