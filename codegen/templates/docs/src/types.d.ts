// What the modules of the page's script pass to one another.

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

export interface Schema {
  $ref?: string;
  type?: string | string[];
  title?: string;
  description?: string;
  format?: string;
  const?: Json;
  enum?: Json[];
  default?: Json;
  example?: Json;
  examples?: Json[];
  nullable?: boolean;
  properties?: Record<string, Schema>;
  patternProperties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  propertyNames?: Schema;
  required?: string[];
  items?: Schema | Schema[];
  additionalItems?: boolean | Schema;
  contains?: Schema;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  minProperties?: number;
  maxProperties?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number | boolean;
  exclusiveMaximum?: number | boolean;
  multipleOf?: number;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  not?: Schema;
  if?: Schema;
  then?: Schema;
  else?: Schema;
  "x-open"?: boolean;
}

export type Schemas = Record<string, Schema>;

export interface Problem {
  /** A JSON pointer into the value. */
  path: string;
  message: string;
}

export interface Op {
  kind: "route" | "request" | "event" | "send" | "receive";
  name: string;
  channel?: string;
  /** A route that can be unsubscribed from. */
  stops?: boolean;
  /** The type of what a client sends, where messages have the envelope. */
  send?: string;
  /** The type of what the server answers. */
  reply?: string | null;
  in?: Schema | null;
  out?: Schema | null;
  example?: Json;
  /** Where the generated client has it. */
  path?: string;
}

export interface PageData {
  module: string;
  envelope: boolean;
  connect: string;
  servers: { name: string; url: string }[];
  ops: Op[];
  schemas: Schemas;
}

export interface Frame {
  type?: string;
  id?: string | number;
  payload?: Json;
}
