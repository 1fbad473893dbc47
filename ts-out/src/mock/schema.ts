//! Values in the shape of a schema: its examples where it has some, else the plainest thing that fits.

/** As much of JSON Schema as decides what a value looks like. */
export interface Schema {
  readonly $ref?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly example?: unknown;
  readonly default?: unknown;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly items?: Schema | readonly Schema[];
  readonly minItems?: number;
  readonly properties?: { readonly [name: string]: Schema };
  readonly required?: readonly string[];
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
}

/** Optional members are left out below this depth, so that recursive schemas end. */
const maxDepth = 5;

const texts: { readonly [format: string]: string } = {
  "date-time": "2026-01-31T12:00:00Z",
  date: "2026-01-31",
  time: "12:00:00Z",
  duration: "PT1M",
  uuid: "3f8b2c1e-9a4d-4e7b-8c21-5d6f7a8b9c0d",
  email: "someone@example.com",
  hostname: "example.com",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
  uri: "https://example.com/",
  "uri-reference": "/",
  byte: "dGV4dA==",
};

export class Samples {
  readonly #document: object;

  constructor(document: object) {
    this.#document = document;
  }

  /** The schema without references, and with the parts of `allOf` joined. */
  flat(schema: Schema): Schema {
    const { $ref, allOf, ...own } = schema;
    const target = $ref === undefined ? {} : this.flat(this.at<Schema>($ref) ?? {});
    const parts = [target, ...(allOf ?? []).map((part) => this.flat(part)), own];
    const properties = Object.assign({}, ...parts.map((part) => part.properties)) as Record<string, Schema>;
    return {
      ...(Object.assign({}, ...parts) as Schema),
      ...(parts.some((part) => part.properties) && { properties }),
      required: parts.flatMap((part) => part.required ?? []),
    };
  }

  /** What a local reference leads to. */
  at<T>(reference: string): T | undefined {
    const keys = reference.replace(/^#\//, "").split("/");
    const names = keys.map((key) => decodeURIComponent(key).replaceAll("~1", "/").replaceAll("~0", "~"));
    return names.reduce<unknown>(
      (node, name) => (node as Record<string, unknown> | undefined)?.[name],
      this.#document,
    ) as T | undefined;
  }

  /** A value that fits. */
  make(given: Schema, depth = 0): unknown {
    const schema = this.flat(given);
    const fixed = [schema.const, schema.examples?.[0], schema.example, schema.default, schema.enum?.[0]];
    const found = fixed.find((value) => value !== undefined);
    if (found !== undefined) return found;
    const [choice] = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])].filter(
      (one) => this.#typeOf(this.flat(one)) !== "null",
    );
    if (choice) {
      const { oneOf: _, anyOf: __, ...rest } = schema;
      return this.make({ allOf: [rest, choice] }, depth);
    }
    switch (this.#typeOf(schema)) {
      case "object":
        return this.#object(schema, depth);
      case "array":
        return this.#list(schema, depth);
      case "string":
        return text(schema);
      case "integer":
      case "number":
        return number(schema);
      case "boolean":
        return true;
      default:
        return null;
    }
  }

  /**
   * The value some time later: whole numbers have grown by `index`, broken ones all moved by the same factor, values of
   * an enum taken turns; and all of it still fits.
   */
  later(given: Schema, value: unknown, index: number): unknown {
    const schema = this.flat(given);
    if (schema.const !== undefined) return value;
    if (schema.enum) return schema.enum[(schema.enum.indexOf(value) + index) % schema.enum.length];
    if (Array.isArray(value)) {
      const { items = {} } = schema;
      return value.map((item, at) =>
        this.later(Array.isArray(items) ? (items[at] ?? {}) : (items as Schema), item, index),
      );
    }
    if (typeof value === "number") return moved(schema, value, index);
    if (typeof value !== "object" || value === null || schema.oneOf || schema.anyOf) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, this.later(schema.properties?.[name] ?? {}, member, index)]),
    );
  }

  #typeOf(schema: Schema): string | undefined {
    const types = [schema.type ?? []].flat();
    return (
      types.find((type) => type !== "null") ?? types[0] ?? (schema.properties && "object") ?? (schema.items && "array")
    );
  }

  #object(schema: Schema, depth: number): object {
    const members = Object.entries(schema.properties ?? {});
    const wanted = members.filter(([name]) => depth < maxDepth || schema.required?.includes(name));
    return Object.fromEntries(wanted.map(([name, member]) => [name, this.make(member, depth + 1)]));
  }

  #list({ items, minItems = 0 }: Schema, depth: number): unknown[] {
    if (Array.isArray(items)) return items.map((item: Schema) => this.make(item, depth + 1));
    const count = Math.max(minItems, depth < maxDepth ? 1 : 0);
    return items === undefined ? [] : Array.from({ length: count }, () => this.make(items as Schema, depth + 1));
  }
}

function text({ format = "", pattern, minLength = 0, maxLength = Infinity }: Schema): string {
  const given = (texts[format] ?? "text").slice(0, maxLength).padEnd(minLength, "x");
  const fits = new RegExp(pattern ?? "", "u");
  const repeated = Array.from({ length: 64 }, (_, more) => ["a", "A", "1"].map((one) => one.repeat(more + 1))).flat();
  const tries = [given, "a-1", "A-1", "a.b", "A.B", "a1", "A1", ...repeated];
  const found = tries.find((one) => fits.test(one) && one.length >= minLength && one.length <= maxLength);
  if (found !== undefined) return found;
  throw new Error(
    `no text for the pattern ${pattern}: give the schema an example, or answer with \`feed\` or \`handle\``,
  );
}

function number({ type, minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf }: Schema): number {
  const step = multipleOf ?? (type === "integer" ? 1 : 0.01);
  const low = Math.max(minimum ?? -Infinity, exclusiveMinimum === undefined ? -Infinity : exclusiveMinimum + step);
  const high = Math.min(maximum ?? Infinity, exclusiveMaximum === undefined ? Infinity : exclusiveMaximum - step);
  const nearest = Math.min(Math.max(step === 0.01 ? 1 : step, low), high);
  return multipleOf === undefined ? nearest : Math.ceil(nearest / multipleOf) * multipleOf;
}

/** Keeps to the decimals that the value had, and to the bounds of the schema; what would leave them stays as it was. */
function moved(schema: Schema, value: number, index: number): number {
  const decimals = Math.max(2, /\.(\d+)$/.exec(`${value}`)?.[1]?.length ?? 0);
  const whole = schema.type === "integer";
  const next = whole
    ? value + index * (schema.multipleOf ?? 1)
    : Number((value * (1 + Math.sin(index) / 100)).toFixed(decimals));
  const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum = -Infinity, exclusiveMaximum = Infinity } = schema;
  const fits = next >= minimum && next <= maximum && next > exclusiveMinimum && next < exclusiveMaximum;
  return fits && (whole || schema.multipleOf === undefined) ? next : value;
}
