import { type Fault, z } from '@liren/contract'
import { unknownIn } from '@liren/contract/kernel/unknown'
import { refuse } from '../errors.ts'

type Schema = z.core.$ZodType
type Issue = z.core.$ZodIssue

/** A part that an endpoint does not have takes nothing. */
const nothing = z.object({})

interface Part {
  readonly name: 'params' | 'query' | 'body'
  readonly schema: Schema | undefined
  readonly value: unknown
}

/**
 * Parses all parts of a request and reports every fault of all of them at once; what no contract declares is one too,
 * unless it is to be left out.
 */
export function parseParts(parts: readonly Part[], strangers: 'refused' | 'left-out' = 'refused') {
  const faults: Fault[] = []
  const parsed: Record<string, unknown> = {}
  for (const { name, schema, value } of parts) {
    const strange = strangers === 'refused' ? unknownIn(schema ?? nothing, value) : []
    if (strange.length > 0) faults.push(...strange.map((path) => undeclared([name, ...path].join('.'))))
    if (!schema) continue
    const result = z.safeParse(schema, value)
    if (result.success) parsed[name] = result.data
    else faults.push(...result.error.issues.flatMap((issue) => toFaults(issue, name)))
  }
  if (faults.length > 0) throw refuse('request.invalid', { faults })
  return parsed
}

const undeclared = (path: string): Fault => ({ path, zh: '没有这一项', en: 'There is no such field' })

/** What one issue of a schema means to whoever sent it. */
export function toFaults(issue: Issue, part: string): Fault[] {
  const path = [part, ...issue.path.map(String)].join('.')
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => undeclared(`${path}.${key}`))
  return [{ path, ...sentence(issue) }]
}

/** Sentences for people, made from the kind of the fault; never from the words of the schema library. */
function sentence(issue: Issue): { zh: string; en: string } {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? { zh: '此项必填', en: 'This is required' } : { zh: '格式不对', en: `Expected ${issue.expected}` }
    case 'too_small':
      if (issue.origin === 'string')
        return Number(issue.minimum) <= 1
          ? { zh: '此项必填', en: 'This is required' }
          : { zh: `至少 ${issue.minimum} 个字`, en: `At least ${issue.minimum} characters` }
      if (issue.origin === 'array') return { zh: `至少 ${issue.minimum} 项`, en: `At least ${issue.minimum}` }
      return { zh: `不能小于 ${issue.minimum}`, en: `Not less than ${issue.minimum}` }
    case 'too_big':
      if (issue.origin === 'string') return { zh: `最多 ${issue.maximum} 个字`, en: `At most ${issue.maximum} characters` }
      if (issue.origin === 'array') return { zh: `最多 ${issue.maximum} 项`, en: `At most ${issue.maximum}` }
      return { zh: `不能大于 ${issue.maximum}`, en: `Not more than ${issue.maximum}` }
    case 'invalid_value':
      return { zh: '不在可选范围内', en: `One of ${issue.values.join(', ')}` }
    case 'invalid_format':
      if (issue.format === 'datetime') return { zh: '时间格式不对', en: 'Not a time with a zone' }
      if (issue.format === 'date') return { zh: '日期格式应为 2026-01-31', en: 'Not a date like 2026-01-31' }
      return { zh: '格式不对', en: 'Not in the expected form' }
    default:
      // a check written with its own two-language sentence says more than we could
      return split(issue.message)
  }
}

function split(message: string): { zh: string; en: string } {
  const [zh, en] = message.split(' | ')
  return zh && en ? { zh, en } : { zh: '填写有误', en: 'Not valid' }
}
