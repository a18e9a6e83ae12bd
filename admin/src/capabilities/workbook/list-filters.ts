import type { BodyOf } from '@liren/contract'
import type { workbook } from '@liren/contract/capabilities/workbook'

export type ListFilters = BodyOf<typeof workbook.endpoints.export>['filters']

const plain = ['q', 'placeId', 'state', 'source', 'tag', 'linked'] as const

/** What a list was narrowed by, as it came in the address: a copy is asked for by the same words. Anything else is left out. */
export function readListFilters(text: string | null): ListFilters | undefined {
  if (text === null) return undefined
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch {
    return undefined
  }
  const entries = Object.entries((given ?? {}) as Record<string, unknown>).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  const fields = Object.fromEntries(entries.filter(([key]) => /^(f|last4)\.[A-Za-z0-9]{1,40}$/.test(key)))
  const rest = Object.fromEntries(entries.filter(([key]) => (plain as readonly string[]).includes(key)))
  const found = { ...rest, ...(Object.keys(fields).length > 0 ? { fields } : {}) }
  return Object.keys(found).length > 0 ? (found as ListFilters) : undefined
}
