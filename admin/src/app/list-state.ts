import { useCallback, useMemo } from 'react'
import { useAddress } from './address.ts'

export type Filters = Readonly<Record<string, string>>

const escaped = (value: string): string => value.replace(/[%:;]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)
const restored = (value: string): string =>
  value.replace(/%(25|3a|3b)/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))

/** `{state: 'open', q: '3-2-1201'}` → `q:3-2-1201;state:open`; equal filters give equal addresses. */
export const writeFilters = (filters: Filters): string =>
  Object.entries(filters)
    .filter(([, value]) => value !== '')
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}:${escaped(value)}`)
    .join(';')

export const readFilters = (text: string): Filters =>
  Object.fromEntries(
    text.split(';').flatMap((part) => {
      const at = part.indexOf(':')
      return at <= 0 ? [] : [[part.slice(0, at), restored(part.slice(at + 1))]]
    }),
  )

/** Filters and the open record of a list, kept in the address: any screen can be sent to a colleague. */
export function useListState() {
  const [search, change] = useAddress()
  const text = search.get('f') ?? ''
  const id = search.get('id') ?? undefined
  const filters = useMemo(() => readFilters(text), [text])

  const setFilters = useCallback(
    (next: Filters) =>
      change(
        (params) => {
          const written = writeFilters(next)
          if (written === '') params.delete('f')
          else params.set('f', written)
        },
        { replace: true },
      ),
    [change],
  )
  const setFilter = useCallback(
    (name: string, value: string | undefined) => setFilters({ ...filters, [name]: value ?? '' }),
    [filters, setFilters],
  )
  /** Opening a record is a step that the back button undoes. */
  const open = useCallback(
    (next: string | undefined) =>
      change((params) => {
        if (next === undefined) params.delete('id')
        else params.set('id', next)
        params.delete('tab')
      }),
    [change],
  )
  const isFiltered = Object.keys(filters).length > 0
  return { filters, setFilter, setFilters, id, open, isFiltered }
}

export type ListState = ReturnType<typeof useListState>
