import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'leases',
      title: ['租约', 'Leases'],
      permission: 'lease.read',
      menu: { group: 'data', order: 36, icon: 'house' },
      keywords: 'zy zuyue chuzu 出租 租客 到期 lease rent tenant',
      help: [
        '房东在手机上登记租约和租客，网格员核实后写入房屋档案；不符的写明原因退回。租期已过而没有结束的列在“已到期”。',
        'Landlords register leases and tenants on the phone; a grid worker verifies them and they go on the file of the house, or sends them back saying why. What is over and not ended is listed as expired.',
      ],
      load: () => import('./leases.tsx'),
    },
  ],
  actions: [
    {
      path: '/leases?f=state:declared',
      title: ['待核实的租约', 'Leases to verify'],
      permission: 'lease.verify',
      icon: 'house',
      keywords: 'dhs zy',
      rank: 6,
    },
  ],
  records: [{ subject: 'lease', icon: 'house', path: (id) => `/leases?id=${id}` }],
}
