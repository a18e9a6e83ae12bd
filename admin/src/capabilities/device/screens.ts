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
        '每台设备的档案、实时数据、曲线、指令与履历都在这里。设备先登记，资料与凭据齐全后启用；维护、退役都留下记录。\n危险指令要再次输入设备编号并说明原因；过期的指令不会再下发。\n「控制授权」可以把一台设备只交给某些部门、角色或人员，或禁止某些人，并逐人列出谁现在能控制它；联动规则不受此限。',
        'The record, live values, curves, commands and life of every device. A device is registered first and runs once its record and credential are complete.\nDangerous commands ask for the code of the device again and for a reason; a command whose time is over is never sent.\n“Access” keeps a device for some departments, roles or people, or closes it to some, and lists person by person who may command it now. Rules of the house are not held by it.',
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
      path: 'device-inventory',
      title: ['设备目录', 'Device catalogue'],
      permission: 'device.read',
      menu: { group: 'things', order: 42, icon: 'list' },
      keywords: 'sbml aztj 灯杆 井盖 传感器 标签 模组 数量 inventory catalogue',
      help: [
        '列出可接入的全部产品：传感器、电子标签与识读、通信模组与网关、设备与控制器，以及所选位置已安装、在线和待安装的数量。',
        'Every product that can be connected: sensors, tags and readers, modules and gateways, equipment. With it how many are installed, online and planned at the chosen place.',
      ],
      load: () => import('./inventory.tsx'),
    },
    {
      path: 'device-warehouse',
      title: ['物联数据仓', 'Warehouse of things'],
      permission: 'device.read',
      menu: { group: 'things', order: 43, icon: 'chart' },
      keywords: 'wlsjc 出入口 公共区域 公共设施 低碳 能耗 warehouse',
      help: [
        '感知数据按四类归集：出入口行为、公共区域态势、公共服务设施、低碳能耗。每行是一台设备最近一次上报的数值，点开看曲线与历史。',
        'What devices tell is kept in four stores: entrances, public areas, public facilities, energy. Each row is what one device told last; open it for curves and history.',
      ],
      load: () => import('./warehouse.tsx'),
    },
    {
      path: 'bins',
      title: ['垃圾桶看板', 'Bins'],
      permission: 'device.read',
      menu: { group: 'things', order: 74, icon: 'trash' },
      keywords: 'ljt kb 满溢 清运 bin waste',
      help: [
        '每个垃圾桶的状态与最近一次上报：正常、满溢、故障、离线。满溢度到 90% 即告警，起火、倾倒、泄漏各自告警，处置在告警台。',
        'How every bin stands and when it was heard last: normal, full, fault, offline. From 90% on it raises an alarm; fire, tilting and leaking raise their own. They are dealt with at the alarm desk.',
      ],
      load: () => import('./bins.tsx'),
    },
  ],
  records: [{ subject: 'device', icon: 'device', path: (id) => `/devices?id=${id}` }],
  views: [
    {
      ...{ key: 'device', page: 'resources', title: ['设备与网关', 'Devices and gateways'], permission: 'device.read', order: 1 },
      load: () => import('./devices.tsx'),
    },
  ],
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
