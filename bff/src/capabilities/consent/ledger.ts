import type { ConsentAction, ConsentChannel } from '@liren/contract/capabilities/consent'
import type { GuardedTable } from '../../kernel/crypto/sealer.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { scopedTable } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'

scopedTable('consents', { placePath: 'place_path', also: ['user_id', 'person_id'] })

export interface ConsentRow {
  readonly id: string
  readonly user_id: string | null
  readonly person_id: string | null
  readonly purpose: string
  readonly text_version: number
  readonly action: ConsentAction
  readonly channel: ConsentChannel
  readonly evidence: string | null
  readonly note: string | null
  readonly recorded_by: string | null
  readonly recorded_at: number
  readonly place_path: string
  readonly row_mac: string
}

const guarded = ['user_id', 'person_id', 'purpose', 'text_version', 'action', 'channel', 'evidence', 'recorded_by', 'recorded_at'] as const

/** A line that somebody altered behind our back proves nothing: it is found, and not believed. */
export const guardedConsents: GuardedTable = { table: 'consents', columns: guarded }

const guardedFields = (row: ConsentRow) => Object.fromEntries(guarded.map((column) => [column, row[column]]))

export const isBelieved = ({ sealer }: Pick<Kernel, 'sealer'>, row: ConsentRow): boolean =>
  sealer.rowIntact('consents', row.id, guardedFields(row), row.row_mac)

export interface NewConsent {
  readonly userId: string | null
  readonly personId: string | null
  readonly purpose: string
  readonly textVersion: number
  readonly action: ConsentAction
  readonly channel: ConsentChannel
  readonly evidence?: readonly string[] | undefined
  readonly note?: string | undefined
  /** Who wrote it down, where it was not the person. */
  readonly recordedBy: string | null
  readonly placePath: string
}

/** Adds a line. There is no statement anywhere that changes or removes one. */
export async function addLine(kernel: Kernel, line: NewConsent, tx: Tx): Promise<ConsentRow> {
  const row: ConsentRow = {
    id: kernel.ids.next(),
    user_id: line.userId,
    person_id: line.personId,
    purpose: line.purpose,
    text_version: line.textVersion,
    action: line.action,
    channel: line.channel,
    evidence: line.evidence && line.evidence.length > 0 ? JSON.stringify(line.evidence) : null,
    note: line.note ?? null,
    recorded_by: line.recordedBy,
    recorded_at: kernel.clock.now(),
    place_path: line.placePath,
    row_mac: '',
  }
  const whole = { ...row, row_mac: kernel.sealer.rowMac('consents', row.id, guardedFields(row)) }
  await insertOnce(kernel.store, 'consents', { ...whole }, tx)
  return whole
}
