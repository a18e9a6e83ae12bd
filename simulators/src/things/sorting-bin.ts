import { wasteKinds } from '@liren/contract/capabilities/waste'
import type { ThingList } from './list.ts'
import { messageId, openMqttLine, readOrder } from './mqtt-line.ts'
import { inTurns, pause, type Stage } from './playing.ts'
import { binPercent, chanceOf, clockOf, day, isHappening, rounded } from './world.ts'

type Bin = ThingList['bins'][number]
const everyMs = 60_000
const product = 'sorting-bin'
/** How long somebody stands before an open door. */
const usualLingerMs = 8000

/** How likely somebody comes in a minute: after breakfast and after supper most of all. */
export const visitors = (now: number): number => {
  const hour = clockOf(now)
  return hour < 6 ? 0.01 : 0.05 + 0.2 * Math.exp(-((hour - 7.5) ** 2) / 2) + 0.3 * Math.exp(-((hour - 19) ** 2) / 3)
}

/** What somebody holds in their hand, and how sure the bin is of it: most things are right, one in eight is not. */
export function brought({ code, kind, people }: Bin, now: number) {
  const minute = Math.floor(now / everyMs)
  const chance = (what: string): number => chanceOf(code, what, minute)
  const others = wasteKinds.filter((one) => one !== kind && one !== 'bulky')
  const recognised = chance('right') < 0.87 ? kind : (others[Math.floor(chance('other') * others.length)] ?? kind)
  return {
    ...{ person: people[Math.floor(chance('who') * people.length)] ?? '', kind: recognised },
    ...{ confidencePercent: Math.round(62 + 36 * chance('sure')), droppedKg: rounded(0.2 + 2.4 * chance('kg'), 2) },
  }
}
export type Brought = ReturnType<typeof brought>

export interface SortingBin {
  /** What its door did and what it said, oldest first. */
  readonly course: readonly ('opened' | 'shut' | 'spoke')[]
  tell(values: object): Promise<void>
  /** Somebody stands before it with this in hand; the bin asks whether it may open. */
  bring(what: Brought): Promise<void>
}

/** A bin that opens only when it is told, weighs what was dropped and shuts after it; without a drop it shuts after its seconds. */
export async function openSortingBin(stage: Stage, bin: Omit<Bin, 'people'>, lingerMs = usualLingerMs): Promise<SortingBin> {
  const { code, secret, kind } = bin
  const topic = (what: string): string => `v1/demo/${product}/${code}/${what}`
  const course: SortingBin['course'][number][] = []
  let count = 0
  let held: Brought | undefined
  const client = await openMqttLine(stage, { code, secret, topics: [topic('cmd')] }, (_, payload, line) => {
    const { id, name, args = {} } = readOrder(payload)
    if (id === undefined) return
    line.publish(topic('cmd/reply'), JSON.stringify({ id, code: 0 }), { qos: 1 })
    stage.note(`${code} ${name === 'bin.open' ? '开门投放 · opened' : '语音提示 · spoke'}`)
    if (name === 'voice.play') course.push('spoke')
    if (name === 'bin.open') void stayOpen(Number(args.seconds ?? 20)).catch(() => undefined)
  })
  const tell = async (values: object): Promise<void> => {
    const now = stage.now()
    if (client.connected)
      await client.publishAsync(topic('event'), JSON.stringify({ id: messageId(now, count++), ts: now, values }), { qos: 1 })
  }
  async function stayOpen(seconds: number): Promise<void> {
    const dropped = held
    held = undefined
    course.push('opened')
    await pause(dropped ? Math.min(lingerMs, seconds * 1000) : seconds * 1000, stage.signal)
    if (dropped) {
      const { person, kind: recognised, confidencePercent, droppedKg } = dropped
      await tell({ dropped: true, person, kind, recognised, confidencePercent, droppedKg })
    }
    course.push('shut')
    await tell({ closed: true })
  }
  return {
    course,
    tell,
    async bring(what) {
      held = what
      const { person, kind: recognised, confidencePercent } = what
      await tell({ asked: true, person, kind: recognised, confidencePercent })
    },
  }
}

/** Fills, is emptied, and is visited; now and then somebody leaves a bag beside it. */
export async function playSortingBin(stage: Stage, bin: Bin): Promise<void> {
  const { code, kind } = bin
  const { tell, bring } = await openSortingBin(stage, bin)
  let before = 0
  let wasLeft = false
  await inTurns(stage, [bin], everyMs, async () => {
    const now = stage.now()
    const percent = binPercent(code, now)
    if (percent < before - 50) await tell({ collected: true, droppedKg: rounded(before * 0.6), vehicle: '江A·D7721', kind })
    before = percent
    await tell({ percent, weightKg: rounded(percent * 0.6) })
    const isLeft = isHappening(code, 'bag', { everyMs: 6 * day, lastsMs: day / 24 }, now)
    if (isLeft && !wasLeft) await tell({ misused: 'left-outside', confidencePercent: 91 })
    wasLeft = isLeft
    if (stage.chance() < visitors(now)) await bring(brought(bin, now))
  })
}
