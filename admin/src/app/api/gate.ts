import type { AnyEndpoint } from '@liren/contract'
import type { ApiError } from './error.ts'

export type Ask = 'sign-in' | 'step-up' | 'change-password'

const asks: Readonly<Record<string, Ask>> = {
  'identity.missing': 'sign-in',
  'identity.expired': 'sign-in',
  'identity.second-factor-required': 'step-up',
  'identity.step-up-required': 'step-up',
  'identity.password-change-required': 'change-password',
}

type Keeper = (ask: Ask) => Promise<boolean>

let keeper: Keeper | undefined
const open = new Map<Ask, Promise<boolean>>()

/** Where a refused request waits until the person has proven who they are. */
export const gate = {
  /** The component that asks; returns how to take it away again. */
  keep(next: Keeper): () => void {
    keeper = next
    return () => {
      if (keeper === next) keeper = undefined
    }
  },

  /** True when the request may be sent again. Many requests that fail together wait for one question. */
  pass(error: ApiError, endpoint: AnyEndpoint): Promise<boolean> {
    const ask = asks[error.code]
    if (ask === undefined || keeper === undefined || endpoint.id.startsWith('session.')) return Promise.resolve(false)
    const waiting = open.get(ask) ?? keeper(ask).finally(() => open.delete(ask))
    open.set(ask, waiting)
    return waiting
  },
}
