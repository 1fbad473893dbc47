//! Notices a connection that died without a close, and keeps the server from thinking so of us.

import { nothing, type Settings } from "./settings.js";

export type Heartbeat = ReturnType<typeof createHeartbeat>;

/** `ping` asks the server for a sign of life; `dead` is called where it gives none in time. */
export function createHeartbeat(settings: Settings, ping: () => void, dead: () => void) {
  const { clock, heartbeatMs = 25_000, heartbeatTimeoutMs = 10_000 } = settings;
  let cancel = nothing;
  /** Nothing is to be asked: it was already, or there is nobody to ask. */
  let asked = true;

  /** Waits for the next time to ask; servers want to hear from us, too, however much they talk. */
  const rest = (): void => {
    cancel();
    if (!heartbeatMs) return;
    asked = false;
    cancel = clock.after(heartbeatMs, probe);
  };

  /** Asks at once. A question that is still open keeps its deadline. */
  const probe = (): void => {
    if (asked) return;
    cancel();
    asked = true;
    cancel = clock.after(heartbeatTimeoutMs, dead);
    ping();
  };

  return {
    start: rest,
    probe,
    /** A frame came in. */
    heard() {
      if (asked) rest();
    },
    stop() {
      cancel();
      asked = true;
    },
  };
}
