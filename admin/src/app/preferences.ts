import type { Language } from '@liren/contract'
import { useSyncExternalStore } from 'react'

export type Appearance = 'system' | 'light' | 'dark'

export interface Preferences {
  readonly language: Language
  readonly appearance: Appearance
  /** Fewer movements than the system already asks for. */
  readonly calm: boolean
  readonly menuCollapsed: boolean
}

const place = 'liren.admin.preferences'
const listeners = new Set<() => void>()

const start = (): Preferences => ({
  language: typeof navigator !== 'undefined' && !navigator.language.toLowerCase().startsWith('zh') ? 'en' : 'zh',
  appearance: 'system',
  calm: false,
  menuCollapsed: false,
})

function read(): Preferences {
  try {
    return { ...start(), ...(JSON.parse(localStorage.getItem(place) ?? '{}') as Partial<Preferences>) }
  } catch {
    // Storage can be refused or hold something of an older version: the defaults serve.
    return start()
  }
}

let current = read()

export const preferences = (): Preferences => current

/** Change preferences of this browser; every component that reads them is redrawn. */
export function prefer(change: Partial<Preferences>): void {
  current = { ...current, ...change }
  try {
    localStorage.setItem(place, JSON.stringify(current))
  } catch {
    // Kept for this visit only.
  }
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const usePreferences = (): Preferences => useSyncExternalStore(subscribe, preferences)
