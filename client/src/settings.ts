import type { Language } from '@liren/contract'
import { createObservable, type Observable } from './kernel/observable.ts'
import { readJson, type Storage } from './kernel/storage.ts'

export type Appearance = 'system' | 'light' | 'dark'

export interface Settings {
  readonly language: Language
  readonly appearance: Appearance
  /** Large type, large targets, six big tiles; the same data and addresses. */
  readonly elder: boolean
  /** Factor on every text size, on top of the elder scale. */
  readonly fontScale: number
  readonly reducedMotion: boolean
  /** The one-time offer of the elder version was answered. */
  readonly elderOffered: boolean
  /** Newest first: services that were opened, to show them first. */
  readonly recentServices: readonly string[]
}

export interface SettingsStore extends Observable<Settings> {
  start(): Promise<void>
  change(part: Partial<Settings>): void
}

/** Limits of the slider: 16 px body text becomes 30 px at most. */
export const fontScales = { least: 0.9, most: 1.875, step: 0.05 } as const

/** The elder version begins at 20 px, so that its slider ends earlier at the same 30 px. */
export const mostScale = (elder: boolean): number => (elder ? 1.5 : fontScales.most)

/** How this device is set; takes effect at once, without a restart. */
export function createSettings(storage: Storage, first: Settings): SettingsStore {
  const state = createObservable(first)
  let saving: Promise<void> = Promise.resolve()
  return {
    get: state.get,
    subscribe: state.subscribe,
    async start() {
      const kept = await readJson<Partial<Settings>>(storage, 'settings')
      if (kept !== null) state.set({ ...state.get(), ...kept })
    },
    change(part) {
      state.set({ ...state.get(), ...part })
      const value = JSON.stringify(state.get())
      saving = saving.then(() => storage.set('settings', value)).catch(() => undefined)
    },
  }
}
