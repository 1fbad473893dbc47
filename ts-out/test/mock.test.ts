//! The mock with a document: what nothing else is said about is answered in its shape.

import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { Document } from "../src/mock/document.js";
import { createMock } from "../src/mock/index.js";
import { Samples, type Schema } from "../src/mock/schema.js";
import { type DemoClient, demoDescriptor } from "./fixture/demo/client.js";

interface Spec {
  readonly components: {
    readonly messages: { readonly [name: string]: { readonly payload: { properties: { type: { const: string } } } } };
    readonly schemas: { readonly [name: string]: Schema };
  };
}

const read = (module: string) =>
  JSON.parse(readFileSync(new URL(`../../generated/spec/${module}.json`, import.meta.url), "utf8")) as Spec;

/** A message of the small module, in the literal form. */
const message = (type: string, payload: object, example?: unknown) => ({
  payload: { type: "object", properties: { type: { const: type }, payload } },
  ...(example !== undefined && { examples: [{ payload: { type, payload: example } }] }),
});

const tick = {
  type: "object",
  required: ["n"],
  properties: {
    symbol: { type: "string" },
    n: { type: "integer", minimum: 3, maximum: 5 },
    mood: { enum: ["up", "down"] },
  },
};

const spec = {
  channels: {
    "/": {
      subscribe: {
        message: {
          oneOf: [
            message("ticks.update", { properties: { topic: { type: "string" }, payload: tick } }),
            message("orders.place.response", { $ref: "#/components/schemas/Order" }, { id: "from an example" }),
          ],
        },
      },
    },
  },
  components: { schemas: { Order: { type: "object", properties: { id: { type: "string" } } } } },
};

describe("with a document", () => {
  test("topics are updated and requests answered by themselves, and what is said counts more", async () => {
    const mock = createMock<DemoClient>(demoDescriptor, { spec, everyMs: 100 });
    const { client } = mock;
    const got: unknown[] = [];
    client.ticks.subscribe({ symbol: "ACME" }, (update) => got.push(update));
    await mock.advance(250);
    expect(got).toEqual([
      { symbol: "ACME", n: 3, mood: "up" },
      { symbol: "ACME", n: 4, mood: "down" },
      { symbol: "ACME", n: 5, mood: "up" },
    ]);
    expect(mock.sample(client.ticks, { symbol: "ACME" }, 1)).toEqual(got[1]);
    const placed = client.orders.place({ side: "buy", quantity: 1 });
    await mock.advance();
    expect(await placed).toEqual(mock.sample(client.orders.place));
    expect(await placed).toEqual({ id: "from an example" });
    mock.handle(client.orders.place, () => ({ id: "handled" }));
    const again = client.orders.place({ side: "buy", quantity: 1 });
    await mock.advance();
    expect(await again).toEqual({ id: "handled" });
  });

  test("without one, a sample is refused with what is missing", () => {
    const mock = createMock<DemoClient>(demoDescriptor);
    expect(() => mock.sample(mock.client.ticks)).toThrow(/give createMock the `spec`/);
  });
});

describe.each(["datafeed", "broker"])("what is made from %s", (module) => {
  const document = read(module);
  const { messages, schemas } = document.components;
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const fits = (schema: object, value: unknown) => {
    const validate = ajv.compile({ components: document.components, ...schema });
    return validate(value) ? [] : [value, validate.errors];
  };

  test("every message fits its schema, now and later", () => {
    const made = new Document(document);
    for (const { payload: schema } of Object.values(messages)) {
      const type = schema.properties.type.const;
      for (const index of [0, 1, 2, 7, 1000]) {
        const payload = made.payload(type, index);
        expect(fits(schema, { type, ...(payload !== undefined && { payload }) }), `${type} ${index}`).toEqual([]);
      }
    }
  });

  test("so does every schema without its examples", () => {
    const bare = JSON.parse(
      JSON.stringify(document, (key, value: unknown) =>
        key === "examples" && Array.isArray(value) ? undefined : value,
      ),
    ) as Spec;
    const samples = new Samples(bare);
    for (const [name, schema] of Object.entries(schemas)) {
      const first = samples.make(bare.components.schemas[name] ?? {});
      for (const index of [1, 2, 100]) {
        expect(fits(schema, samples.later(bare.components.schemas[name] ?? {}, first, index)), name).toEqual([]);
      }
      expect(fits(schema, first), name).toEqual([]);
    }
  });
});
