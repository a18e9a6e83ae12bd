import { text } from '@liren/contract'
import { energy as contract } from '@liren/contract/capabilities/energy'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { scopedTable } from '../../kernel/store/scope.ts'
import { followConsents } from './audience.ts'
import { countReadings } from './count.ts'
import { keyAt } from './feeds.ts'
import { energyData } from './personal.ts'
import { pollFeeds } from './poll.ts'
import { energyRoutes } from './routes.ts'
import { countRunning } from './running.ts'

scopedTable('energy_meters', { placePath: 'place_path', house: 'house_id' })
scopedTable('energy_hours', { placePath: 'place_path' })
scopedTable('energy_days', { placePath: 'place_path', house: 'house_id' })
scopedTable('energy_months', { placePath: 'place_path', house: 'house_id' })
scopedTable('energy_baselines', { placePath: 'place_path' })
scopedTable('energy_equipment', { placePath: 'place_path' })
scopedTable('energy_feeds', { placePath: 'place_path' })

/** What meters counted and for whom; the hours that equipment ran; what utilities read. */
export const energy: CapabilityFactory = (kernel) => ({
  contract,
  routes: energyRoutes(kernel),
  consumers: [countReadings(kernel), countRunning(kernel), followConsents(kernel)],
  personal: [energyData(kernel)],
  sealed: [keyAt],
  placedTables: ['energy_meters', 'energy_baselines', 'energy_feeds', 'energy_equipment'],
  references: [
    { text: text('计量表', 'Meters'), table: 'energy_meters', column: 'device_id', archives: ['device'] },
    { text: text('按时长维护', 'Maintained by hours'), table: 'energy_equipment', column: 'device_id', archives: ['device'] },
  ],
  jobs: [
    {
      kind: 'energy.poll',
      text: text('向公用事业单位取抄表数据', 'Ask utilities for their readings'),
      every: 3_600_000,
      run: async () => {
        await kernel.lock.tryWith('energy-poll', 15 * 60_000, () => pollFeeds(kernel))
      },
    },
  ],
})
