import { deviceErrors } from '@liren/contract/capabilities/device'
import type { DeviceAction, DeviceStage } from '@liren/contract/device/shapes'
import { refuseWith } from '../../kernel/errors.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import type { Principal } from '../../kernel/http/route.ts'
import type { DeviceRow } from './row.ts'

interface Rule {
  readonly permission: string
  readonly from: readonly DeviceStage[]
  readonly to?: DeviceStage
}

/** Every way a device moves, and what may be done in which stage. Screens draw what is listed in `can`; this table decides. */
export const rules: Readonly<Record<DeviceAction, Rule>> = {
  edit: { permission: 'device.manage', from: ['registered', 'active', 'maintaining', 'stopped'] },
  activate: { permission: 'device.manage', from: ['registered'], to: 'active' },
  maintain: { permission: 'device.maintain', from: ['active'], to: 'maintaining' },
  remove: { permission: 'device.manage', from: ['registered'] },
  stop: { permission: 'device.manage', from: ['active', 'maintaining'], to: 'stopped' },
  resume: { permission: 'device.maintain', from: ['maintaining', 'stopped'], to: 'active' },
  retire: { permission: 'device.manage', from: ['registered', 'active', 'maintaining', 'stopped'], to: 'retired' },
  serve: { permission: 'device.maintain', from: ['active', 'maintaining'] },
  'issue-secret': { permission: 'device.secret', from: ['registered', 'active', 'maintaining'] },
  command: { permission: 'device.command', from: ['active', 'maintaining'] },
  'command-dangerous': { permission: 'device.command-dangerous', from: ['active', 'maintaining'] },
}

const inStage = (row: Pick<DeviceRow, 'stage'>, action: DeviceAction) => rules[action].from.some((stage) => stage === row.stage)

export function refuseStage(row: Pick<DeviceRow, 'stage'>, action: DeviceAction): void {
  if (!inStage(row, action)) throw refuseWith(deviceErrors, 'device.stage', { details: { stage: row.stage } })
}

/** What this person may do to this device now. */
export function canDo(principal: Principal, row: DeviceRow): DeviceAction[] {
  const reaches = (permission: string) =>
    principal.permissions.has(permission) &&
    scopeWith(principal, permission, 'place').places.some((place) => row.place_path.startsWith(place))
  return (Object.keys(rules) as DeviceAction[]).filter(
    (action) => inStage(row, action) && reaches(rules[action].permission) && (action !== 'remove' || row.heard_at === null),
  )
}
