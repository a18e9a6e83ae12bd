import { useCallback, useEffect, useRef, useState } from 'react'
import { type Draft, type DraftHandle, openDraft } from '../draft.ts'
import { useClient, useObservable } from './context.ts'

export interface DraftView<T> {
  readonly value: T
  readonly change: (part: Partial<T>) => void
  /** Idempotency-Key of the submission of this form. */
  readonly key: () => string
  /** What an earlier visit left; shown as a bar with "go on" and "throw away". */
  readonly earlier: Draft<T> | null
  readonly takeUp: () => void
  readonly throwAway: () => void
  /** Submitted: forget it. */
  readonly done: () => Promise<void>
}

/** A form whose content survives a kill, the back button and an ended sign-in. */
export function useDraft<T extends object>(form: string, initial: T): DraftView<T> {
  const { platform, session, community } = useClient()
  const state = useObservable(session)
  const user = state.status === 'signed-in' || state.status === 'expired' ? state.who.userId : 'guest'
  const place = useObservable(community)?.id ?? 'none'
  const [value, setValue] = useState(initial)
  const [earlier, setEarlier] = useState<Draft<T> | null>(null)
  const handle = useRef<DraftHandle<T> | null>(null)
  const latest = useRef(value)
  const dirty = useRef(false)

  useEffect(() => {
    const mine = openDraft<T>(platform, { user, community: place, form })
    const before = handle.current
    handle.current = mine
    let here = true
    if (before !== null && dirty.current) {
      // somebody signed in while filling in: the content goes with them
      void before.discard()
      mine.change(latest.current)
    } else {
      void mine.restore().then((draft) => here && setEarlier(draft))
    }
    const stop = platform.visible.subscribe(() => {
      if (!platform.visible.get()) void mine.flush()
    })
    return () => {
      here = false
      stop()
      void mine.flush()
    }
  }, [platform, user, place, form])

  const change = useCallback((part: Partial<T>) => {
    dirty.current = true
    latest.current = { ...latest.current, ...part }
    setValue(latest.current)
    handle.current?.change(latest.current)
  }, [])
  const takeUp = useCallback(() => {
    if (earlier === null) return
    handle.current?.resume(earlier)
    latest.current = { ...initial, ...earlier.value }
    setValue(latest.current)
    setEarlier(null)
  }, [earlier, initial])
  const throwAway = useCallback(() => {
    void handle.current?.discard()
    setEarlier(null)
  }, [])
  const done = useCallback(async () => {
    dirty.current = false
    await handle.current?.discard()
  }, [])

  return { value, change, earlier, takeUp, throwAway, done, key: () => handle.current?.key ?? '' }
}
