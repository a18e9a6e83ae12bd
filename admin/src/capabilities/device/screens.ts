import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'devices',
      title: ['设备', 'Devices'],
      permission: 'device.read',
      menu: { group: 'things', order: 40, icon: 'device' },
      keywords: 'sb wl 物联 在线 离线 指令 iot device',
      help: [
        '每台设备的档案、实时数据、曲线、指令与履历都在这里。设备先登记，资料与凭据齐全后启用；维护、退役都留下记录。\n危险指令要再次输入设备编号并说明原因；过期的指令不会再下发。',
        'The record, live values, curves, commands and life of every device. A device is registered first and runs once its record and credential are complete.\nDangerous commands ask for the code of the device again and for a reason; a command whose time is over is never sent.',
      ],
      load: () => import('./devices.tsx'),
    },
  ],
  records: [{ subject: 'device', icon: 'device', path: (id) => `/devices?id=${id}` }],
  panels: [
    {
      key: 'devices',
      title: ['设备', 'Devices'],
      subjects: ['house', 'building', 'space', 'parking', 'grid'],
      permission: 'device.read',
      load: () => import('./place-devices.tsx'),
    },
  ],
}
