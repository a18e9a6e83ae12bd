import type { Me } from '@liren/contract/capabilities/session'
import { session } from '@liren/contract/capabilities/session'
import { useMemo, useSyncExternalStore } from 'react'
import { forget, startOver } from '../api/cache.ts'
import { call } from '../api/call.ts'
import { type ApiError, asApiError } from '../api/error.ts'

export type SessionState =
  | { readonly phase: 'asking' }
  | { readonly phase: 'anonymous' }
  | { readonly phase: 'failed'; readonly error: ApiError }
  | { readonly phase: 'here'; readonly me: Me }

let state: SessionState = { phase: 'asking' }
const listeners = new Set<() => void>()

function become(next: SessionState): void {
  const before = state.phase === 'here' ? state.me : undefined
  const after = next.phase === 'here' ? next.me : undefined
  state = next
  // Another person, end or place sees other rows: what was read for the last one is not shown.
  if (before?.user.id !== after?.user.id) forget()
  else if (before?.place?.id !== after?.place?.id || before?.end !== after?.end) startOver()
  for (const listener of listeners) listener()
}

export const sessionStore = {
  now: (): SessionState => state,
  subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  enter: (me: Me): void => become({ phase: 'here', me }),
  leave: (): void => become({ phase: 'anonymous' }),

  /** Ask the server who we are; the cookie answers. */
  async load(): Promise<void> {
    if (state.phase !== 'here') become({ phase: 'asking' })
    try {
      become({ phase: 'here', me: await call(session.endpoints.me) })
    } catch (caught) {
      const error = asApiError(caught)
      if (error.status === 401) become({ phase: 'anonymous' })
      else if (state.phase !== 'here') become({ phase: 'failed', error })
    }
  },

  async signOut(): Promise<void> {
    await call(session.endpoints.signOut)
    become({ phase: 'anonymous' })
  },
}

export const useSession = (): SessionState => useSyncExternalStore(sessionStore.subscribe, sessionStore.now)

/** The person at work. Only below the shell, which is drawn for somebody who is here. */
export function useMe(): Me {
  const now = useSession()
  if (now.phase !== 'here') throw new Error('useMe is for pages inside the shell')
  return now.me
}

export function usePermissions(): ReadonlySet<string> {
  const now = useSession()
  const held = now.phase === 'here' ? now.me.permissions : undefined
  return useMemo(() => new Set(held), [held])
}

export const useMay = (code: string): boolean => usePermissions().has(code)

/** Nothing more is asked of this person before the work can begin. */
export const isReady = (me: Me): boolean => !me.mustChangePassword && (me.secondFactor === 'none' || me.secondFactor === 'enrolled')
