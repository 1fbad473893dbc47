//! What a browser knows about the network and the page. Elsewhere there is nothing to listen to.

import type { Unsubscribe } from "./types.js";

interface Page {
  readonly navigator?: { readonly onLine?: boolean };
  addEventListener?(type: string, listener: () => void, options: { readonly signal: AbortSignal }): void;
}

/** Calls back when the network comes or goes, and when the page is hidden or shown again. */
export function watchEnvironment(changed: (offline: boolean) => void): Unsubscribe {
  const page: Page = globalThis;
  const end = new AbortController();
  const heard = () => changed(page.navigator?.onLine === false);
  for (const type of ["online", "offline", "visibilitychange"]) page.addEventListener?.(type, heard, end);
  return () => end.abort();
}
