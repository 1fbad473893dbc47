// @vitest-environment happy-dom

import { type DatafeedClient, datafeedDescriptor } from "@specwire/client/datafeed";
import { spec } from "@specwire/client/datafeed/spec";
import { createMock } from "@specwire/client/mock";
import { useSubscription } from "@specwire/client/react";
import { act } from "react";
import { createRoot } from "react-dom/client";
import { expect, test } from "vitest";

const apple = { symbol: "AAPL", resolution: "1" } as const;

function LastPrice({ datafeed }: { datafeed: DatafeedClient }) {
  const { data } = useSubscription(datafeed.bars, apple);
  return <span>{data?.close ?? "…"}</span>;
}

test("the last price is shown", async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  const mock = createMock<DatafeedClient>(datafeedDescriptor, { spec });
  const place = document.createElement("main");
  act(() => createRoot(place).render(<LastPrice datafeed={mock.client} />));
  expect(place.textContent).toBe("…");
  await act(() => mock.advance());
  expect(place.textContent).toBe(`${mock.sample(mock.client.bars, apple).close}`);
});
