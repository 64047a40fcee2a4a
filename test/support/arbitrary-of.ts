import fc, { type Arbitrary } from 'fast-check';
import { z } from 'zod';

type Schema = z.core.JSONSchema.BaseSchema;

/** Payloads that fit a schema of the contract. @param texts what its free strings are drawn from */
export function fitting(schema: z.ZodType, texts: Arbitrary<string>): Arbitrary<unknown> {
  return fromJson(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), texts);
}

function fromJson(schema: Schema, texts: Arbitrary<string>): Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives !== undefined) return fc.oneof(...alternatives.map((one) => fromJson(one, texts)));
  if (Array.isArray(schema.type)) return fc.oneof(...schema.type.map((type) => fromJson({ ...schema, type }, texts)));
  switch (schema.type) {
    case 'object':
      return objectOf(schema, texts);
    case 'array':
      return fc.array(fromJson((schema.items ?? {}) as Schema, texts), { maxLength: 3 });
    case 'string':
      return schema.pattern === undefined ? texts : fc.stringMatching(new RegExp(schema.pattern));
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -5, max: Math.min(schema.maximum ?? 50, (schema.minimum ?? 0) + 50) });
    case 'number':
      return fc.double({ noNaN: true, min: schema.minimum ?? -5, max: schema.maximum ?? 1e6 });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return fc.constant(undefined);
  }
}

function objectOf({ properties = {}, required = [] }: Schema, texts: Arbitrary<string>): Arbitrary<unknown> {
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, one]) => [name, fromJson(one as Schema, texts)]),
  );
  return fc.record(fields, { requiredKeys: required });
}
