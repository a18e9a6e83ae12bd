import type { Infer } from '@liren/contract'
import type { verificationSchema } from '@liren/contract/capabilities/audit'
import type { Finding } from '../../kernel/audit/findings.ts'
import { recordOperation } from '../../kernel/audit/operations.ts'
import { sealAudit } from '../../kernel/audit/seal.ts'
import { type KeptCheckpoint, verifyAudit } from '../../kernel/audit/verify.ts'
import { appendEvents } from '../../kernel/background/outbox.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { iso, isoOrNull, trailOf } from './trail.ts'

export interface VerificationRow {
  id: string
  state: 'waiting' | 'sound' | 'broken' | 'failed'
  entries: number
  findings: string | null
  asked_at: number
  finished_at: number | null
}
export const verificationColumns = 'id, state, entries, findings, asked_at, finished_at'

export const presentVerification = (row: VerificationRow): Infer<typeof verificationSchema> => ({
  id: row.id,
  state: row.state,
  askedAt: iso(row.asked_at),
  finishedAt: isoOrNull(row.finished_at),
  entries: Number(row.entries),
  findings: row.findings === null ? [] : (JSON.parse(row.findings) as Finding[]),
})

export async function askVerification(kernel: Kernel, askedBy: string | null, tx?: Tx): Promise<string> {
  const id = kernel.ids.next()
  await kernel.store.run(
    "INSERT INTO audit_verifications (id, asked_by, state, asked_at) VALUES (?, ?, 'waiting', ?)",
    [id, askedBy, kernel.clock.now()],
    tx,
  )
  return id
}

/** Walks the whole trail and keeps the answer. What is broken is told at once to whoever audits. */
export async function runVerification(kernel: Kernel, id: string, kept: readonly KeptCheckpoint[]): Promise<void> {
  try {
    await verifyAndKeep(kernel, id, kept)
  } catch (error) {
    await kernel.store.run("UPDATE audit_verifications SET state = 'failed', finished_at = ? WHERE id = ? AND state = 'waiting'", [
      kernel.clock.now(),
      id,
    ])
    throw error
  }
}

async function verifyAndKeep(kernel: Kernel, id: string, kept: readonly KeptCheckpoint[]): Promise<void> {
  const trail = trailOf(kernel)
  const seal = (from: string | null) =>
    kernel.lock.tryWith('audit-seal', 60_000, () => sealAudit(trail, { checkpointNow: true, ...(from ? { from } : {}) }))
  await seal(null)
  const report = await verifyAudit(trail, { kept })
  if (report.oldestWaiting) await seal(report.oldestWaiting)
  const state = report.ok ? 'sound' : 'broken'
  await kernel.store.tx(async (tx) => {
    await kernel.store.run(
      "UPDATE audit_verifications SET state = ?, entries = ?, findings = ?, finished_at = ? WHERE id = ? AND state IN ('waiting', 'failed')",
      [state, report.entries, JSON.stringify(report.findings), kernel.clock.now(), id],
      tx,
    )
    if (report.ok) return
    kernel.log.error({ findings: report.findings.slice(0, 5) }, 'the audit trail is broken')
    await recordOperation(
      kernel.audit,
      {
        kind: 'system',
        action: 'operation.trail-broken',
        subject: 'audit',
        subjectId: id,
        result: 'failed',
        after: { findings: report.findings.slice(0, 20) },
      },
      tx,
    )
    const event = { name: 'audit.trail-broken', subject: 'audit', subjectId: id, payload: { findings: report.findings.length } }
    await appendEvents(kernel, [{ ...event, live: { permission: 'audit.read' } }], tx)
  })
}
