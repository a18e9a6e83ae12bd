import { useCallback } from 'react'
import { useSearchParams } from 'react-router'

/** Something that is open or not, kept in the address: `?new=1`. */
export function useFlag(name: string): readonly [boolean, (on: boolean) => void] {
  const [search, setSearch] = useSearchParams()
  const set = useCallback(
    (on: boolean) =>
      setSearch(
        (before) => {
          const after = new URLSearchParams(before)
          if (on) after.set(name, '1')
          else after.delete(name)
          return after
        },
        { replace: true },
      ),
    [name, setSearch],
  )
  return [search.get(name) === '1', set]
}
