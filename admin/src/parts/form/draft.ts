const place = (name: string, person: string): string => `liren.admin.draft.${person}.${name}`
const keptFor = 7 * 86_400_000

interface Kept {
  readonly at: number
  readonly values: Record<string, unknown>
}

/** What somebody typed and did not submit, for a week. Passwords and the like are never among it. */
export const drafts = {
  read(name: string, person: string, now = Date.now()): Record<string, unknown> | undefined {
    try {
      const kept = JSON.parse(localStorage.getItem(place(name, person)) ?? 'null') as Kept | null
      if (kept === null) return undefined
      if (now - kept.at <= keptFor) return kept.values
      localStorage.removeItem(place(name, person))
    } catch {
      // Unreadable is the same as none.
    }
    return undefined
  },
  write(name: string, person: string, values: Record<string, unknown>, secrets: readonly string[], now = Date.now()): void {
    const open = Object.fromEntries(Object.entries(values).filter(([key, value]) => !secrets.includes(key) && value !== undefined))
    try {
      if (Object.keys(open).length === 0) localStorage.removeItem(place(name, person))
      else localStorage.setItem(place(name, person), JSON.stringify({ at: now, values: open } satisfies Kept))
    } catch {
      // Without storage the form still works.
    }
  },
  drop(name: string, person: string): void {
    try {
      localStorage.removeItem(place(name, person))
    } catch {
      // As above.
    }
  },
}
