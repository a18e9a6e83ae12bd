import { groupOf } from '@liren/contract'
import { api as contract } from '@liren/contract/capabilities/api'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import { route } from '../../kernel/http/route.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'
import { listApis, vital } from './list.ts'
import { isSm2PublicKey, keyParts, keysAfter, macOf, type PartnerRow, partnerById, presentPartner } from './partners.ts'
import { readCalls } from './statistics.ts'

const e = contract.endpoints
const month = 31 * 86_400_000

/** Interfaces and those who may call them: query, group, authorise, count, limit. */
export const api: CapabilityFactory = (kernel) => {
  const { store } = kernel

  const groups = async (tx?: Tx) => {
    const rows = await store.rows<{ code: string; zh: string; en: string; version: number }>(
      'SELECT code, zh, en, version FROM api_groups',
      [],
      tx,
    )
    const made = new Map(rows.map((row) => [row.code, row]))
    for (const { contract: known } of kernel.surface.capabilities)
      for (const endpoint of Object.values(known.endpoints)) {
        const code = groupOf(endpoint)
        if (!made.has(code)) made.set(code, { code, zh: known.text.zh, en: known.text.en, version: 0 })
      }
    return made
  }

  const refuseUnknownGroups = async (codes: readonly string[], tx: Tx) => {
    const known = await groups(tx)
    const unknown = codes.filter((code) => !known.has(code))
    if (unknown.length > 0) throw refuseWith(e.createPartner.errors, 'api.group-unknown', { details: { codes: unknown } })
  }

  const placePathOf = async (id: string | null | undefined, tx: Tx) => {
    if (id === null || id === undefined) return '/'
    const [place] = await store.rows<{ path: string }>('SELECT path FROM places WHERE id = ?', [id], tx)
    if (!place) throw refuse('request.invalid', { faults: [{ path: 'body.placeId', zh: '没有这个地点', en: 'There is no such place' }] })
    return place.path
  }

  return {
    contract,
    routes: [
      route(e.list, async (ctx) => {
        const { q, group, owner, state } = ctx.query
        const wanted = q?.toLowerCase()
        const items = (await listApis(kernel)).filter(
          (one) =>
            (!wanted || [one.id, one.path, one.text.zh, one.text.en].some((text) => text.toLowerCase().includes(wanted))) &&
            (!group || one.group === group) &&
            (!owner || one.owner.includes(owner)) &&
            (!state || one.state === state),
        )
        return { items }
      }),

      route(e.update, async (ctx) => {
        const { id } = ctx.params
        const { version, ...change } = ctx.body
        const before = (await listApis(kernel)).find((one) => one.id === id)
        if (!before) throw refuse('not-found')
        if (change.state === 'off' && vital.has(id)) throw refuseWith(e.update.errors, 'api.vital')
        if (change.group && !(await groups(ctx.tx)).has(change.group)) throw refuseWith(e.update.errors, 'api.group-unknown')
        await insertOnce(store, 'api_settings', { endpoint: id, version: 0 }, ctx.tx)
        const after = { group: change.group ?? before.group, owner: change.owner ?? before.owner, state: change.state ?? before.state }
        const changed = await store.run(
          'UPDATE api_settings SET grp = ?, owner = ?, is_on = ?, version = version + 1 WHERE endpoint = ? AND version = ?',
          [after.group, after.owner, after.state === 'on' ? 1 : 0, id, version],
          ctx.tx,
        )
        if (changed !== 1) throw refuse('stale')
        kernel.traffic.forget()
        ctx.audit({ subject: 'api', subjectId: id, before: { group: before.group, owner: before.owner, state: before.state }, after })
        await ctx.emit({ name: 'api.changed', subject: 'api', subjectId: id, payload: after })
        return { ...before, ...after, version: version + 1 }
      }),

      route(e.groups, async () => {
        const apis = await listApis(kernel)
        const partners = await store.rows<{ grps: string }>('SELECT grps FROM partners WHERE is_on = 1')
        const items = [...(await groups()).values()].map((group) => ({
          code: group.code,
          text: { zh: group.zh, en: group.en },
          apis: apis.filter((one) => one.group === group.code).length,
          partners: partners.filter((partner) => (JSON.parse(partner.grps) as string[]).includes(group.code)).length,
          version: group.version,
        }))
        return { items: items.sort((a, b) => (a.code < b.code ? -1 : 1)) }
      }),

      route(e.saveGroup, async (ctx) => {
        const { code } = ctx.params
        const { text, version } = ctx.body
        await insertOnce(store, 'api_groups', { code, zh: text.zh, en: text.en, version: 0 }, ctx.tx)
        const changed = await store.run(
          'UPDATE api_groups SET zh = ?, en = ?, version = version + 1 WHERE code = ? AND version = ?',
          [text.zh, text.en, code, version],
          ctx.tx,
        )
        if (changed !== 1) throw refuse('stale')
        ctx.audit({ subject: 'api-group', subjectId: code, after: { ...text } })
        const apis = (await listApis(kernel)).filter((one) => one.group === code).length
        return { code, text, apis, partners: 0, version: version + 1 }
      }),

      route(e.partners, async () => ({
        items: (await store.rows<PartnerRow>('SELECT * FROM partners ORDER BY id DESC LIMIT 500')).map(presentPartner),
      })),

      route(e.createPartner, async (ctx) => {
        const { name, owner, publicKey, groups: granted, placeId, perSecond } = ctx.body
        if (!isSm2PublicKey(publicKey)) throw refuseWith(e.createPartner.errors, 'api.key-unfit')
        await refuseUnknownGroups(granted, ctx.tx)
        const id = kernel.ids.next()
        const row = {
          id,
          name,
          owner,
          key_id: `pk-${id.slice(-10)}`,
          ...keyParts(publicKey),
          grps: JSON.stringify([...new Set<string>(granted)].sort()),
          place_id: placeId ?? null,
          place_path: await placePathOf(placeId, ctx.tx),
          per_second: perSecond,
          is_on: 1,
          created_at: ctx.now,
        }
        await insertOnce(store, 'partners', { ...row, row_mac: macOf(kernel, row) }, ctx.tx)
        ctx.audit({ subject: 'partner', subjectId: id, after: { name, owner, groups: granted, perSecond } })
        await ctx.emit({ name: 'api.partner-changed', subject: 'partner', subjectId: id, payload: {} })
        return presentPartner({ ...row, row_mac: '', last_call_at: null, version: 1 })
      }),

      route(e.updatePartner, async (ctx) => {
        const { version, ...change } = ctx.body
        const before = await partnerById(kernel, ctx.params.id, ctx.tx)
        if (!before) throw refuse('not-found')
        if (change.publicKey && !isSm2PublicKey(change.publicKey)) throw refuseWith(e.updatePartner.errors, 'api.key-unfit')
        if (change.groups) await refuseUnknownGroups(change.groups, ctx.tx)
        const next = {
          ...before,
          name: change.name ?? before.name,
          owner: change.owner ?? before.owner,
          ...keysAfter(before, change.publicKey),
          grps: change.groups ? JSON.stringify([...new Set<string>(change.groups)].sort()) : before.grps,
          per_second: change.perSecond ?? before.per_second,
          is_on: change.state === undefined ? before.is_on : change.state === 'on' ? 1 : 0,
        }
        const values: SqlValue[] = [
          next.name,
          next.owner,
          next.public_key,
          next.certificate,
          next.grps,
          next.per_second,
          next.is_on,
          macOf(kernel, next),
          before.id,
          version,
        ]
        const changed = await store.run(
          'UPDATE partners SET name = ?, owner = ?, public_key = ?, certificate = ?, grps = ?, per_second = ?, is_on = ?, row_mac = ?, version = version + 1 WHERE id = ? AND version = ?',
          values,
          ctx.tx,
        )
        if (changed !== 1) throw refuse('stale')
        const facts = (row: PartnerRow) => ({
          groups: JSON.parse(row.grps) as string[],
          perSecond: row.per_second,
          state: row.is_on === 1 ? 'on' : 'off',
        })
        ctx.audit({ subject: 'partner', subjectId: before.id, before: facts(before), after: facts(next) })
        await ctx.emit({ name: 'api.partner-changed', subject: 'partner', subjectId: before.id, payload: {} })
        return presentPartner({ ...next, version: version + 1 })
      }),

      route(e.statistics, (ctx) => readCalls(kernel, ctx.query)),
    ],
    jobs: [
      {
        kind: 'api.count',
        text: { zh: '汇总接口调用', en: 'Add up the calls of interfaces' },
        every: 60_000,
        run: () => kernel.traffic.flush(),
      },
      {
        kind: 'api.forget',
        text: { zh: '清理旧的调用统计', en: 'Remove old call counts' },
        daily: '03:50',
        run: async (_payload, { now }) => {
          await store.run('DELETE FROM api_call_hours WHERE hour < ?', [now - 13 * month])
        },
      },
    ],
  }
}
