import type { Archive } from '@liren/contract/archive/index'

/** What was typed, as the list understands it: a whole number by its index, four digits by that of endings, else a piece of a text. */
export function searchQuery({ fields }: Archive, text: string | undefined): Record<string, string> {
  const typed = text?.trim()
  if (!typed) return {}
  const named = (kinds: readonly string[], find: 'equal' | 'last4') =>
    Object.entries(fields).find(([, field]) => kinds.includes(field.kind) && field.find.includes(find))?.[0]
  const phone = named(['phone'], 'equal')
  if (/^1\d{10}$/.test(typed) && phone) return { [`f.${phone}`]: typed }
  const paper = named(['paper'], 'equal')
  if (/^\d{17}[\dXx]$/.test(typed) && paper) return { [`f.${paper}`]: typed.toUpperCase() }
  const credit = named(['credit-code'], 'equal')
  if (/^[0-9A-Za-z]{18}$/.test(typed) && credit) return { [`f.${credit}`]: typed.toUpperCase() }
  const ending = named(['phone', 'paper'], 'last4')
  if (/^\d{3}[\dXx]$/.test(typed) && ending) return { [`last4.${ending}`]: typed.toUpperCase() }
  return Object.values(fields).some((field) => field.find.includes('pieces')) ? { q: typed } : {}
}

/** Choices that a list can be narrowed by, without those that only a few may ask for. */
export const filterFields = ({ fields }: Archive): string[] =>
  Object.entries(fields).flatMap(([name, field]) =>
    field.kind === 'choice' && field.find.includes('equal') && field.mask === undefined ? [name] : [],
  )

/** The filters of a list as the surface understands them; a copy of the list is asked for by the same words. */
export const listQuery = (definition: Archive, filters: Readonly<Record<string, string>>): Record<string, string> => ({
  ...searchQuery(definition, filters.q),
  ...Object.fromEntries(filterFields(definition).flatMap((field) => (filters[field] ? [[`f.${field}`, filters[field]]] : []))),
  ...(filters.place ? { placeId: filters.place } : {}),
  ...(filters.state ? { state: filters.state } : {}),
  ...(filters.tag ? { tag: filters.tag } : {}),
  ...(filters.linked ? { linked: filters.linked } : {}),
})
