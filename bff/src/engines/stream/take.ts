import type { RequestContext } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { SqlValue } from '../../kernel/store/store.ts'
import { upsertRows } from '../../kernel/store/upsert.ts'
import { membersOf, plansByProduct } from './book.ts'
import { addAll, type Judged, judge, newlyOver } from './judge.ts'
import { markOfDevice, markOfPlace } from './mark.ts'
import { figureOf } from './pane.ts'
import { endsOf, type Message, type Pane, paneKey, type StreamPlan, stepOf, whole } from './shape.ts'
import { type Head, type KnownResult, paneRow, readHeads, readPanes, readResults, resultKey, resultRow, type Stretch } from './store.ts'

type Context = Pick<RequestContext, 'tx' | 'now' | 'emit'>

/** A number that a device told of a property. */
export interface ToldNumber {
  readonly name: string
  readonly value: number
  readonly at: number
}

interface Speaker {
  readonly id: string
  readonly product_id: string | null
  readonly place_path: string
}

/** A window that was written or corrected, for whoever reckons with it. */
export interface ClosedWindow {
  readonly streamId: string
  /** Null: over all devices of a place. */
  readonly deviceId: string | null
  readonly from: number
  readonly until: number
  readonly value: number
  /** Of the window one step before; null where that has none. */
  readonly prior: number | null
  readonly points: number
  readonly devices: number
  readonly revision: number
  readonly late: number
  /** Beginnings of the steps that something was said in. */
  readonly panes: readonly number[]
}

/** One watermark with what was said below it: a device of a window, or a window over a place. */
interface Group {
  readonly plan: StreamPlan
  readonly of: string
  readonly before: number | undefined
  readonly after: number | undefined
  readonly judged: Judged
}

const blank: Head = { mark: undefined, taken: 0, late: 0, dropped: 0, ahead: 0 }
/** So many windows go into one event. */
const perEvent = 200

/**
 * Adds what devices told to the windows that look at it, and writes the windows that are over or were corrected, in
 * the transaction of the batch. The caller holds the devices' rows; a window over a place is held by its own head.
 */
export async function takeIntoStreams(
  kernel: Kernel,
  speakers: readonly Speaker[],
  told: ReadonlyMap<string, readonly ToldNumber[]>,
  ctx: Context,
): Promise<void> {
  const said = await messagesOf(kernel, speakers, told, ctx)
  if (said.size === 0) return
  const plans = [...said.keys()].sort((a, b) => (a.id < b.id ? -1 : 1))
  const own = plans.filter((plan) => plan.per === 'device').map((plan) => plan.id)
  const devices = [...new Set([...said.values()].flatMap((all) => all.map((one) => one.deviceId)))].sort()
  const places = plans.filter((plan) => plan.per === 'place').map((plan) => plan.id)
  const heads = await readHeads(kernel, places, { streams: own, devices }, ctx.tx)

  const groups: Group[] = []
  const headRows: Record<string, SqlValue>[] = []
  for (const plan of plans) {
    const of = new Map(heads.get(plan.id))
    for (const [group, messages] of groupsOf(plan, said.get(plan) ?? [])) {
      const before = of.get(group)?.mark
      const judged = judge(plan, before, messages, ctx.now)
      for (const [deviceId, tally] of judged.tallies) {
        const known = of.get(deviceId) ?? blank
        const mark = judged.reached.get(deviceId)
        of.set(deviceId, {
          mark: mark === undefined ? known.mark : markOfDevice(known.mark, mark),
          ...{ taken: known.taken + tally.taken, late: known.late + tally.late },
          ...{ dropped: known.dropped + tally.dropped, ahead: known.ahead + tally.ahead },
        })
        headRows.push(headRow(plan.id, deviceId, of.get(deviceId) as Head))
      }
      const after = plan.per === 'device' ? of.get(group)?.mark : markOfPlace(plan, reachedBy(of), before)
      if (plan.per === 'place') headRows.push(headRow(plan.id, whole, { ...blank, mark: after }))
      groups.push({ plan, of: group, before, after, judged })
    }
  }
  await keep(kernel, groups, headRows, ctx)
}

