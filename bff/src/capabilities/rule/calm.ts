import type { BookedRule } from '../../engines/rule/book.ts'
import { memoryKey, readMemories } from '../../engines/rule/memory.ts'
import type { Memory } from '../../engines/rule/step.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { markOver, openKey } from '../alarm/read.ts'

interface Ended {
  readonly rule: BookedRule
  readonly device: { readonly id: string }
  readonly at: number
}

/** What the rule raised about this device is over once none of its triggers holds for it any more. */
export async function calm(kernel: Kernel, { rule, device, at }: Ended, known: (key: string) => Memory | undefined, tx: Tx): Promise<void> {
  const raises = rule.content.actions.flatMap((action) => (action.kind === 'alarm' ? [action.alarm] : []))
  if (raises.length === 0) return
  const keys = rule.content.when.map((_, index) => memoryKey(rule, index, device.id))
  const asked = await readMemories(
    kernel,
    keys.filter((key) => known(key) === undefined),
    tx,
  )
  if (keys.some((key) => (known(key) ?? asked.get(key))?.isHeld)) return
  for (const kind of raises) await markOver(kernel, openKey(device.id, kind, kind === 'rule' ? rule.id : undefined), at, tx)
}
