const place = 'liren.setup.code'

/** The set-up code of this visit, so that it is typed once; it leaves with the tab. */
export const keptCode = {
  read(): string | undefined {
    try {
      return sessionStorage.getItem(place) ?? undefined
    } catch {
      return undefined
    }
  },
  write(code: string | undefined): void {
    try {
      if (code === undefined) sessionStorage.removeItem(place)
      else sessionStorage.setItem(place, code)
    } catch {
      // Then it is asked for at every step.
    }
  },
}

/** Codes are read off a terminal and typed: spaces, capitals and missing dashes are no fault. */
export const tidyCode = (typed: string): string => {
  const signs = typed.toLowerCase().replace(/[^a-z0-9]/g, '')
  return signs.length === 12 ? `${signs.slice(0, 4)}-${signs.slice(4, 8)}-${signs.slice(8)}` : typed.trim().toLowerCase()
}
