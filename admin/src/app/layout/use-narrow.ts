import { useSyncExternalStore } from 'react'

const wide = typeof matchMedia === 'function' ? matchMedia('(min-width: 1080px)') : undefined
const middle = typeof matchMedia === 'function' ? matchMedia('(min-width: 720px)') : undefined

const subscribe = (listener: () => void): (() => void) => {
  wide?.addEventListener('change', listener)
  middle?.addEventListener('change', listener)
  return () => {
    wide?.removeEventListener('change', listener)
    middle?.removeEventListener('change', listener)
  }
}

export type Narrow = 'wide' | 'middle' | 'small'

/** Room for the whole menu, for its icons, or for neither. */
export const useNarrow = (): Narrow =>
  useSyncExternalStore(subscribe, () => (wide === undefined || wide.matches ? 'wide' : middle?.matches ? 'middle' : 'small'))
