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
    {
      path: 'device-quarantine',
      title: ['未登记设备', 'Found devices'],
      permission: 'device.adopt',
      menu: { group: 'things', order: 45, icon: 'help' },
      keywords: 'wdj zr 准入 隔离 quarantine adopt',
      help: [
        '设备先说话、后登记时出现在这里。准入要写明名称、产品与位置；拒绝要说明原因，编号随即作废。',
        'Devices that speak before anybody registered them. Admitting one says its name, product and place; refusing one asks for a reason and spends its code.',
      ],
      load: () => import('./found.tsx'),
    },
    {
      path: 'energy',
      title: ['能耗总览', 'Energy'],
      permission: 'device.read',
      menu: { group: 'things', order: 75, icon: 'bolt' },
      keywords: 'nh yn 电 水 气 热 用量 energy meter',
      help: [
        '按日与位置汇总电、水、燃气、热的用量。用量为每块表当日最高读数减前一日；换表后重新起算。',
        'Electricity, water, gas and heat by day and place: the highest reading of a meter less that of the day before; a new meter begins anew.',
      ],
      load: () => import('./energy.tsx'),
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
