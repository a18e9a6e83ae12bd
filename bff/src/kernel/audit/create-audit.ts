import type { Keyring } from '../crypto/keyring.ts'
import type { CryptoProvider } from '../crypto/provider.ts'
import type { Clock, Ids } from '../ports/time.ts'
import type { Store } from '../store/store.ts'
import { isStoreError } from '../store/store-error.ts'
import type { Audit, AuditPolicy } from './audit.ts'
import { entryMacs, entryValues, insertEntry, toRow } from './entry.ts'

interface Dependencies {
  readonly store: Store
  readonly clock: Clock
  readonly ids: Ids
  readonly crypto: CryptoProvider
  readonly keyring: Keyring
}

const policyAge = 5000
const usual: AuditPolicy = { reads: false }

/** One insert per entry and nothing that two writers could wait on each other for; numbering comes later. */
export function createAudit({ store, clock, ids, crypto, keyring }: Dependencies): Audit {
  const macs = entryMacs(crypto, keyring)
  let policies: { readonly at: number; readonly byUser: ReadonlyMap<string, AuditPolicy> } | undefined

  return {
    async write(entry, tx) {
      const row = toRow(entry, ids.next(), clock.now())
      const values = entryValues(row, macs.macOf(row))
      if (tx) store.later(insertEntry, values, tx)
      else await store.run(insertEntry, values)
    },

    async policyFor(userId) {
      const now = clock.now()
      if (!policies || now - policies.at >= policyAge || now < policies.at) {
        try {
          const rows = await store.rows<{ user_id: string; is_reads: number }>('SELECT user_id, is_reads FROM audit_policies')
          policies = { at: now, byUser: new Map(rows.map((row) => [row.user_id, { reads: row.is_reads === 1 }])) }
        } catch (error) {
          // While the database is away the last known policies hold: cached answers still go to those who are not watched.
          if (!policies || !isStoreError(error) || !error.unavailable) throw error
        }
      }
      return policies.byUser.get(userId) ?? usual
    },
  }
}
