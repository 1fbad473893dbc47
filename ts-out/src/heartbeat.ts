//! Notices a connection that died without a close, and keeps the server from thinking so of us.

import { nothing, type Settings } from "./settings.js";

export type Heartbeat = ReturnType<typeof createHeartbeat>;

/** `ping` asks the server for a sign of life; `dead` is called where it gives none in time. */
export function createHeartbeat(settings: Settings, ping: () => void, dead: () => void) {
  const { clock, heartbeatMs = 25_000, heartbeatTimeoutMs = 10_000 } = settings;
  let cancel = nothing;
  let heardAt = 0;
  let sentAt = 0;
  let asked = false;

  /** Waits until either side has been silent for too long. */
  const rest = (): void => {
    cancel();
    asked = false;
    const left = Math.min(heardAt, sentAt) + heartbeatMs - clock.now();
    if (left <= 0) probe();
    else cancel = clock.after(left, rest);
  };

  /** Asks at once. A question that is still open keeps its deadline. */
  const probe = (): void => {
    if (asked || !heartbeatMs) return;
    cancel();
    asked = true;
    sentAt = clock.now();
    cancel = clock.after(heartbeatTimeoutMs, dead);
    ping();
  };

  /** A frame came in. */
  const heard = (): void => {
    heardAt = clock.now();
    if (asked) rest();
  };

  return {
    start() {
      heardAt = sentAt = clock.now();
      rest();
    },
    probe,
    heard,
    stop: () => cancel(),
    /** A frame went out. Servers count those, and close connections that stay silent. */
    sent() {
      sentAt = clock.now();
    },
  };
}
