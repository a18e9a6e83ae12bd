import { accessEndpoints } from '../device/access-endpoints.ts'
import { commandEndpoints } from '../device/command-endpoints.ts'
import { dataEndpoints } from '../device/data-endpoints.ts'
import { engineerEndpoints } from '../device/engineer-endpoints.ts'
import { groupEndpoints } from '../device/group-endpoints.ts'
import { recordEndpoints } from '../device/record-endpoints.ts'
import { warehouseEndpoints } from '../device/warehouse-endpoints.ts'
import { capability } from '../kernel/capability.ts'
import { permission } from '../kernel/permission.ts'
import { text } from '../kernel/text.ts'

export { type Device, deviceErrors, deviceSchema, deviceStages, presenceStates } from '../device/shapes.ts'

export const device = capability({
  name: 'device',
  text: text('设备', 'Devices'),
  permissions: [
    permission('device.read', '查看设备', 'See devices', ['admin', 'staff', 'grid']),
    permission('device.manage', '登记与维护设备档案', 'Register devices and maintain their records', ['admin', 'staff']),
    permission('device.maintain', '设备维护', 'Maintain devices', ['staff', 'admin']),
    permission('device.command', '下发设备指令', 'Send commands to devices', ['admin', 'staff']),
    permission('device.command-dangerous', '下发危险指令', 'Send dangerous commands', ['admin', 'staff']),
    permission('device.frames', '查看设备报文', 'See raw device messages', ['admin'], 'system'),
    permission('device.household', '查看住户计量表读数', 'See what meters of single homes read, for a reason', ['admin']),
    permission('device.secret', '发放设备密钥', 'Issue device secrets', ['admin'], 'system'),
    permission('device.adopt', '认领未登记的设备', 'Adopt unregistered devices', ['admin'], 'system'),
  ],
  events: ['device.changed', 'device.recorded', 'device.told', 'device.maintenance-due'],
  endpoints: {
    ...recordEndpoints,
    ...groupEndpoints,
    ...dataEndpoints,
    ...commandEndpoints,
    ...accessEndpoints,
    ...engineerEndpoints,
    ...warehouseEndpoints,
  },
})
