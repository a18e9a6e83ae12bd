import { text } from '@liren/contract'
import { key as contract, keyPurposes } from '@liren/contract/capabilities/key'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { keyGrace } from '../../kernel/crypto/keyring.ts'
import { walkState } from '../../kernel/crypto/walk.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import { route } from '../../kernel/http/route.ts'
import { cryptoInventory, purposes } from './inventory.ts'
import { stillNeeds } from './needed.ts'
import { resealForAWhile, walksOf } from './reseal.ts'

const e = contract.endpoints
const iso = (at: number) => new Date(at).toISOString()

/** Keys of the house: what there is, rotation, sealing again, destruction, and the inventory of cryptography. */
export const key: CapabilityFactory = (kernel) => {
  const { store, keyring, clock } = kernel
  return {
    contract,
    jobs: [
      {
        kind: 'key.reseal',
        text: text('按新密钥重新加密', 'Seal again under new keys'),
        every: 30_000,
        run: async () => {
          await keyring.refresh()
          await kernel.lock.tryWith('key-reseal', 60_000, () => resealForAWhile(kernel))
        },
      },
    ],
    routes: [
      route(e.list, async () => {
        await keyring.refresh()
        return {
          provider: { sm2: kernel.crypto.sm2Driver, keyFrom: kernel.config.LIREN_KEY === '' ? 'file' : 'setting' },
          items: keyPurposes.map((purpose) => ({
            purpose,
            text: purposes[purpose].text,
            algorithm: purposes[purpose].algorithm,
            versions: keyring.versions
              .filter((version) => version.purpose === purpose)
              .map(({ version, state, publicKey, createdAt, usableAt, destroyedAt }) => ({
                version,
                state,
                publicKey,
                createdAt: iso(createdAt),
                usableAt: iso(usableAt),
                destroyedAt: destroyedAt === null ? null : iso(destroyedAt),
              })),
          })),
        }
      }),

      route(e.rotate, async (ctx) => {
        const { purpose } = ctx.params
        const waiting = await store.rows(
          'SELECT id FROM key_versions WHERE purpose = ? AND usable_at > ? AND destroyed_at IS NULL',
          [purpose, ctx.now],
          ctx.tx,
        )
        if (waiting.length > 0) throw refuseWith(e.rotate.errors, 'key.rotating')
        const version = await keyring.rotate(purpose, ctx.tx)
        ctx.audit({ subject: 'key', subjectId: purpose, after: { version } })
        await ctx.emit({ name: 'key.rotated', subject: 'key', subjectId: purpose, payload: { version } })
        return { purpose, version, usableAt: iso(clock.now() + keyGrace) }
      }),

      route(e.destroy, async (ctx) => {
        const { purpose, version } = ctx.params
        ctx.audit({ subject: 'key', subjectId: `${purpose}.${version}`, reason: ctx.body.reason })
        const [row] = await store.rows<{ destroyed_at: number | null }>(
          'SELECT destroyed_at FROM key_versions WHERE purpose = ? AND version = ?',
          [purpose, version],
          ctx.tx,
        )
        if (!row) throw refuse('not-found')
        if (row.destroyed_at !== null) return
        if (purpose === 'audit' || purpose === 'witness') throw refuseWith(e.destroy.errors, 'key.kept')
        if (version >= keyring.currentVersion(purpose)) throw refuseWith(e.destroy.errors, 'key.current')
        const column = await stillNeeds(kernel, purpose, version, ctx.tx)
        if (column) throw refuseWith(e.destroy.errors, 'key.needed', { details: { column } })
        await keyring.destroy(purpose, version, ctx.tx)
        await ctx.emit({ name: 'key.destroyed', subject: 'key', subjectId: `${purpose}.${version}`, payload: {} })
      }),

      route(e.reseals, async () => {
        const states = await Promise.all(walksOf(kernel).map((walk) => walkState(store, walk)))
        return {
          items: states.map(({ startedAt, finishedAt, ...state }) => ({
            ...state,
            startedAt: startedAt === null ? null : iso(startedAt),
            finishedAt: finishedAt === null ? null : iso(finishedAt),
          })),
        }
      }),

      route(e.inventory, async () => ({ items: cryptoInventory(kernel) })),
    ],
  }
}
