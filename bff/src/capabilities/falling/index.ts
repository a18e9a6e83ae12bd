import { falling as contract, fallingEndpoints as e } from '@liren/contract/capabilities/falling'
import type { CapabilityFactory, Consumer } from '../../kernel/capability.ts'
import { route } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { scopedTable } from '../../kernel/store/scope.ts'
import { alarmStanding, judgeAlarms } from '../alarm/read.ts'
import { clipsOfAlarm } from '../camera/read.ts'
import { judgeFall } from './judge.ts'
import { countFalls, findFall, listFalls, matrixOf, presentFall } from './load.ts'
import { fallScope } from './row.ts'

scopedTable('falling_events', fallScope)

/** Things that fall from buildings: one event each, the floors it may have come from, its clip, and what came of it. */
export const falling: CapabilityFactory = (kernel) => {
  judgeAlarms(kernel, 'falling-object', (told, tx) => judgeFall(kernel, told, tx))
  return {
    contract,
    consumers: [followAlarms(kernel)],
    routes: [
      route(e.list, async ({ scope, query }) => {
        const page = await listFalls(kernel, scope, query)
        return { ...page, items: page.items.map(presentFall) }
      }),
      route(e.counts, async ({ scope, query }) => ({ items: await countFalls(kernel, scope, query) })),
      route(e.read, async ({ scope, params }) => {
        const row = await findFall(kernel, scope, params.id)
        return {
          ...presentFall(row),
          trajectory: JSON.parse(row.trajectory) as [number, number, number][],
          residualMeters: row.residual_m,
          matrix: await matrixOf(kernel, row),
          clips: row.alarm_id === null ? [] : await clipsOfAlarm(kernel, scope, row.alarm_id),
        }
      }),
    ],
  }
}

/** The book says what became of each alarm. */
const followAlarms = (kernel: Kernel): Consumer => ({
  name: 'falling.follow',
  on: ['alarm.moved'],
  async handle(event, tx) {
    if (event.payload.kind !== 'falling-object') return
    const standing = await alarmStanding(kernel, event.subjectId, tx)
    if (!standing) return
    const sql = 'UPDATE falling_events SET state = ?, result = ? WHERE alarm_id = ?'
    await kernel.store.run(sql, [standing.state, standing.result, event.subjectId], tx)
  },
})
