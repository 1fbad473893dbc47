//! Updates, replies and events made from a served document: its examples where it has some, else values that fit.

import { Samples, type Schema } from "./schema.js";

interface Message {
  readonly payload?: Schema;
  readonly examples?: readonly { readonly payload?: unknown }[];
}

interface Choice {
  readonly $ref?: string;
  readonly oneOf?: readonly Choice[];
}

interface Operation {
  readonly message?: Choice;
}

interface Spec {
  readonly channels?: { readonly [name: string]: { readonly publish?: Operation; readonly subscribe?: Operation } };
}

/** What is inside a message's envelope. */
interface Content {
  readonly schema: Schema;
  readonly example: unknown;
}

export class Document {
  readonly #samples: Samples;
  readonly #messages = new Map<unknown, Content>();

  /** `spec`: a document in its literal form, as `generated/spec` and the server have it. */
  constructor(spec: object) {
    this.#samples = new Samples(spec);
    for (const channel of Object.values((spec as Spec).channels ?? {})) {
      for (const operation of [channel.publish, channel.subscribe]) this.#read(operation?.message ?? {});
    }
  }

  /** The payload of a message. `index` counts what was made before: each is a little later than the last. */
  payload(type: string, index = 0): unknown {
    const content = this.#messages.get(type);
    return content && this.#value(content, index);
  }

  /** The model in a route's update. Members that the params have, too, are as in the params. */
  update(route: string, params: unknown, index = 0): unknown {
    const content = this.#messages.get(`${route}.update`);
    if (!content) return undefined;
    const model = this.#value(inside(content, this.#samples), index);
    if (typeof model !== "object" || model === null || Array.isArray(model)) return model;
    const shared = Object.entries((params ?? {}) as object).filter(
      ([name, value]) => name in model && typeof (model as Record<string, unknown>)[name] === typeof value,
    );
    return { ...model, ...Object.fromEntries(shared) };
  }

  #value({ schema, example }: Content, index: number): unknown {
    const first = example ?? this.#samples.make(schema);
    return index ? this.#samples.later(schema, first, index) : first;
  }

  #read(choice: Choice): void {
    if (choice.oneOf) for (const one of choice.oneOf) this.#read(one);
    const message = (choice.$ref === undefined ? choice : (this.#samples.at(choice.$ref) ?? {})) as Message;
    if (!message.payload) return;
    const envelope = this.#samples.flat(message.payload);
    const { type = {} } = envelope.properties ?? {};
    const { const: only, enum: names } = this.#samples.flat(type);
    const example = message.examples?.[0]?.payload;
    this.#messages.set(only ?? names?.[0], inside({ schema: envelope, example }, this.#samples));
  }
}

/** What stands in the member `payload`. */
function inside({ schema, example }: Content, samples: Samples): Content {
  const { payload = {} } = samples.flat(schema).properties ?? {};
  return { schema: payload, example: (example as { readonly payload?: unknown } | undefined)?.payload };
}
