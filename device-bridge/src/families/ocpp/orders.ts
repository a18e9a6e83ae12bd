import type { CommandName } from '@liren/contract/device-commands'
import type { Order, Step } from '../../protocols/protocol.ts'
import { carryOut, type Plan } from './carry-out.ts'
import type { Happened } from './happened.ts'
import type { Ledger } from './ledger.ts'
import type { Session } from './session.ts'

/** What every version can be asked to do. */
export const commands: readonly CommandName[] = [
  'charging.start',
  'charging.stop',
  'charging.limit',
  'charging.limit-clear',
  'charging.reserve',
  'charging.reserve-cancel',
  'charging.unlock',
  'charging.availability',
  'charging.token-list',
  'device.reboot',
  'device.configure',
  'device.read',
  'device.diagnostics',
  'device.message',
  'firmware.update',
]

export type Planned = Plan | { readonly problem: string }
type Kept = { readonly happened: Happened; readonly ledger: Ledger }

/** Carries out a plan, and what an order changes on our side once it is taken. */
export async function* carryOutOrder<A>(
  { happened, ledger }: Kept,
  session: Session,
  { order, device, signal }: Order<A>,
  plan: Planned,
): AsyncIterable<Step> {
  if ('problem' in plan) return yield { state: 'failed', reason: plan.problem }
  if (order.name === 'charging.token-list') {
    const { isFull, tokens } = order.values
    return yield* carryOut(happened, session, { ...plan, whenDone: () => ledger.setTokens(device.code, isFull, tokens) }, signal)
  }
  if (order.name !== 'charging.start') return yield* carryOut(happened, session, plan, signal)
  // The card counts until the pile started with it, or the order's time is up.
  const release = happened.expect(device.code, order.values.token)
  signal.addEventListener('abort', release, { once: true })
  yield* carryOut(happened, session, { ...plan, whenDone: async () => release() }, signal)
}
