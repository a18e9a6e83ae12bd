import { dutyEndpoints } from '../hazard/duty-endpoints.ts'
import { keyEndpoints } from '../hazard/key-places.ts'
import { orderEndpoints } from '../hazard/order-endpoints.ts'
import { reportEndpoints } from '../hazard/safety-report.ts'
import { capability } from '../kernel/capability.ts'
import { permission } from '../kernel/permission.ts'
import { text } from '../kernel/text.ts'

export * from '../hazard/duty-endpoints.ts'
export * from '../hazard/key-findings.ts'
export * from '../hazard/key-places.ts'
export * from '../hazard/kinds.ts'
export * from '../hazard/order-endpoints.ts'
export * from '../hazard/safety-report.ts'

export const hazardEndpoints = { ...orderEndpoints, ...dutyEndpoints, ...keyEndpoints, ...reportEndpoints } as const

export const hazard = capability({
  name: 'hazard',
  text: text('隐患治理', 'Hazards'),
  endpoints: hazardEndpoints,
  permissions: [
    permission('hazard.read', '查看隐患与值班', 'See hazards and the roster', ['admin', 'staff']),
    permission('hazard.manage', '管理值班与重点部位', 'Keep the roster and key places', ['admin', 'staff']),
    permission('hazard.inspect', '巡查重点部位', 'Inspect key places', ['admin', 'staff']),
  ],
  events: ['hazard.opened', 'hazard.changed', 'hazard.inspected'],
})
