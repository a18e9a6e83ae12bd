import type { Book } from '../../engines/rule/book.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Tx } from '../../kernel/store/store.ts'
import type { KnownDevice, ToldEvent } from '../device/read.ts'
import { act, type Outcome } from './act.ts'
import { countFiring, keepFiring, tellFiring } from './fire.ts'

interface Fired {
  readonly ruleId: string
  readonly version: number
  readonly cause: { readonly device: string; readonly type: string; readonly at: number }
  readonly actions: readonly { device: string; name: string; commandId: string; isTaken: boolean; reason?: string }[]
}

const idLength = 26

/** A bridge ran a rule by itself: it is written down, and what only the house can do is done now. */
export async function takeFired(kernel: Kernel, told: ToldEvent, device: KnownDevice | undefined, book: Book, tx: Tx): Promise<void> {
  const fired = told.values as unknown as Fired
  const rule = book.rules.get(fired.ruleId.slice(0, idLength))
  if (!rule || !device || !told.placePath.startsWith(rule.placePath)) return
  const id = kernel.ids.next()
  const values = { type: fired.cause.type }
  const cause = { key: `${told.id}:${rule.id}:edge`, device, placePath: told.placePath, at: fired.cause.at, values }
  const row = {
    ...{ id, rule_id: rule.id, number: fired.version, rule_name: rule.name, place_path: told.placePath, device_id: device.id },
    ...{ ran_at: 'edge', cause_key: cause.key, content: '{}', at: fired.cause.at },
  }
  if (!(await insertOnce(kernel.store, 'rule_firings', row, tx))) return
  const { outcomes, bridges, letters } = await act(kernel, { firingId: id, rule, cause, skipCommands: true }, tx)
  const commanded = rule.content.actions.findIndex((action) => action.kind === 'command')
  const sent = fired.actions.map(
    (action): Outcome => ({
      ...{ index: commanded, isDone: action.isTaken, why: action.reason, subject: 'edge-command', subjectId: action.commandId },
      device: { id: action.device, name: action.device },
    }),
  )
  const others = outcomes.filter((outcome) => outcome.why !== 'edge')
  const index = Math.max(
    0,
    rule.content.when.findIndex((when) => when.kind === 'event' && when.type === fired.cause.type),
  )
  await keepFiring(kernel, id, { index, cause, checked: [], outcomes: [...sent, ...others] }, tx)
  await countFiring(kernel, rule, kernel.clock.now(), tx)
  await tellFiring(kernel, { id, rule, cause, bridges, letters }, tx)
}
