import { isDemoId } from '@liren/contract'
import type { Repair, RepairAction, RepairCategory, RepairSummary } from '@liren/contract/capabilities/repair'
import type { Me } from '@liren/contract/capabilities/session'
import { drawPicture } from './picture.ts'
import type { Visitor } from './visitor.ts'
import { anything, reports, thanks } from './words.ts'

export interface RepairLifeOptions {
  readonly residents: readonly Visitor[]
  readonly workers: readonly Visitor[]
  readonly now: () => number
  /** In [0, 1). */
  readonly chance: () => number
  /** How many of theirs may be unfinished at once, and how many may begin in a day. */
  readonly atOnce?: number
  readonly aDay?: number
}

const minute = 60_000
/** Nobody grabs, drives, mends and thanks within a second. */
const patience: Readonly<Partial<Record<RepairAction, number>>> = {
  grab: minute,
  accept: minute,
  arrive: 3 * minute,
  finish: 5 * minute,
  confirm: 2 * minute,
}

/**
 * Neighbours report, workers come, neighbours confirm and rate. One call is one thing that somebody does, or nothing
 * when nobody has a reason; what stands where is read from the house each time, so that a restart goes on with it.
 */
export function createRepairLife(options: RepairLifeOptions): (hurry?: boolean) => Promise<string | undefined> {
  const { residents, workers, now, chance, atOnce = 3, aDay = 30 } = options
  const moved = new Map<string, number>()
  let day = 0
  let begun = 0
  let turn = 0

  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(chance() * from.length)]
  const ripe = (repair: RepairSummary, action: RepairAction, hurry: boolean): boolean =>
    hurry || now() - (moved.get(repair.id) ?? Date.parse(repair.createdAt)) >= (patience[action] ?? 0)
  const done = (repair: Pick<RepairSummary, 'id' | 'number'>, text: string): string => {
    moved.set(repair.id, now())
    return `${repair.number} ${text}`
  }
  const act = (who: Visitor, repair: RepairSummary, action: RepairAction, body: object = {}) =>
    who.post<Repair>(`/api/repairs/${repair.id}/actions/${action}`, { version: repair.version, ...body })

  const confirm = async (resident: Visitor, repair: RepairSummary): Promise<string> => {
    const [rating, comment] = pick(thanks) ?? [5, '']
    await act(resident, repair, 'confirm', { rating, ...(comment ? { comment } : {}) })
    return done(repair, `居民确认并评 ${rating} 星 · confirmed with ${rating} stars`)
  }

  const work = async (worker: Visitor, repair: RepairSummary, hurry: boolean): Promise<string | undefined> => {
    const able = (action: RepairAction) => repair.can.includes(action) && ripe(repair, action, hurry)
    if (able('grab') || able('accept')) {
      await act(worker, repair, repair.can.includes('grab') ? 'grab' : 'accept')
      return done(repair, '师傅接单 · accepted')
    }
    if (able('arrive')) {
      await act(worker, repair, 'arrive')
      return done(repair, '师傅到场 · on the spot')
    }
    if (!able('finish')) return undefined
    const photos = [await worker.upload(drawPicture('mended', chance))]
    await act(worker, repair, 'finish', { photos, note: pick((reports[repair.category.code] ?? anything).done) })
    return done(repair, '师傅完工 · finished')
  }

  const report = async (resident: Visitor): Promise<string | undefined> => {
    const { households } = await resident.get<Me>('/api/session')
    const home = households[0]
    if (!home) return undefined
    const { items } = await resident.get<{ items: RepairCategory[] }>('/api/repairs/categories')
    // What danger needs and what a desk must decide is not left to a simulator.
    const category = pick(items.filter((item) => item.kind === 'home' && item.dispatch === 'grab' && !item.emergency && !item.retired))
    if (!category) return undefined
    const photos = chance() < 0.6 ? [await resident.upload(drawPicture('broken', chance))] : []
    const description = pick((reports[category.code] ?? anything).says)
    const body = { kind: 'home', category: category.code, description, placeId: home.houseId, photos }
    begun += 1
    return done(await resident.post<Repair>('/api/repairs', body), `居民报修：${description} · reported`)
  }

  return async (hurry = false) => {
    const today = Math.floor((now() / 3_600_000 + 8) / 24)
    if (today !== day) [day, begun] = [today, 0]
    let unfinished = 0
    const first = turn++
    for (let i = 0; i < residents.length; i++) {
      const resident = residents[(first + i) % residents.length] as Visitor
      const { items } = await resident.get<{ items: RepairSummary[] }>('/api/repairs?view=mine&limit=20')
      for (const repair of items) {
        // Cases that the demonstration brought along are for whoever tries a persona.
        if (isDemoId(repair.id) || ['closed', 'withdrawn', 'returned'].includes(repair.state)) continue
        unfinished += 1
        if (repair.state === 'finished') {
          if (repair.can.includes('confirm') && ripe(repair, 'confirm', hurry)) return confirm(resident, repair)
          continue
        }
        for (const worker of workers) {
          const seen = await worker.get<Repair>(`/api/repairs/${repair.id}`).catch(() => undefined)
          const text = seen && (await work(worker, seen, hurry))
          if (text) return text
        }
      }
    }
    const reporter = residents[first % residents.length]
    return reporter && unfinished < atOnce && begun < aDay ? report(reporter) : undefined
  }
}
