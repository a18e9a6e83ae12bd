import type { Parameter, ThingModel } from '@liren/contract/thing/model'

type Described = Omit<Parameter, 'isOptional'>

const typescriptOf = ({ type, options = [] }: Described): string => {
  if (type === 'boolean') return 'boolean'
  if (type === 'text') return 'string'
  if (type === 'enum') return options.map((option) => JSON.stringify(option.value)).join(' | ') || 'never'
  return 'number'
}

const schemaOf = (shape: Described): Record<string, unknown> => ({
  type: shape.type === 'enum' || shape.type === 'text' ? 'string' : shape.type,
  title: shape.text.zh,
  ...(shape.type === 'enum' ? { enum: (shape.options ?? []).map((option) => option.value) } : {}),
  ...(shape.min === undefined ? {} : { minimum: shape.min }),
  ...(shape.max === undefined ? {} : { maximum: shape.max }),
  ...(shape.step === undefined ? {} : { multipleOf: shape.step }),
  ...(shape.type === 'text' ? { maxLength: shape.maxLength ?? 200 } : {}),
})

const comment = (shape: Described) => `  /** ${shape.text.zh}${shape.unit ? ` (${shape.unit})` : ''} */\n`
const lines = (shapes: readonly (Described & { isOptional?: boolean | undefined })[], allOptional = false) =>
  shapes
    .map((one) => `${comment(one)}  ${JSON.stringify(one.code)}${allOptional || one.isOptional ? '?' : ''}: ${typescriptOf(one)}\n`)
    .join('')

const objectSchema = (shapes: readonly (Described & { isOptional?: boolean | undefined })[], allOptional = false) => ({
  type: 'object',
  additionalProperties: false,
  properties: Object.fromEntries(shapes.map((one) => [one.code, schemaOf(one)])),
  required: allOptional ? [] : shapes.filter((one) => !one.isOptional).map((one) => one.code),
})

/** `charging-pile` → `ChargingPile` */
const typeName = (code: string) => code.replace(/(^|[-.])([a-z0-9])/g, (_, __, letter: string) => letter.toUpperCase())

/** What a program needs to speak with devices of a product without guessing: types, and the same as JSON Schema. */
export function typesOf(code: string, model: ThingModel): { typescript: string; schema: Record<string, unknown> } {
  const name = typeName(code)
  const properties = model.properties.filter((one) => one.access !== 'write')
  const typescript = [
    `export interface ${name}Properties {\n${lines(properties, true)}}`,
    ...model.events.map(
      (event) => `/** ${event.text.zh} */\nexport interface ${name}${typeName(event.code)}Event {\n${lines(event.params)}}`,
    ),
    ...model.services.map((one) => `/** ${one.text.zh} */\nexport interface ${name}${typeName(one.code)}Command {\n${lines(one.params)}}`),
  ].join('\n\n')
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: name,
    $defs: {
      properties: objectSchema(properties, true),
      events: { type: 'object', properties: Object.fromEntries(model.events.map((one) => [one.code, objectSchema(one.params)])) },
      commands: { type: 'object', properties: Object.fromEntries(model.services.map((one) => [one.code, objectSchema(one.params)])) },
    },
  }
  return { typescript: `${typescript}\n`, schema }
}
