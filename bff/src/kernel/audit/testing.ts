import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ManualClock, manualClock } from '../../../test/manual-clock.ts'
import { createCryptoProvider } from '../crypto/create.ts'
import { kekFrom } from '../crypto/kek.ts'
import { type Keyring, openKeyring } from '../crypto/keyring.ts'
import { createIds, systemRandom } from '../ports/system.ts'
import type { Store } from '../store/store.ts'
import type { AuditEntry } from './audit.ts'
import { createAudit } from './create-audit.ts'
import { type SealOptions, sealAudit } from './seal.ts'
import { type VerifyOptions, verifyAudit } from './verify.ts'
import { fileWitness } from './witness.ts'

export const crypto = createCryptoProvider()

export const sampleEntry = (more: Partial<AuditEntry> = {}): AuditEntry => ({
  actorId: 'u1',
  actorKind: 'user',
  action: 'repair.accepted',
  subject: 'repair',
  subjectId: 'r1',
  placePath: '/jl/yx/',
  result: 'done',
  ip: '192.0.2.1',
  requestId: 'q1',
  ...more,
})

/** A trail with keys, clock and second place of its own. */
export async function auditTrail(store: Store, given: { clock?: ManualClock; key?: string; folder?: string } = {}) {
  const clock = given.clock ?? manualClock(Date.now())
  const key = given.key ?? randomBytes(32).toString('hex')
  const folder = given.folder ?? mkdtempSync(join(tmpdir(), 'liren-witness-'))
  const ids = createIds(clock, systemRandom)
  const kek = kekFrom({ LIREN_KEY: key, LIREN_DATA: '' })
  const keyring: Keyring = await openKeyring({ store, crypto, clock, random: systemRandom, ids, kek })
  const audit = createAudit({ store, clock, ids, crypto, keyring })
  const witness = fileWitness(folder)
  const errors: unknown[] = []
  const log = { error: (what: unknown) => errors.push(what) } as never
  const sealing = { store, clock, ids, crypto, keyring, witness, log }
  return {
    ...sealing,
    audit,
    errors,
    key,
    folder,
    async write(count: number, more: (i: number) => Partial<AuditEntry> = () => ({})) {
      for (let i = 0; i < count; i++) {
        await clock.advance(10)
        await store.tx((tx) => audit.write(sampleEntry({ subjectId: `r${i}`, ...more(i) }), tx))
      }
    },
    seal: (options?: SealOptions) => sealAudit(sealing, options),
    verify: (options?: VerifyOptions) => verifyAudit({ store, crypto, keyring, witness }, options),
    verifyAlone: (options?: VerifyOptions) => verifyAudit({ store, crypto, keyring }, options),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
export type Trail = Awaited<ReturnType<typeof auditTrail>>

/** What somebody with all rights on the database does first. */
export async function withoutTriggers(store: Store): Promise<void> {
  for (const table of ['audit_entries', 'audit_links', 'audit_checkpoints'])
    for (const on of ['update', 'delete'])
      await store.run(`DROP TRIGGER IF EXISTS ${table}_no_${on}${store.dialect === 'postgres' ? ` ON ${table}` : ''}`)
}

/** The entry behind a number. */
export async function entryAt(store: Store, seq: number): Promise<string> {
  const [row] = await store.rows<{ entry_id: string }>('SELECT entry_id FROM audit_links WHERE seq = ?', [seq])
  if (!row) throw new Error(`There is no entry ${seq}`)
  return row.entry_id
}
