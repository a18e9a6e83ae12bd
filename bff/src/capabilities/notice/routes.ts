import { notice as contract } from '@liren/contract/capabilities/notice'
import { type RequestContext, type Route, route } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { type Condition, combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { reach, scopedRows } from '../../kernel/store/scope.ts'
import { createNotice, draftIn, removeNotice, updateNotice } from './drafts.ts'
import { listNotices, noticeToRead, readNotice } from './list.ts'
import { presentDraft, presentKept } from './present.ts'
import { noteOpened } from './receipts.ts'
import { type NoticeRow, noticeColumns } from './row.ts'
import { takeStep } from './steps.ts'
import { subscribe, subscriptionsOf } from './subscriptions.ts'

const e = contract.endpoints

async function listDrafts(kernel: Kernel, { query, scope }: RequestContext<typeof e.drafts>) {
  const { state, category, publisher } = query
  const limit = query.limit ?? 20
  const keys = keyset(query, ['id desc'], { state, category, publisher })
  const narrowed: Condition[] = Object.entries({ state, category, publisher }).flatMap(([column, value]) =>
    value === undefined ? [] : [{ sql: `${column} = ?`, params: [value] }],
  )
  const where = combine('AND', [reach(scope, noticeColumns), ...narrowed, keys.seek()])
  const rows = await scopedRows<NoticeRow>(kernel.store, scope, 'notices', {
    sql: `SELECT * FROM notices WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ?`,
    params: [...where.params, limit + 1],
  })
  const page = keys.page(rows, limit, ({ id }) => [id])
  return { items: await presentKept(kernel, page.items), next: page.next }
}

export function noticeRoutes(kernel: Kernel): Route[] {
  const step = (name: 'submit' | 'approve' | 'return' | 'withdraw') =>
    route(e[name], (ctx) => takeStep(kernel, name, ctx as Parameters<typeof takeStep>[2]))
  return [
    route(e.list, ({ principal, query }) => listNotices(kernel, principal, query)),
    route(e.read, (ctx) => readNotice(kernel, ctx)),
    route(e.receipt, async ({ params, principal, tx, audit }) => {
      const row = await noticeToRead(kernel, principal, params.id, tx)
      audit({ subject: 'notice', subjectId: row.id, placePath: row.place_path })
      return { isFirst: await noteOpened(kernel, row.id, principal.id, tx) }
    }),
    route(e.subscriptions, async ({ principal }) => ({ items: await subscriptionsOf(kernel, principal.id) })),
    route(e.subscribe, async ({ params, body, principal, tx, audit }) => {
      const isOn = await subscribe(kernel, principal.id, params.category, body.isOn, tx)
      audit({ subject: 'notice-subscription', subjectId: params.category, after: { isOn } })
      return { category: params.category, isOn }
    }),
    route(e.drafts, (ctx) => listDrafts(kernel, ctx)),
    route(e.draft, async ({ scope, params, principal, now }) =>
      presentDraft(kernel, principal, await draftIn(kernel, scope, params.id), now),
    ),
    route(e.create, (ctx) => createNotice(kernel, ctx)),
    route(e.update, (ctx) => updateNotice(kernel, ctx)),
    route(e.remove, (ctx) => removeNotice(kernel, ctx)),
    step('submit'),
    step('approve'),
    step('return'),
    step('withdraw'),
  ]
}
