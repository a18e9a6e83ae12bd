import { share as contract, type Share, shareErrors } from '@liren/contract/capabilities/share'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import { type Principal, type RequestContext, route } from '../../kernel/http/route.ts'
import { insert } from '../../kernel/identity/sql.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { keyset } from '../../kernel/store/page.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { shareData } from './personal.ts'
import { departmentOf, receiversOf } from './receivers.ts'
import { recordFor, recordKey } from './records.ts'
import { presentShares, type ShareRow, seenOf, stateOf } from './row.ts'

const e = contract.endpoints
const dayMs = 86_400_000
type Seen = Parameters<typeof presentShares>[3]

/** Records passed on to a colleague or a department, for a reason and a time, and taken back. */
export const share: CapabilityFactory = (kernel) => {
  const { store } = kernel

  /** A share of this very person, from one side or the other; to anybody else there is none. */
  const ownShare = async (principal: Principal, id: string, side: 'sender' | 'receiver'): Promise<ShareRow> => {
    const [row] = await store.rows<ShareRow>('SELECT * FROM shares WHERE id = ?', [id])
    const isOwn =
      row &&
      (side === 'sender'
        ? row.sender_id === principal.id
        : row.receiver_id === (row.receiver_kind === 'user' ? principal.id : await departmentOf(kernel, principal.id)))
    if (!isOwn) throw refuse('not-found')
    return row
  }
  const shown = async (principal: Principal, row: ShareRow, seen: Seen, tx: Tx) =>
    (await presentShares(kernel, principal, [row], seen, tx))[0] as Share
  const note = (ctx: Pick<RequestContext, 'audit'>, row: ShareRow, more: Record<string, unknown> = {}) =>
    ctx.audit({
      ...{ subject: 'share', subjectId: row.id, reason: row.reason },
      after: { subject: row.subject, recordId: row.record_id, receiver: `${row.receiver_kind}:${row.receiver_id}`, ...more },
    })

  return {
    contract,
    personal: [shareData(kernel)],
    routes: [
      route(e.list, async ({ principal, query }) => {
        const limit = query.limit ?? 20
        const keys = keyset(query, ['id desc'], { box: query.box, who: principal.id })
        const after = keys.seek()
        const department = query.box === 'sent' ? null : await departmentOf(kernel, principal.id)
        const [own, params] =
          query.box === 'sent'
            ? ['sender_id = ?', [principal.id]]
            : department === null
              ? ['receiver_id = ?', [principal.id]]
              : ['receiver_id IN (?, ?)', [principal.id, department]]
        const rows = await store.rows<ShareRow>(
          `SELECT * FROM shares WHERE ${own} AND ${after.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
          [...params, ...after.params],
        )
        const page = keys.page(rows, limit, (row) => [row.id])
        return { ...page, items: await presentShares(kernel, principal, page.items, await seenOf(kernel, principal, page.items)) }
      }),

      route(e.receivers, async ({ principal, query }) => {
        const { kind, paths } = await recordFor(kernel, principal, query.subject, query.recordId)
        const { people, departments } = await receiversOf(kernel, principal, kind.permission, paths)
        const named = ({ name }: { name: string }) => query.q === undefined || name.includes(query.q)
        return { people: people.filter(named), departments: departments.filter(named).map(({ id, name }) => ({ id, name })) }
      }),

      route(
        e.send,
        async (ctx) => {
          const { subject, recordId, receiverKind, receiverId, reason } = ctx.body
          ctx.audit({ subject: 'share', reason, after: { subject, recordId, receiver: `${receiverKind}:${receiverId}` } })
          const { kind, found, paths } = await recordFor(kernel, ctx.principal, subject, recordId)
          const { people, departments } = await receiversOf(kernel, ctx.principal, kind.permission, paths)
          const told =
            receiverKind === 'user'
              ? people.filter(({ id }) => id === receiverId).map(({ id }) => id)
              : departments.filter(({ id }) => id === receiverId).flatMap(({ members }) => members)
          if (told.length === 0) throw refuseWith(shareErrors, 'share.receiver-refused')
          return { kind: kind.text, told, seen: new Map([[recordKey(subject, recordId), found]]) }
        },
        async (ctx, { kind, told, seen }) => {
          const { subject, recordId, receiverKind, receiverId, reason, days } = ctx.body
          const row: ShareRow = {
            ...{ id: kernel.ids.next(), subject, record_id: recordId, sender_id: ctx.principal.id },
            ...{ receiver_kind: receiverKind, receiver_id: receiverId, reason, until_at: ctx.now + days * dayMs, created_at: ctx.now },
            ...{ revoked_at: null, open_count: 0, last_opened_at: null, version: 1 },
          }
          await insert(store, 'shares', { ...row }, ctx.tx)
          note(ctx, row, { days })
          const payload = { told, kind, senderId: ctx.principal.id }
          await ctx.emit({ name: 'share.sent', subject: 'share', subjectId: row.id, payload, live: { userIds: told } })
          return shown(ctx.principal, row, seen, ctx.tx)
        },
      ),

      route(
        e.open,
        async (ctx) => {
          const row = await ownShare(ctx.principal, ctx.params.id, 'receiver')
          note(ctx, row)
          if (stateOf(row, ctx.now) !== 'open') throw refuseWith(shareErrors, 'share.ended')
          const seen = await seenOf(kernel, ctx.principal, [row])
          if (seen.size === 0) throw refuseWith(shareErrors, 'share.out-of-reach')
          return { row, seen }
        },
        async (ctx, { row, seen }) => {
          note(ctx, row)
          // taken back in the same moment: then it was not opened
          const sql = 'UPDATE shares SET open_count = open_count + 1, last_opened_at = ? WHERE id = ? AND revoked_at IS NULL'
          if ((await store.run(sql, [ctx.now, row.id], ctx.tx)) !== 1) throw refuseWith(shareErrors, 'share.ended')
          const opened = { ...row, open_count: Number(row.open_count) + 1, last_opened_at: ctx.now }
          return { share: await shown(ctx.principal, opened, seen, ctx.tx), mark: markOf(kernel, ctx.principal, row) }
        },
      ),

      route(
        e.revoke,
        async (ctx) => {
          const row = await ownShare(ctx.principal, ctx.params.id, 'sender')
          note(ctx, row)
          if (stateOf(row, ctx.now) !== 'open') throw refuseWith(shareErrors, 'share.ended')
          return { row, seen: await seenOf(kernel, ctx.principal, [row]) }
        },
        async (ctx, { row, seen }) => {
          note(ctx, row)
          const sql = 'UPDATE shares SET revoked_at = ?, version = version + 1 WHERE id = ? AND version = ? AND revoked_at IS NULL'
          if ((await store.run(sql, [ctx.now, row.id, ctx.body.version], ctx.tx)) !== 1) throw refuse('stale')
          const userIds = row.receiver_kind === 'user' ? [row.receiver_id, row.sender_id] : [row.sender_id]
          await ctx.emit({ name: 'share.revoked', subject: 'share', subjectId: row.id, payload: {}, live: { userIds } })
          return shown(ctx.principal, { ...row, revoked_at: ctx.now, version: Number(row.version) + 1 }, seen, ctx.tx)
        },
      ),
    ],
  }
}

/** Drawn over what is looked at, so that a picture of the screen says where it comes from. */
const markOf = ({ clock, config }: Kernel, viewer: Principal, { id }: ShareRow): string =>
  `${viewer.name} ${new Date(clock.now()).toLocaleString('sv-SE', { timeZone: config.LIREN_TIME_ZONE }).slice(0, 16)} #${id.slice(-6)}`
