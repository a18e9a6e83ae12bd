import { text } from '@liren/contract'
import { home as contract, type HomeCard } from '@liren/contract/capabilities/home'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import type { Principal } from '../../kernel/http/route.ts'
import { route } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { deskCounts, openOfReporter, ordersOfHandler, type RepairLine } from '../repair/home-read.ts'

const e = contract.endpoints

const rank = { now: 0, today: 1, later: 2 } as const
const soon = 2 * 3_600_000

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString())

function residentCard(row: RepairLine): HomeCard {
  const about = { count: 1, subject: 'repair', subjectId: row.id, dueAt: iso(row.due_at) }
  if (row.state === 'finished')
    return {
      ...about,
      kind: 'confirm',
      urgency: 'now',
      title: text(`${row.title} 已完工`, `${row.title} is done`),
      body: text('满意请确认，不满意可重新打开', 'Confirm it, or reopen it'),
    }
  if (row.state === 'returned')
    return {
      ...about,
      kind: 'returned',
      urgency: 'now',
      title: text(`${row.title} 需要补充`, `${row.title} was sent back`),
      body: text('补充说明后再次提交', 'Add what is missing and submit again'),
    }
  const who = row.handler_name ?? ''
  return {
    ...about,
    kind: 'progress',
    urgency: 'later',
    title: text(row.title, row.title),
    body: who ? text(`${who} 正在跟进`, `${who} is on it`) : text('等待受理', 'Waiting to be taken'),
  }
}

async function residentCards(kernel: Kernel, principal: Principal): Promise<HomeCard[]> {
  return (await openOfReporter(kernel, principal.id)).map(residentCard)
}

async function staffCards(kernel: Kernel, principal: Principal, now: number): Promise<HomeCard[]> {
  const cards: HomeCard[] = []
  for (const row of await ordersOfHandler(kernel, principal.id)) {
    const late = row.due_at !== null && row.due_at < now
    const urgency = late || row.state === 'dispatched' || (row.due_at !== null && row.due_at - now < soon) ? 'now' : 'today'
    cards.push({
      kind: late ? 'overdue' : 'order',
      urgency,
      count: 1,
      subject: 'repair',
      subjectId: row.id,
      dueAt: iso(row.due_at),
      title: text(row.title, row.title),
      body: text(row.place_label, row.place_label),
    })
  }
  return cards
}

async function deskCards(kernel: Kernel, principal: Principal, now: number): Promise<HomeCard[]> {
  const paths = principal.grants
    .filter((grant) => grant.range === 'place' && (grant.permission === 'repair.dispatch' || grant.permission === 'repair.handle'))
    .map((grant) => grant.placePath)
  if (paths.length === 0) return []
  const counts = await deskCounts(kernel, paths, now)
  const dispatches = principal.permissions.has('repair.dispatch')
  const card = (kind: HomeCard['kind'], urgency: HomeCard['urgency'], count: number, zh: string, en: string): HomeCard[] =>
    count === 0
      ? []
      : [
          {
            kind,
            urgency,
            count,
            subject: 'repair',
            subjectId: null,
            dueAt: null,
            title: text(zh, en),
            body: text('点开查看', 'Open the list'),
          },
        ]
  return [
    ...(dispatches
      ? card('overdue', 'now', counts.overdue, `${counts.overdue} 单报修已超时`, `${counts.overdue} repairs are overdue`)
      : []),
    ...(dispatches
      ? card('dispatch', 'today', counts.waiting, `${counts.waiting} 单报修待派`, `${counts.waiting} repairs wait to be given out`)
      : card('pool', 'today', counts.waiting, `抢单池有 ${counts.waiting} 单`, `${counts.waiting} repairs in the pool`)),
  ]
}

/** What waits for this person at this end; every card is a record or a list behind one tap. */
export const home: CapabilityFactory = (kernel) => ({
  contract,
  routes: [
    route(e.read, async (ctx) => {
      const { principal, now } = ctx
      const cards =
        principal.end === 'resident' || principal.end === 'grid'
          ? await residentCards(kernel, principal)
          : [...(await staffCards(kernel, principal, now)), ...(await deskCards(kernel, principal, now))]
      const due = (card: HomeCard) => (card.dueAt === null ? Number.POSITIVE_INFINITY : Date.parse(card.dueAt))
      cards.sort((a, b) => rank[a.urgency] - rank[b.urgency] || due(a) - due(b))
      return { cards: cards.slice(0, 12), asOf: new Date(now).toISOString() }
    }),
  ],
})
