import { text } from '@liren/contract'
import { message as contract, type Message, type MessageGroup, messageGroups } from '@liren/contract/capabilities/message'
import { wechatTemplate } from '../../kernel/adapters/open.ts'
import type { CapabilityFactory, Consumer } from '../../kernel/capability.ts'
import { route } from '../../kernel/http/route.ts'
import { holdersOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { keyset } from '../../kernel/store/page.ts'
import type { SqlValue } from '../../kernel/store/store.ts'
import { repairForLetters } from '../repair/letters-read.ts'
import { alarmTeller } from './alarm-letters.ts'
import { auditTeller } from './audit-letters.ts'
import { backupTeller } from './backup-letters.ts'
import { bookingTeller } from './booking-letters.ts'
import { deviceTeller } from './device-letters.ts'
import { entryTeller } from './entry-letters.ts'
import { hazardTeller } from './hazard-letters.ts'
import { hintTeller } from './hint-letters.ts'
import { householdTeller } from './household-letters.ts'
import { housekeeperTeller } from './housekeeper-letters.ts'
import { merchantTeller } from './merchant-letters.ts'
import { noticeTeller } from './notice-letters.ts'
import { passageTeller } from './passage-letters.ts'
import { messageData } from './personal.ts'
import { pushByWechat } from './push.ts'
import { repairLetters } from './repair-letters.ts'
import { rightsTeller } from './rights-letters.ts'
import { ruleTeller } from './rule-letters.ts'
import { messageSearchable } from './searchable.ts'
import { sendMessage } from './send.ts'
import { shareTeller } from './share-letters.ts'
import { supplyTeller } from './supply-letters.ts'
import { wasteTeller } from './waste-letters.ts'

const e = contract.endpoints
const groups = Object.keys(messageGroups) as MessageGroup[]

interface Row {
  id: string
  grp: MessageGroup
  title: string
  body: string
  subject: string | null
  subject_id: string | null
  is_urgent: number
  source: string
  created_at: number
  read_at: number | null
}

const present = (row: Row): Message => ({
  id: row.id,
  group: row.grp,
  title: JSON.parse(row.title) as Message['title'],
  body: JSON.parse(row.body) as Message['body'],
  subject: row.subject,
  subjectId: row.subject_id,
  urgent: row.is_urgent === 1,
  source: row.source,
  createdAt: new Date(row.created_at).toISOString(),
  readAt: row.read_at === null ? null : new Date(row.read_at).toISOString(),
})

function repairTeller(kernel: Kernel): Consumer {
  return {
    name: 'message.repair',
    on: ['repair.moved', 'repair.overdue'],
    async handle(event, tx) {
      const known = await repairForLetters(kernel, event.subjectId, tx)
      if (!known) return
      const supervisors =
        event.name === 'repair.overdue' ? (await holdersOf(kernel, 'repair.dispatch', known.placePath, tx)).map((person) => person.id) : []
      for (const letter of repairLetters(event, { handler: known.handlerName, followers: known.followers, supervisors }))
        await sendMessage(kernel, letter, tx)
    },
  }
}

/** What people are told: in the app always, by WeChat once per granted notice. */
export const message: CapabilityFactory = (kernel) => {
  const { store } = kernel
  const templateOf = (group: MessageGroup) => wechatTemplate(kernel.config, group)

  const preferencesOf = async (userId: string) => {
    const rows = await store.rows<{ grp: string; is_muted: number; wechat_quota: number }>(
      'SELECT grp, is_muted, wechat_quota FROM message_preferences WHERE user_id = ?',
      [userId],
    )
    return groups.map((group) => {
      const row = rows.find((candidate) => candidate.grp === group)
      return { group, muted: row?.is_muted === 1, wechatQuota: row?.wechat_quota ?? 0, wechatTemplate: templateOf(group) }
    })
  }

  return {
    contract,
    searchables: [messageSearchable(kernel)],
    retained: [
      {
        ...{ class: 'message', text: text('站内消息', 'Messages'), action: 'delete', leastDays: 30, usualDays: 365 },
        ...{ basis: text('平台下限', 'The least that this platform keeps'), table: 'messages', at: 'created_at' },
        about: [{ subject: 'user', column: 'user_id' }],
      },
    ],
    routes: [
      route(e.list, async (ctx) => {
        const limit = ctx.query.limit ?? 20
        const cursor = keyset(ctx.query, ['id'], { group: ctx.query.group ?? '', unread: ctx.query.unread ?? '' })
        const where = ['user_id = ?']
        const params: SqlValue[] = [ctx.principal.id]
        if (ctx.query.group) {
          where.push('grp = ?')
          params.push(ctx.query.group)
        }
        if (ctx.query.unread) where.push('read_at IS NULL')
        if (cursor.after) {
          where.push('id < ?')
          params.push(cursor.after[0] as string)
        }
        const rows = await store.rows<Row>(
          `SELECT id, grp, title, body, subject, subject_id, is_urgent, source, created_at, read_at FROM messages
           WHERE ${where.join(' AND ')} ORDER BY id DESC LIMIT ${limit + 1}`,
          params,
        )
        const page = cursor.page(rows, limit, (row) => [row.id])
        return { items: page.items.map(present), next: page.next }
      }),

      route(e.unread, async (ctx) => {
        const rows = await store.rows<{ grp: string; unread: number }>(
          'SELECT grp, COUNT(*) AS unread FROM messages WHERE user_id = ? AND read_at IS NULL GROUP BY grp',
          [ctx.principal.id],
        )
        const counts = Object.fromEntries(rows.map((row) => [row.grp, Number(row.unread)]))
        return { total: Object.values(counts).reduce((sum, count) => sum + count, 0), groups: counts }
      }),

      route(e.read, async (ctx) => {
        const { ids, group, all } = ctx.body
        const where = ['user_id = ?', 'read_at IS NULL']
        const params: SqlValue[] = [ctx.principal.id]
        if (ids && ids.length > 0) {
          where.push(`id IN (${ids.map(() => '?').join(', ')})`)
          params.push(...ids)
        } else if (group) {
          where.push('grp = ?')
          params.push(group)
        } else if (!all) return { changed: 0 }
        return { changed: await store.run(`UPDATE messages SET read_at = ? WHERE ${where.join(' AND ')}`, [ctx.now, ...params], ctx.tx) }
      }),

      route(e.preferences, async (ctx) => ({ items: await preferencesOf(ctx.principal.id) })),

      route(e.setPreference, async (ctx) => {
        const { group } = ctx.params
        const { muted, grantedWechat } = ctx.body
        await insertOnce(store, 'message_preferences', { user_id: ctx.principal.id, grp: group }, ctx.tx)
        if (muted !== undefined)
          await store.run(
            'UPDATE message_preferences SET is_muted = ? WHERE user_id = ? AND grp = ?',
            [muted ? 1 : 0, ctx.principal.id, group],
            ctx.tx,
          )
        if (grantedWechat !== undefined)
          await store.run(
            'UPDATE message_preferences SET wechat_quota = wechat_quota + ? WHERE user_id = ? AND grp = ?',
            [grantedWechat, ctx.principal.id, group],
            ctx.tx,
          )
        const [row] = await store.rows<{ is_muted: number; wechat_quota: number }>(
          'SELECT is_muted, wechat_quota FROM message_preferences WHERE user_id = ? AND grp = ?',
          [ctx.principal.id, group],
          ctx.tx,
        )
        return { group, muted: row?.is_muted === 1, wechatQuota: row?.wechat_quota ?? 0, wechatTemplate: templateOf(group) }
      }),
    ],
    personal: [messageData(kernel)],
    consumers: [
      alarmTeller(kernel),
      auditTeller(kernel),
      backupTeller(kernel),
      repairTeller(kernel),
      householdTeller(kernel),
      housekeeperTeller(kernel),
      rightsTeller(kernel),
      shareTeller(kernel),
      ruleTeller(kernel),
      passageTeller(kernel),
      bookingTeller(kernel),
      deviceTeller(kernel),
      hazardTeller(kernel),
      hintTeller(kernel),
      wasteTeller(kernel),
      entryTeller(kernel),
      merchantTeller(kernel),
      supplyTeller(kernel),
      noticeTeller(kernel),
      pushByWechat(kernel),
    ],
  }
}
