import { useCallback, useState } from 'react'

function read<T>(place: string, fallback: T): T {
  try {
    const kept = localStorage.getItem(place)
    return kept === null ? fallback : (JSON.parse(kept) as T)
  } catch {
    return fallback
  }
}

/** A small choice of this browser (columns, density, views) that stays for the next visit. */
export function useKept<T>(name: string, fallback: T): readonly [T, (next: T) => void] {
  const place = `liren.admin.${name}`
  const [value, setValue] = useState(() => read(place, fallback))
  const keep = useCallback(
    (next: T) => {
      setValue(next)
      try {
        localStorage.setItem(place, JSON.stringify(next))
      } catch {
        // For this visit only.
      }
    },
    [place],
  )
  return [value, keep]
}