const headRow = (streamId: string, deviceId: string, { mark, taken, late, dropped, ahead }: Head) => ({
  ...{ stream_id: streamId, device_id: deviceId, mark_at: mark ?? null, taken, late, dropped, ahead },
})

const reachedBy = (of: ReadonlyMap<string, Head>): number[] =>
  [...of].flatMap(([deviceId, { mark }]) => (deviceId === whole || mark === undefined ? [] : [mark]))

/** What was said that windows look at, in the order in which it came. */
async function messagesOf(
  kernel: Kernel,
  speakers: readonly Speaker[],
  told: ReadonlyMap<string, readonly ToldNumber[]>,
  { tx }: Context,
): Promise<Map<StreamPlan, Message[]>> {
  const byProduct = await plansByProduct(kernel, tx)
  const pairs = speakers.flatMap((device) =>
    (byProduct.get(device.product_id ?? '') ?? [])
      .filter((plan) => device.place_path.startsWith(plan.placePath))
      .map((plan) => ({ device, plan })),
  )
  const groups = [...new Set(pairs.flatMap(({ plan }) => plan.groupId ?? []))]
  const members = await membersOf(kernel, groups, [...new Set(pairs.map(({ device }) => device.id))], tx)
  const said = new Map<StreamPlan, Message[]>()
  for (const { device, plan } of pairs) {
    if (plan.groupId !== null && !members.has(`${plan.groupId} ${device.id}`)) continue
    const messages = (told.get(device.id) ?? []).flatMap(({ name, value, at }) =>
      name === plan.property ? [{ deviceId: device.id, at, value }] : [],
    )
    if (messages.length > 0) said.set(plan, [...(said.get(plan) ?? []), ...messages])
  }
  return said
}

function groupsOf(plan: StreamPlan, messages: readonly Message[]): Map<string, Message[]> {
  if (plan.per === 'place') return new Map([[whole, [...messages]]])
  const groups = new Map<string, Message[]>()
  for (const one of messages) groups.set(one.deviceId, [...(groups.get(one.deviceId) ?? []), one])
  return groups
}

/** The steps that a group needs: those it adds to, and those of windows that are over now or are corrected. */
function stretchOf({ plan, of, before, after, judged }: Group): Stretch {
  const starts = judged.taken.map((one) => stepOf(one.at, plan.stepMs))
  const corrected = [...judged.touched].filter(([, { late }]) => late > 0).map(([end]) => end - plan.lengthMs)
  const open = before === undefined ? [] : [stepOf(before, plan.stepMs) + plan.stepMs - plan.lengthMs]
  const from = Math.min(...starts, ...corrected, ...open, after ?? Number.POSITIVE_INFINITY)
  const until = Math.max(...starts.map((start) => start + plan.stepMs), after ?? 0, from)
  return { streamId: plan.id, deviceId: of === whole ? undefined : of, from, until }
}

