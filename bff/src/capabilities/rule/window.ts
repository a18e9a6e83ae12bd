import type { WindowWhen } from '../../engines/rule/window.ts'
import type { Word } from '../../engines/rule/word.ts'
import { countEvents, pointSum } from '../../engines/thing/index.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'

/** The sum of the stretch that ends with this word, from what is kept of the device. */
export async function windowOf(kernel: Kernel, when: WindowWhen, word: Word, tx: Tx): Promise<number | undefined> {
  const from = word.at - when.seconds * 1000
  if (when.type !== undefined) {
    if (word.type !== when.type) return undefined
    return countEvents(kernel, word.device.id, when.type, { from, until: word.at }, tx)
  }
  return pointSum(kernel, word.device.id, when.property ?? '', when.take, { from, until: word.at }, tx)
}
