import { text } from '@liren/contract'
import { device as contract } from '@liren/contract/capabilities/device'
import { sealedCommands } from '../../engines/thing/index.ts'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { scopedTable } from '../../kernel/store/scope.ts'
import { dataRoutes } from './data-routes.ts'
import { deviceJobs } from './jobs.ts'
import { recordRoutes } from './record-routes.ts'
import { deviceSearchable } from './searchable.ts'

scopedTable('devices', { placePath: 'place_path' })
scopedTable('device_groups', { placePath: 'place_path' })

/** Devices: what they are and where, what they say and are told, from the day they are registered until they are retired. */
export const device: CapabilityFactory = (kernel) => ({
  contract,
  placedTables: ['devices', 'device_groups'],
  references: [{ text: text('设备组', 'Groups'), table: 'device_group_members', column: 'device_id', archives: ['device'] }],
  sealed: [sealedCommands, { table: 'devices', column: 'sealed_digest' }],
  routes: [...recordRoutes(kernel), ...dataRoutes(kernel)],
  jobs: deviceJobs(kernel),
  searchables: [deviceSearchable(kernel)],
})