async function keep(kernel: Kernel, groups: readonly Group[], headRows: readonly Record<string, SqlValue>[], ctx: Context): Promise<void> {
  const { store } = kernel
  const live = groups.filter(({ judged }) => judged.taken.length > 0 || judged.touched.size > 0)
  const found = await readPanes(kernel, live.map(stretchOf), ctx.tx)
  const panesOf = new Map<string, Map<string, Pane>>()
  for (const { streamId, pane } of found)
    for (const key of [`${streamId} ${pane.deviceId}`, `${streamId} ${whole}`])
      panesOf.set(key, (panesOf.get(key) ?? new Map<string, Pane>()).set(paneKey(pane), pane))

  const paneRows: Record<string, SqlValue>[] = []
  const over: { group: Group; ends: number[]; panes: ReadonlyMap<string, Pane> }[] = []
  for (const group of live) {
    const { plan, of, before, after, judged } = group
    const panes = addAll(plan, panesOf.get(`${plan.id} ${of}`) ?? new Map(), judged.taken)
    const changed = new Set(judged.taken.map(({ deviceId, at }) => paneKey({ deviceId, start: stepOf(at, plan.stepMs) })))
    for (const key of changed) paneRows.push(paneRow(plan.id, panes.get(key) as Pane))
    const ends = [...new Set([...newlyOver(plan, panes.values(), before, after), ...judged.touched.keys()])].sort((a, b) => a - b)
    if (ends.length > 0) over.push({ group, ends, panes })
  }
  const known = await readResults(
    kernel,
    over.map(({ group: { plan, of }, ends }) => ({
      ...{ streamId: plan.id, deviceId: of, from: (ends[0] as number) - plan.stepMs, until: (ends.at(-1) as number) + 1 },
    })),
    ctx.tx,
  )
  const resultRows: Record<string, SqlValue>[] = []
  const news = new Map<StreamPlan, ClosedWindow[]>()
  for (const one of over) {
    const closed = closeWindows(one, known, ctx.now)
    for (const [end, result] of closed.results) resultRows.push(resultRow(one.group.plan.id, one.group.of, end, result))
    const { plan } = one.group
    news.set(plan, [...(news.get(plan) ?? []), ...closed.news])
  }
  for (const [plan, windows] of news) await tell(plan, windows, ctx)
  await upsertRows(store, 'stream_panes', ['stream_id', 'device_id', 'start_at'], paneRows, ctx.tx)
  await upsertRows(store, 'stream_results', ['stream_id', 'device_id', 'end_at'], resultRows, ctx.tx)
  await upsertRows(store, 'stream_heads', ['stream_id', 'device_id'], headRows, ctx.tx)
}

/** Writes windows anew from their steps. One that only missed messages keeps its figure. */
function closeWindows(
  { group: { plan, of, judged }, ends, panes }: { group: Group; ends: readonly number[]; panes: ReadonlyMap<string, Pane> },
  known: ReadonlyMap<string, KnownResult>,
  now: number,
) {
  const results = new Map<number, KnownResult>()
  const news: ClosedWindow[] = []
  const byStart = new Map<number, Pane[]>()
  for (const pane of panes.values()) byStart.set(pane.start, [...(byStart.get(pane.start) ?? []), pane])
  for (const end of ends) {
    const before = known.get(resultKey(plan.id, of, end))
    const { late, dropped } = judged.touched.get(end) ?? { late: 0, dropped: 0 }
    const counts = { late: (before?.late ?? 0) + late, dropped: (before?.dropped ?? 0) + dropped }
    const empty = { value: null, points: 0, devices: 0, revision: 0, writtenAt: now, correctedAt: null }
    if (dropped > 0) {
      results.set(end, { ...empty, ...before, ...counts })
      continue
    }
    const from = end - plan.lengthMs
    const starts = endsOf(plan, from).map((one) => one - plan.stepMs)
    const inside = starts.flatMap((start) => byStart.get(start) ?? [])
    const figure = figureOf(plan, inside)
    if (figure === undefined) continue
    const isFirst = before === undefined || before.revision === 0
    const revision = (before?.revision ?? 0) + 1
    results.set(end, { ...figure, ...counts, revision, writtenAt: before?.writtenAt ?? now, correctedAt: isFirst ? null : now })
    const prior = (results.get(end - plan.stepMs) ?? known.get(resultKey(plan.id, of, end - plan.stepMs)))?.value ?? null
    const steps = [...new Set(inside.map((one) => one.start))]
    news.push({
      ...{ streamId: plan.id, deviceId: of === whole ? null : of, from, until: end, prior, revision, late: counts.late, panes: steps },
      ...{ value: figure.value, points: figure.points, devices: figure.devices },
    })
  }
  return { results, news }
}

async function tell(plan: StreamPlan, news: readonly ClosedWindow[], { emit }: Context): Promise<void> {
  for (let from = 0; from < news.length; from += perEvent)
    await emit({
      ...{ name: 'stream.closed', subject: 'stream', subjectId: plan.id, payload: { windows: news.slice(from, from + perEvent) } },
      live: { placePath: plan.placePath, permission: 'rule.read' },
    })
}
