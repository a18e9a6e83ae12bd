import { idSchema } from '../kernel/id.ts'
import { z } from '../kernel/zod.ts'
import { isCreditCode, platePattern } from './codes.ts'
import type { Field } from './field.ts'

type Schema = z.core.$ZodType

const words = () => z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/))
const sentence = (zh: string, en: string) => `${zh} | ${en}`

/** What may be written into a field. */
export function inputSchema(field: Field): Schema {
  const { max, min } = field
  switch (field.kind) {
    case 'text':
    case 'note':
      return z.string().check(z.trim(), z.minLength(1), z.maxLength(max))
    case 'whole':
      return z.number().check(z.int(), z.minimum(min ?? 0), z.maximum(max))
    case 'number':
      return z.number().check(z.minimum(min ?? 0), z.maximum(max))
    case 'flag':
      return z.boolean()
    case 'choice':
      return field.dictionary === undefined ? z.enum(field.options.map(({ code }) => code)) : words()
    case 'day':
      return z.iso.date()
    case 'phone':
      return z
        .string()
        .check(z.trim(), z.regex(/^(1\d{10}|0\d{2,3}-?\d{7,8}|400-?\d{3}-?\d{4})$/, sentence('号码格式不对', 'Not a telephone number')))
    case 'paper':
      return z.string().check(z.trim(), z.toUpperCase(), z.maxLength(20), z.regex(/^[A-Z0-9()]{5,20}$/))
    case 'plate':
      return z
        .string()
        .check(z.trim(), z.toUpperCase(), z.maxLength(10), z.regex(platePattern, sentence('车牌格式不对', 'Not a number plate')))
    case 'credit-code':
      return z
        .string()
        .check(
          z.trim(),
          z.toUpperCase(),
          z.maxLength(18),
          z.refine(isCreditCode, sentence('统一社会信用代码校验不通过', 'The check sign of this credit code does not fit')),
        )
    case 'code':
      return z.string().check(z.trim(), z.maxLength(max), z.regex(/^[A-Za-z0-9][A-Za-z0-9-]*$/))
    case 'files':
      return z.array(idSchema()).check(z.maxLength(max))
  }
}

/** What comes out: the same kind of thing, possibly masked. */
export function outputSchema(field: Field): Schema {
  switch (field.kind) {
    case 'whole':
    case 'number':
      return z.nullable(z.number())
    case 'flag':
      return z.nullable(z.boolean())
    case 'files':
      return z.nullable(z.array(z.string()))
    default:
      return z.nullable(z.string())
  }
}
