import type { EdgeAnswer } from '@liren/contract/edge/asks'
import { minuteSummary, minutesBeyond } from '../../../engines/thing/index.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import type { Tx } from '../../../kernel/store/store.ts'

interface Measured {
  readonly deviceId: string
  readonly property: string
  readonly days: number
}

const dayMs = 86_400_000

/** How a number was over the last days. */
export async function historyOf(kernel: Kernel, { deviceId, property, days }: Measured, now: number, tx: Tx): Promise<EdgeAnswer> {
  const range = { from: now - days * dayMs, until: now }
  return { kind: 'history.summary', ...range, ...(await minuteSummary(kernel, deviceId, property, range, tx)) }
}

/** How many minutes of the last days went beyond a limit. */
export async function detectIn(
  kernel: Kernel,
  { deviceId, property, days, ...limits }: Measured & { readonly above?: number | undefined; readonly below?: number | undefined },
  now: number,
  tx: Tx,
): Promise<EdgeAnswer> {
  const range = { from: now - days * dayMs, until: now }
  return { kind: 'history.detect', ...range, ...(await minutesBeyond(kernel, deviceId, property, limits, range, tx)) }
}
