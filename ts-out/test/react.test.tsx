//! The React hooks in a document: sharing, changing params, unmounting.

// @vitest-environment happy-dom

import { act, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { useConnectionState, useSubscription } from "../src/react.js";
import type { TickParams } from "./fixture/demo/types.js";
import { connected, type Demo } from "./support/demo.js";

let demo: Demo;
let view: { render(node: React.ReactNode): void; unmount(): void };
let place: HTMLElement;

beforeEach(async () => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  demo = await connected({ graceMs: 100 });
  place = document.createElement("main");
  view = createRoot(place);
});

afterEach(() => {
  act(() => view.unmount());
  demo.client.close();
  vi.unstubAllGlobals();
});

const render = (node: React.ReactNode) => act(() => view.render(node));
const advance = (ms = 0) => act(() => demo.mock.advance(ms));
const publish = (symbol: string, n: number) => act(() => demo.mock.publish(demo.client.ticks, { symbol }, { n }));

function Tick({ params }: { params: TickParams | null }) {
  const { data, status } = useSubscription(demo.client.ticks, params, { map: ({ n }) => n });
  return <p>{`${data ?? "-"} ${status.state};`}</p>;
}

describe("useSubscription", () => {
  test("shows the last update; components of one topic share it", async () => {
    render(
      <StrictMode>
        <Tick params={{ symbol: "A" }} />
        <Tick params={{ symbol: "A" }} />
        <Tick params={null} />
      </StrictMode>,
    );
    await advance();
    publish("A", 7);
    expect(place.textContent).toBe("7 active;7 active;- pending;");
    expect(demo.mock.received.filter(({ type }) => type === "ticks.subscribe")).toHaveLength(1);
  });

  test("equal params do not resubscribe, others do and start from nothing", async () => {
    render(<Tick params={{ symbol: "A" }} />);
    await advance();
    publish("A", 1);
    render(<Tick params={{ symbol: "A" }} />);
    expect(place.textContent).toBe("1 active;");
    render(<Tick params={{ symbol: "B" }} />);
    expect(place.textContent).toBe("- pending;");
    await advance(200);
    expect(place.textContent).toBe("- active;");
    expect(demo.mock.topics).toEqual(['ticks:{"symbol":"B"}']);
    render(<Tick params={null} />);
    await advance(200);
    expect(demo.mock.topics).toEqual([]);
  });

  test("on a server, it renders without an update and subscribes to nothing", async () => {
    expect(renderToString(<Tick params={{ symbol: "A" }} />)).toBe("<p>- pending;</p>");
    await advance(1000);
    expect(demo.mock.received.map(({ type }) => type)).not.toContain("ticks.subscribe");
  });

  test("a component that goes before the confirmation leaves nothing behind", async () => {
    render(<Tick params={{ symbol: "A" }} />);
    render(null);
    await advance(200);
    expect(demo.mock.topics).toEqual([]);
  });

  test("every update is told, and the state of the connection", async () => {
    const seen: number[] = [];
    function All() {
      useSubscription(demo.client.ticks, { symbol: "A" }, { onUpdate: ({ n }) => seen.push(n) });
      return <p>{useConnectionState(demo.client)}</p>;
    }
    render(<All />);
    await advance();
    act(() => {
      for (const n of [1, 2, 3]) demo.mock.publish(demo.client.ticks, { symbol: "A" }, { n });
    });
    expect(seen).toEqual([1, 2, 3]);
    act(() => demo.mock.disconnect());
    expect(place.textContent).toBe("waiting");
  });
});
