//! A client's end of a shared connection. Whoever gets the lock leads: it holds the connection, the others talk to it.

import type { CloseInfo, ModuleDescriptor, WebSocketConstructor, WebSocketLike } from "../types.js";
import { Hub } from "./hub.js";

export interface Setting {
  readonly descriptor: ModuleDescriptor;
  readonly name: string;
  readonly own: WebSocketConstructor;
  readonly locks: LockManager;
}

/** What travels between tabs: to whoever leads, or from there. */
type Message =
  | { readonly kind: "hello" | "bye"; readonly from: string }
  | { readonly kind: "said"; readonly from: string; readonly frame: string }
  /** Somebody leads now. */
  | { readonly kind: "leads" }
  | { readonly kind: "open"; readonly to: readonly string[] }
  | { readonly kind: "heard"; readonly to: readonly string[]; readonly frame: string }
  | { readonly kind: "ended"; readonly to: readonly string[]; readonly close: CloseInfo };

type Handler = ((event: never) => void) | null;

/** How a tab loses its connection where the server has nothing to do with it. */
const gone: CloseInfo = { code: 1006, reason: "the tab that held the connection has gone" };

export class SharedSocket implements WebSocketLike {
  onopen: Handler = null;
  onmessage: Handler = null;
  onclose: Handler = null;
  onerror: Handler = null;
  readonly #setting: Setting;
  readonly #connect: () => WebSocketLike;
  readonly #key: string;
  readonly #me = crypto.randomUUID();
  readonly #channel: BroadcastChannel;
  /** Ends every lock that this socket holds or waits for. */
  readonly #over = new AbortController();
  #open = false;
  /** While this socket leads. */
  #lead: { readonly socket: WebSocketLike; readonly hub: Hub } | undefined;

  constructor(setting: Setting, url: string, protocols?: string[]) {
    const { origin, pathname, searchParams } = new URL(url);
    // Tokens change while the user stays the same; everything else may ask for another thing.
    searchParams.delete("access_token");
    this.#setting = setting;
    this.#connect = () => new setting.own(url, protocols);
    this.#key = JSON.stringify([
      "specwire",
      origin,
      pathname,
      `${searchParams}`,
      setting.descriptor.hash,
      setting.name,
    ]);
    this.#channel = new BroadcastChannel(this.#key);
    this.#channel.onmessage = ({ data }: MessageEvent<Message>) => this.#told(data);
    // The others see by this lock that this socket is still there, however its tab ends.
    this.#hold(this.#lifeOf(this.#me), () => this.#post({ kind: "hello", from: this.#me }));
    this.#hold(this.#key, () => this.#takeOver());
  }

  send(frame: string): void {
    if (this.#lead) this.#lead.hub.take(this.#me, frame);
    else this.#post({ kind: "said", from: this.#me, frame });
  }

  close(): void {
    if (this.#over.signal.aborted) return;
    if (this.#lead) this.#endAll(() => gone);
    else this.#post({ kind: "bye", from: this.#me });
    this.#finish();
  }

  #told(message: Message): void {
    if ("to" in message && !message.to.includes(this.#me)) return;
    switch (message.kind) {
      case "hello":
        return this.#welcome(message.from);
      case "bye":
        return this.#lead?.hub.leave(message.from);
      case "said":
        if (this.#lead?.hub.members.has(message.from)) this.#lead.hub.take(message.from, message.frame);
        return;
      case "leads":
        // Whoever was connected was so through a tab that has gone; whoever waits has to say so again.
        return this.#open ? this.#end(gone) : this.#post({ kind: "hello", from: this.#me });
      case "open":
        return this.#opened();
      case "heard":
        return this.#heard(message.frame);
      case "ended":
        return this.#end(message.close);
    }
  }

  /** The lock is ours. If this socket was connected, then through a tab that has gone, and its client has to know. */
  #takeOver(): void {
    if (this.#open) return this.#end(gone);
    const hub = new Hub(this.#setting.descriptor, {
      send: (frame) => socket.send(frame),
      deliver: (to, frame) => {
        if (to.includes(this.#me)) this.#heard(frame);
        if (to.some((member) => member !== this.#me)) this.#post({ kind: "heard", to, frame });
      },
      end: (member, close) => this.#expel(member, close),
    });
    const socket = this.#connect();
    this.#lead = { socket, hub };
    hub.join(this.#me);
    socket.onopen = () => {
      this.#post({ kind: "open", to: [...hub.members] });
      this.#opened();
    };
    socket.onmessage = ({ data }: { readonly data: unknown }) => hub.heard(data);
    socket.onclose = ({ code, reason }: CloseInfo) => {
      this.#endAll((member) => hub.closeFor(member, { code, reason }));
      this.#end(hub.closeFor(this.#me, { code, reason }));
    };
    // A close follows.
    socket.onerror = () => {};
    this.#post({ kind: "leads" });
  }

  /** Takes a member in, and notices when it goes without a word. */
  #welcome(member: string): void {
    const hub = this.#lead?.hub;
    if (!hub || hub.members.has(member)) return;
    hub.join(member);
    this.#watch(member);
    if (this.#open) this.#post({ kind: "open", to: [member] });
  }

  #watch(member: string): void {
    const { signal } = this.#over;
    const left = () => this.#lead?.hub.leave(member);
    this.#setting.locks.request(this.#lifeOf(member), { signal }, left).catch(() => {});
  }

  #expel(member: string, close: CloseInfo): void {
    this.#lead?.hub.leave(member);
    if (member === this.#me) this.#end(close);
    else this.#post({ kind: "ended", to: [member], close });
  }

  /** Tells the others how it ends. */
  #endAll(close: (member: string) => CloseInfo): void {
    for (const member of this.#lead?.hub.members ?? []) {
      if (member !== this.#me) this.#post({ kind: "ended", to: [member], close: close(member) });
    }
  }

  #opened(): void {
    if (this.#open) return;
    this.#open = true;
    (this.onopen as (() => void) | null)?.();
  }

  #heard(data: string): void {
    (this.onmessage as ((event: { readonly data: string }) => void) | null)?.({ data });
  }

  #end(close: CloseInfo): void {
    if (this.#over.signal.aborted) return;
    this.#finish();
    (this.onclose as ((event: CloseInfo) => void) | null)?.(close);
  }

  /** Lets go of everything: the connection, if it is ours, the channel and the locks. */
  #finish(): void {
    const socket = this.#lead?.socket;
    this.#lead = undefined;
    if (socket) socket.onopen = socket.onmessage = socket.onclose = null;
    socket?.close();
    this.#channel.close();
    this.#over.abort();
  }

  #post(message: Message): void {
    this.#channel.postMessage(message);
  }

  /** Holds a lock from the time when it is granted until this socket is over. */
  #hold(name: string, granted: () => void): void {
    const { signal } = this.#over;
    const held = () =>
      new Promise<void>((release) => {
        signal.addEventListener("abort", () => release());
        if (signal.aborted) return release();
        try {
          granted();
        } catch (error) {
          this.#end({ code: 1006, reason: `${error}` });
        }
      });
    this.#setting.locks.request(name, { signal }, held).catch(() => {});
  }

  #lifeOf(member: string): string {
    return `${this.#key} ${member}`;
  }
}
