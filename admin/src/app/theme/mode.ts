import { useSyncExternalStore } from 'react'
import { type Appearance, usePreferences } from '../preferences.ts'
import type { Mode } from './antd.ts'

const night = typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: dark)') : undefined
const still = typeof matchMedia === 'function' ? matchMedia('(prefers-reduced-motion: reduce)') : undefined

export const modeOf = (appearance: Appearance): Mode => (appearance === 'system' ? (night?.matches ? 'dark' : 'light') : appearance)

const watch = (query: MediaQueryList | undefined) => (listener: () => void) => {
  query?.addEventListener('change', listener)
  return () => query?.removeEventListener('change', listener)
}
const watchNight = watch(night)
const watchStill = watch(still)

/** Light or dark, as chosen or as the system has it at this hour. */
export function useMode(): Mode {
  const { appearance } = usePreferences()
  useSyncExternalStore(watchNight, () => night?.matches ?? false)
  return modeOf(appearance)
}

/** Whether movements are to be left out. */
export function useCalm(): boolean {
  const { calm } = usePreferences()
  const asked = useSyncExternalStore(watchStill, () => still?.matches ?? false)
  return calm || asked
}
