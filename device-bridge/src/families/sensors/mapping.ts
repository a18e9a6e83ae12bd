import { z } from '@liren/contract'
import type { Values } from '../../traits/trait.ts'

const types = { u8: 1, i8: 1, u16: 2, i16: 2, u32: 4, i32: 4, f32: 4 } as const

/** Where one value of a sensor lies in what it sends, and what it is called here: makers agree on nothing. */
export const fieldSchema = z.object({
  /** As the kind of its product calls it: `percent`, `tilted`. */
  name: z.string().check(z.regex(/^[a-zA-Z][a-zA-Z0-9._-]{0,39}$/)),
  /** In a payload of names: `water.level`. */
  from: z.optional(z.string().check(z.minLength(1), z.maxLength(120))),
  /** In a payload of bytes: the first of them. */
  at: z.optional(z.number().check(z.int(), z.minimum(0), z.maximum(1023))),
  type: z._default(z.enum(Object.keys(types) as (keyof typeof types)[]), 'u8'),
  isLittleEndian: z._default(z.boolean(), false),
  /** Only this bit of it, as a yes or no. */
  bit: z.optional(z.number().check(z.int(), z.minimum(0), z.maximum(31))),
  scale: z._default(z.number(), 1),
  offset: z._default(z.number(), 0),
  /** A yes or no: whether it is this. */
  equals: z.optional(z.union([z.string(), z.number(), z.boolean()])),
})
export type Field = z.infer<typeof fieldSchema>

export const fieldsSchema = z.array(fieldSchema).check(
  z.minLength(1),
  z.maxLength(60),
  z.refine((fields) => fields.every(({ from, at }) => (from === undefined) !== (at === undefined)), {
    error: 'each field lies either at a byte or under a name',
  }),
)

export type Mapped = { readonly ok: true; readonly values: Values } | { readonly ok: false; readonly at: number; readonly why: string }

/** Reads the fields of a payload of bytes. Bytes that are missing are a fault: half a reading is none. */
export function fromBytes(fields: readonly Field[], bytes: Buffer): Mapped {
  const values: Record<string, unknown> = {}
  for (const field of fields) {
    const { at, type, isLittleEndian: isLittle } = field
    if (at === undefined) continue
    if (bytes.length < at + types[type]) return { ok: false, at: bytes.length, why: `${field.name} would need ${at + types[type]} bytes` }
    const width = types[type]
    const raw =
      type === 'f32'
        ? isLittle
          ? bytes.readFloatLE(at)
          : bytes.readFloatBE(at)
        : type.startsWith('u')
          ? isLittle
            ? bytes.readUIntLE(at, width)
            : bytes.readUIntBE(at, width)
          : isLittle
            ? bytes.readIntLE(at, width)
            : bytes.readIntBE(at, width)
    values[field.name] = meaning(field, raw)
  }
  return { ok: true, values }
}

/** Reads the fields of a payload of names; those that are not there are left out, since many sensors tell only what changed. */
export function fromNames(fields: readonly Field[], object: Values): Mapped {
  const values: Record<string, unknown> = {}
  for (const field of fields) {
    if (field.from === undefined) continue
    const raw = field.from
      .split('.')
      .reduce<unknown>(
        (at, key) => (at !== null && typeof at === 'object' && Object.hasOwn(at, key) ? (at as Values)[key] : undefined),
        object,
      )
    const isScalar = typeof raw === 'number' || typeof raw === 'string' || typeof raw === 'boolean'
    if (isScalar) values[field.name] = meaning(field, raw)
  }
  return { ok: true, values }
}

function meaning({ bit, equals, scale, offset }: Field, raw: number | string | boolean): unknown {
  if (bit !== undefined) return ((Number(raw) >>> bit) & 1) === 1
  if (equals !== undefined) return raw === equals
  // Platforms write numbers as text now and then.
  const number = typeof raw === 'string' && /^-?\d{1,15}(\.\d{1,10})?$/.test(raw) ? Number(raw) : raw
  // Scaling must not invent digits.
  return typeof number === 'number' ? Number((number * scale + offset).toPrecision(12)) : number
}
