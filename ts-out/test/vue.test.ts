//! The Vue composables: sharing, changing params, the end of the scope.

import { describe, expect, test, vi } from "vitest";
import { createSSRApp, effectScope, h, nextTick, ref } from "vue";
import { renderToString } from "vue/server-renderer";
import { useConnectionState, useSubscription } from "../src/vue.js";
import { connected } from "./support/demo.js";

describe("useSubscription", () => {
  test("on a server, it renders without an update and subscribes to nothing", async () => {
    const { mock, client } = await connected();
    const listens = vi.spyOn(client, "on");
    const app = createSSRApp({
      setup() {
        const { data, status } = useSubscription(client.ticks, { symbol: "A" });
        const state = useConnectionState(client);
        return () => h("p", `${data.value?.n ?? "-"} ${status.value.state} ${state.value}`);
      },
    });
    expect(await renderToString(app)).toBe("<p>- pending open</p>");
    expect(listens).not.toHaveBeenCalled();
    await mock.advance(1000);
    expect(mock.received.map(({ type }) => type)).not.toContain("ticks.subscribe");
    client.close();
    expect(mock.clock?.pending).toBe(0);
  });

  test("follows the params and ends with its scope", async () => {
    const { mock, client } = await connected({ graceMs: 0 });
    const scope = effectScope();
    const symbol = ref<string | null>("A");
    const seen: number[] = [];
    const params = () => (symbol.value === null ? null : { symbol: symbol.value });
    const used = scope.run(() => ({
      ...useSubscription(client.ticks, params, { map: ({ n }) => n, onUpdate: (n) => seen.push(n) }),
      state: useConnectionState(client),
    }));
    await mock.advance();
    mock.publish(client.ticks, { symbol: "A" }, { n: 1 });
    expect([used?.data.value, used?.status.value.state, used?.state.value]).toEqual([1, "active", "open"]);

    symbol.value = "B";
    await nextTick();
    expect(used?.data.value).toBeUndefined();
    await mock.advance();
    expect(mock.topics).toEqual(['ticks:{"symbol":"B"}']);

    symbol.value = null;
    await nextTick();
    await mock.advance();
    expect(mock.topics).toEqual([]);

    symbol.value = "C";
    await nextTick();
    mock.disconnect();
    expect(used?.state.value).toBe("waiting");
    scope.stop();
    await mock.advance(1000);
    expect(mock.topics).toEqual([]);
    expect(used?.state.value).toBe("waiting");
    expect(seen).toEqual([1]);
  });
});
