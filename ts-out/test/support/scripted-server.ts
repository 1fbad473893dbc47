//! A server over real sockets that does what a test says: it speaks the envelope, and breaks when told to.

import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import type { Envelope } from "../../src/types.js";

export class ScriptedServer {
  /** Every message that came in, over all connections. */
  readonly received: Envelope[] = [];
  /** The subprotocols of each connection so far. */
  readonly offered: string[] = [];
  readonly sockets = new Set<WebSocket>();
  /** Says what follows a connection's opening; returns a close code to refuse it. */
  admit: (protocols: string) => number | undefined = () => undefined;
  /** Answers a message; `undefined` leaves it unanswered. */
  answer: (message: Envelope) => unknown = (message) => standard(message);
  readonly #server: WebSocketServer;
  #watchers: (() => void)[] = [];

  private constructor(server: WebSocketServer) {
    this.#server = server;
    server.on("connection", (socket, request) => {
      const protocols = `${request.headers["sec-websocket-protocol"] ?? ""}`;
      this.offered.push(protocols);
      const refusal = this.admit(protocols);
      if (refusal) {
        socket.send(JSON.stringify({ type: "error", payload: { code: "unauthenticated", message: "No credentials" } }));
        return socket.close(refusal);
      }
      this.sockets.add(socket);
      socket.on("close", () => this.sockets.delete(socket));
      socket.on("message", (data) => {
        const message = JSON.parse(`${data}`) as Envelope;
        this.received.push(message);
        const reply = this.answer(message);
        if (reply !== undefined) socket.send(JSON.stringify(reply));
        this.#changed();
      });
      this.#changed();
    });
  }

  static async start(port = 0): Promise<ScriptedServer> {
    const server = new WebSocketServer({ host: "127.0.0.1", port, handleProtocols: () => "specwire.json" });
    await new Promise((resolve) => server.once("listening", resolve));
    return new ScriptedServer(server);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}/`;
  }

  /** Sends to everybody. */
  send(message: object): void {
    for (const socket of this.sockets) socket.send(JSON.stringify(message));
  }

  /** Breaks every connection without a close frame. */
  cut(): void {
    for (const socket of this.sockets) socket.terminate();
  }

  /** Resolves once the condition holds; asked whenever something came in. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => this.#watchers.push(resolve));
  }

  async stop(): Promise<void> {
    for (const socket of this.#server.clients) socket.terminate();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #changed(): void {
    for (const watcher of this.#watchers.splice(0)) watcher();
  }
}

/** What a well-behaved server of the small module answers. */
export function standard({ type, payload, id }: Envelope): unknown {
  const reply = (name: string, body: unknown) => ({ type: name, payload: body, id });
  if (type === "ping") return reply("pong", {});
  if (type === "session.info") return reply("session.info.response", { connectionId: "1", hash: "abc" });
  if (type === "orders.place") return reply("orders.place.response", { id: "1" });
  const [route, action] = type.split(".");
  if (action !== "subscribe" && action !== "unsubscribe") return undefined;
  const topic = `${route}:${JSON.stringify(payload)}`;
  return reply(`${type}.response`, { status: "ok", message: "", topic });
}
