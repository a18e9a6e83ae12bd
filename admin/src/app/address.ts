import { useCallback, useLayoutEffect } from 'react'
import { useSearchParams } from 'react-router'

/** What the address asks for once every change of this moment is made. */
let latest = new URLSearchParams()

/**
 * The part of the address after `?`. Changes that follow each other build on each other, even from a handler that was
 * made before the first of them: closing a form must not take back that its record was opened.
 */
export function useAddress() {
  const [search, setSearch] = useSearchParams()
  useLayoutEffect(() => {
    latest = search
  }, [search])
  const change = useCallback(
    (edit: (params: URLSearchParams) => void, options?: { readonly replace: boolean }) => {
      const after = new URLSearchParams(latest)
      edit(after)
      latest = after
      setSearch(after, options)
    },
    [setSearch],
  )
  return [search, change] as const
}
