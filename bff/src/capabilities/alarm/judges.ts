import type { AlarmKind } from '@liren/contract/capabilities/alarm'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import type { KnownDevice, ToldEvent } from '../device/read.ts'
import type { Finding } from './findings.ts'
import type { RaisedAlarm } from './raise.ts'

export interface Told {
  readonly device: KnownDevice
  readonly finding: Finding
  readonly event: ToldEvent
  readonly times: number
}

/** What a room that knows more of a thing says of what the thing told. */
export interface Judgement {
  /** It is kept elsewhere and raises nothing. */
  readonly isQuiet?: boolean
  readonly title?: { readonly zh: string; readonly en: string } | undefined
  readonly part?: string | undefined
  readonly placePath?: string | undefined
  readonly placeLabel?: string | undefined
  /** Called with the alarm that it became, in the same transaction. */
  follow?(alarm: RaisedAlarm): Promise<void>
}
export type Judge = (told: Told, tx: Tx) => Promise<Judgement | undefined>

const judges = new WeakMap<Kernel, Map<AlarmKind, Judge>>()

/** Whoever keeps zones or events of a kind says here what becomes of what a device tells of it; without it, it is an alarm. */
export function judgeAlarms(kernel: Kernel, kind: AlarmKind, judge: Judge): void {
  judges.set(kernel, (judges.get(kernel) ?? new Map<AlarmKind, Judge>()).set(kind, judge))
}

export const judged = async (kernel: Kernel, told: Told, tx: Tx): Promise<Judgement> =>
  (await judges.get(kernel)?.get(told.finding.kind)?.(told, tx)) ?? {}
