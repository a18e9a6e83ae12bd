import { useCallback } from 'react'
import { useAddress } from './address.ts'

/** Something that is open or not, kept in the address: `?new=1`. */
export function useFlag(name: string): readonly [boolean, (on: boolean) => void] {
  const [search, change] = useAddress()
  const set = useCallback(
    (on: boolean) => change((params) => (on ? params.set(name, '1') : params.delete(name)), { replace: true }),
    [name, change],
  )
  return [search.get(name) === '1', set]
}
