import { hazardAreaOf } from '@liren/contract/capabilities/hazard'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import type { AlarmForLetters } from '../alarm/read.ts'
import { orderedTo } from './roster.ts'

/** Who gets the work order of this alarm, and so needs no second letter about the alarm itself. */
export async function ordered(
  kernel: Kernel,
  alarm: Pick<AlarmForLetters, 'kind' | 'place_path' | 'created_at'>,
  tx: Tx,
): Promise<Set<string>> {
  const area = hazardAreaOf(alarm.kind)
  if (area === undefined) return new Set()
  const { people } = await orderedTo(kernel, alarm.place_path, area, Number(alarm.created_at), tx)
  return new Set(people.map(({ id }) => id))
}
