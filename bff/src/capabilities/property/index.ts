import { alarmKinds } from '@liren/contract/alarm/kinds'
import { property as contract, type PropertyOverview, propertyDays } from '@liren/contract/capabilities/property'
import { dayOf } from '../../kernel/background/daily.ts'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { refuse } from '../../kernel/errors.ts'
import { type RequestContext, route } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { openAlarmKinds } from '../alarm/read.ts'
import { devicesInUse } from '../device/read.ts'
import { keyPlaceFigures } from '../hazard/read.ts'
import { answersSince } from '../housekeeper/read.ts'
import { latestNotices, noticesWaiting } from '../notice/read.ts'
import { parkingSpacesAt } from '../parking/read.ts'
import { estatesUnder } from '../place/read.ts'
import { repairFigures } from '../repair/property-read.ts'

const dayMs = 86_400_000
const share = (part: number, whole: number, digits: number): number | null =>
  whole === 0 ? null : Math.round((part / whole) * 10 ** digits) / 10 ** digits

/** What the property company does for one estate, from the six kinds of data that its work leaves behind. */
async function overview(kernel: Kernel, ctx: RequestContext<typeof contract.endpoints.overview>): Promise<PropertyOverview> {
  const { query, scope, principal, now } = ctx
  const estates = (await estatesUnder(kernel, scope.places)).map(({ id, path, name }) => ({ id, path, name }))
  const estate = query.estateId === undefined ? estates[0] : estates.find(({ id }) => id === query.estateId)
  if (!estate) throw refuse('not-found')
  const since = now - propertyDays * dayMs
  const [fromDay, today] = [since, now].map((at) => dayOf(at, kernel.config.LIREN_TIME_ZONE)) as [string, string]
  const repairs = await repairFigures(kernel, estate, fromDay)
  const keys = await keyPlaceFigures(kernel, estate.path, since, today)
  const devices = await devicesInUse(kernel, estate.path)
  const alarms = await openAlarmKinds(kernel, estate.path)
  const answers = await answersSince(kernel, estate.path, since)
  const count = (of: (kind: keyof typeof alarmKinds) => boolean) =>
    [...alarms].reduce((sum, [kind, n]) => (kind in alarmKinds && of(kind as keyof typeof alarmKinds) ? sum + n : sum), 0)
  const inGroup = (group: string) => count((kind) => alarmKinds[kind].group === group)
  const total = (pick: (one: (typeof devices)[number]) => number) => devices.reduce((sum, one) => sum + pick(one), 0)
  return {
    estate: { id: estate.id, name: estate.name },
    estates: estates.map(({ id, name }) => ({ id, name })),
    notices: { latest: [...(await latestNotices(kernel, principal, estate.id, 3))], waiting: await noticesWaiting(kernel, estate.path) },
    repairs: {
      ...{ created: repairs.created, closed: repairs.closed, open: repairs.open, overdue: repairs.overdue },
      ...{ onTime: share(repairs.on_time, repairs.closed, 3), finishMinutes: share(repairs.finish_minutes, repairs.closed, 0) },
    },
    facilities: { ...keys, devices: total(({ n }) => n), offline: total(({ offline }) => offline) },
    environment: {
      ...{ security: inGroup('security'), environment: inGroup('environment') },
      stations: total(({ kind, n }) => (kind === 'environment' || kind === 'water' ? n : 0)),
    },
    safety: {
      ...{ fire: inGroup('fire'), lift: inGroup('lift'), lanes: alarms.get('passage-blocked') ?? 0 },
      parking: await parkingSpacesAt(kernel, estate.path),
    },
    ratings: {
      ...{ stars: share(repairs.stars, repairs.rated, 2), rated: repairs.rated, reopened: repairs.reopened },
      ...{ answered: answers.answered, answeredInTime: share(answers.inTime, answers.answered, 3) },
    },
    asOf: iso(now),
  }
}

export const property: CapabilityFactory = (kernel) => ({
  contract,
  routes: [route(contract.endpoints.overview, (ctx) => overview(kernel, ctx))],
})
