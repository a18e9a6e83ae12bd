import { athome as contract } from '@liren/contract/capabilities/athome'
import type { CapabilityFactory, Consumer } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import type { ToldEvent } from '../device/read.ts'
import { isReading } from '../energy/read.ts'
import { athomePurpose } from './gather.ts'
import { athomeData } from './personal.ts'
import { communitiesOn, fill, goRound, refresh } from './refresh.ts'
import { athomeRoutes } from './routes.ts'
import { why } from './row.ts'

type Named = { readonly houseId: string | null }

const housesIn = async (kernel: Kernel, sql: string, params: readonly string[], tx: Tx): Promise<string[]> => {
  const rows = await unscoped<Named>(kernel.store, why, { sql, params: [...params] }, tx)
  return [...new Set(rows.flatMap(({ houseId }) => houseId ?? []))].sort()
}

/** Somebody came or went: their house is judged at once. */
const followPasses = (kernel: Kernel): Consumer => ({
  name: 'athome.passes',
  on: ['passage.recorded'],
  async handle(event, tx) {
    if ((event.payload as { kind: string }).kind !== 'person') return
    const houses = await housesIn(kernel, 'SELECT house_id AS "houseId" FROM passages WHERE id = ?', [event.subjectId], tx)
    await refresh(kernel, houses, tx)
  },
})

/** Meters of homes told something: their houses are judged together. */
const followMeters = (kernel: Kernel): Consumer => ({
  name: 'athome.meters',
  on: ['device.told'],
  async handle(event, tx) {
    const told = (event.payload as { events: ToldEvent[] }).events.filter(isReading)
    if (told.length === 0 || (await communitiesOn(kernel, tx)).length === 0) return
    const some = among('device_id', [...new Set(told.map(({ deviceId }) => deviceId))])
    const sql = `SELECT house_id AS "houseId" FROM energy_meters WHERE ${some.sql} AND house_id IS NOT NULL`
    await refresh(kernel, await housesIn(kernel, sql, some.params as string[], tx), tx)
  },
})

/** What a household says about its meters holds from that moment. */
const followConsents = (kernel: Kernel): Consumer => ({
  name: 'athome.consents',
  on: ['consent.given', 'consent.withdrawn'],
  async handle(event, tx) {
    const { purpose, userId } = event.payload as { purpose: string; userId?: string }
    if (purpose !== athomePurpose || userId === undefined) return
    const sql = `SELECT house_id AS "houseId" FROM household_members WHERE user_id = ? AND state = 'active'`
    await refresh(kernel, await housesIn(kernel, sql, [userId], tx), tx)
  },
})

/**
 * Whether the registered people of a house are in, by passes and meters, with how sure that is. One row is kept for each
 * house and judged anew as passes and readings come, because a list by state has to be an index; what time alone changes
 * is looked at in rounds. A single house is judged at the moment of asking. No copy of passes or readings is kept.
 */
export const athome: CapabilityFactory = (kernel) => ({
  contract,
  routes: athomeRoutes(kernel),
  consumers: [followPasses(kernel), followMeters(kernel), followConsents(kernel)],
  personal: [athomeData(kernel)],
  placedTables: ['athome_houses', 'athome_switches'],
  jobs: [
    {
      kind: 'athome.begin',
      text: { zh: '启用后判断全社区房屋', en: 'Judge the houses of a community where it was switched on' },
      run: async ({ placePath }) => fill(kernel, String(placePath)),
    },
    {
      kind: 'athome.round',
      text: { zh: '重新判断在家状态', en: 'Judge again who is at home' },
      every: 5 * 60_000,
      run: async () => goRound(kernel),
    },
    {
      kind: 'athome.night',
      text: { zh: '补判新增房屋的在家状态', en: 'Judge houses that are new' },
      daily: '03:35',
      run: async () => {
        for (const { place_path } of await communitiesOn(kernel)) await fill(kernel, place_path)
      },
    },
  ],
})
