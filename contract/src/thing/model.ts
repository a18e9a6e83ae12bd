import { z } from '../kernel/zod.ts'

/** `energyWh`, `leakage.current`: what programs call a property, an event's parameter or a service's. */
const word = () => z.string().check(z.regex(/^[a-z][a-zA-Z0-9]*(\.[a-zA-Z0-9]+)*$/), z.maxLength(60))
/** `meter.read`, `door.open`: words of the vocabulary that all devices share. */
const vocabularyWord = () => z.string().check(z.regex(/^[a-z][a-z0-9-]*(\.[a-z0-9-]+)*$/), z.maxLength(60))
const label = () => z.object({ zh: z.string().check(z.trim(), z.minLength(1), z.maxLength(40)), en: z.string().check(z.maxLength(80)) })

/** `json`: lists and structures, whose shape the vocabulary itself holds. */
export const valueTypes = ['number', 'integer', 'boolean', 'enum', 'text', 'json'] as const
export type ValueType = (typeof valueTypes)[number]

/** What one value may be. Range and step count for numbers, options for enums, length for text. */
const valueShape = {
  code: word(),
  text: label(),
  type: z.enum(valueTypes),
  unit: z.optional(z.string().check(z.maxLength(16))),
  min: z.optional(z.number()),
  max: z.optional(z.number()),
  step: z.optional(z.number().check(z.gt(0))),
  options: z.optional(z.array(z.object({ value: z.string().check(z.maxLength(40)), text: label() })).check(z.maxLength(60))),
  maxLength: z.optional(z.number().check(z.int(), z.minimum(1), z.maximum(2000))),
}

export const parameterSchema = z.object({ ...valueShape, isOptional: z.optional(z.boolean()) })
export type Parameter = z.infer<typeof parameterSchema>

export const propertySchema = z.object({
  ...valueShape,
  access: z.enum(['read', 'write', 'both']),
  /** Which event brings it: `{ event: 'meter.read', field: 'energyWh' }`. What the device is only told has none. */
  from: z.optional(
    z.object({
      event: vocabularyWord(),
      /** `energyWh`, or `properties.moisture` inside what the product names itself. */
      field: z.string().check(z.minLength(1), z.maxLength(60)),
      /** For things of several parts: the field that says which. Each part then has a value of its own, `status.2`. */
      part: z.optional(z.string().check(z.minLength(1), z.maxLength(40))),
    }),
  ),
  /** Without a field: being told of the event means this value, `door.opened` → open. */
  when: z.optional(
    z
      .array(z.object({ event: vocabularyWord(), value: z.union([z.number(), z.boolean(), z.string().check(z.maxLength(40))]) }))
      .check(z.maxLength(12)),
  ),
  /** Which service sets it, for properties that may be written. */
  by: z.optional(vocabularyWord()),
})
export type Property = z.infer<typeof propertySchema>

export const eventLevels = ['info', 'warning', 'alarm', 'fault'] as const

export const modelEventSchema = z.object({
  code: vocabularyWord(),
  text: label(),
  level: z.enum(eventLevels),
  params: z.array(parameterSchema).check(z.maxLength(40)),
})

export const serviceSchema = z.object({
  code: vocabularyWord(),
  text: label(),
  params: z.array(parameterSchema).check(z.maxLength(40)),
  /** Can hurt or lock out people, or cut their power: asks for a reason, and for the device's code once more. */
  isDangerous: z.boolean(),
  /** How long it is worth doing, in seconds. A door that opens ten minutes late opens for somebody else. */
  ttlSeconds: z.number().check(z.int(), z.minimum(1), z.maximum(86_400)),
})
export type Service = z.infer<typeof serviceSchema>

/** What a kind of device can say and do: the same for every piece of it. */
export const thingModelSchema = z.object({
  properties: z.array(propertySchema).check(z.maxLength(120)),
  events: z.array(modelEventSchema).check(z.maxLength(60)),
  services: z.array(serviceSchema).check(z.maxLength(60)),
})
export type ThingModel = z.infer<typeof thingModelSchema>
