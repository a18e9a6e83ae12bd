import { text } from '@liren/contract'
import { legalMinimumDays } from '../../kernel/audit/triggers.ts'
import type { RetainedClass } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'

const trace = text('GB/T 42455.1—2023 6.3.1 c)：操作痕迹不少于 30 天', 'GB/T 42455.1 6.3.1 c): traces for 30 days at least')
const passage = text('车辆通行记录不少于 180 天', 'Passages of vehicles for 180 days at least')
const least = text('平台下限', 'The least that this platform keeps')

const device = [{ subject: 'device', column: 'device_id' }] as const
const events = { table: 'device_events', at: 'heard_at', about: device, action: 'archive' } as const
const ofVehicles = "type IN ('plate.read', 'barrier.opened', 'barrier.closed')"
const ofPeople = "type IN ('passage', 'card.read', 'code.read', 'pin.entered', 'door.opened', 'door.closed')"

const sixMonths = text('《网络安全法》第二十一条：网络日志不少于六个月', 'Cybersecurity Law, article 21: logs for six months at least')

/** Data of the engines, which are no capability's own. */
const ofEngines: readonly RetainedClass[] = [
  {
    ...{
      class: 'trace',
      text: text('档案操作痕迹', 'Histories of files'),
      action: 'archive',
      leastDays: 30,
      basis: trace,
      usualDays: 3650,
    },
    ...{ table: 'archive_changes', at: 'changed_at', about: [{ subjectColumn: 'archive', column: 'file_id' }] },
  },
  {
    ...{ class: 'vehicle-event', text: text('车辆通行原始记录', 'What gates for vehicles said'), leastDays: 180, basis: passage },
    ...{ usualDays: 365, where: ofVehicles, ...events },
  },
  {
    ...{ class: 'people-event', text: text('人行通行原始记录', 'What doors said of passing'), leastDays: 30, basis: least },
    ...{ usualDays: 180, where: ofPeople, ...events },
  },
  {
    ...{ class: 'device-event', text: text('其他设备事件', 'Other events of devices'), leastDays: 30, basis: least },
    ...{ usualDays: 365, where: `NOT (${ofVehicles}) AND NOT (${ofPeople})`, ...events },
  },
]

const audit: RetainedClass = {
  ...{ class: 'audit', text: text('审计记录', 'Audit trail'), action: 'archive', leastDays: legalMinimumDays, basis: sixMonths },
  ...{ usualDays: 400, table: 'audit_entries', at: 'written_at', about: [], hasOwnJob: true },
}

/** Every class of data with a time, in the order of their names. */
export const retainedClasses = ({ surface }: Pick<Kernel, 'surface'>): RetainedClass[] =>
  [audit, ...ofEngines, ...surface.capabilities.flatMap((capability) => capability.retained ?? [])].sort((a, b) =>
    a.class < b.class ? -1 : 1,
  )
