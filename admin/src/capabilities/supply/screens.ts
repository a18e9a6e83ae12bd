import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'supply',
      title: ['用能申办', 'Energy service applications'],
      permission: 'supply.read',
      menu: { group: 'service', order: 43, icon: 'house' },
      keywords: 'ynsb yongneng 电表 水表 燃气 充电桩 过户 meter pile',
      help: [
        '居民在手机上申请装表、换表、过户和自有车位充电桩。先受理或要求补充材料，再约定上门，完工后等居民确认，七天未确认自动办结。',
        'Residents apply on the phone for meters, a change of holder and private piles. Accept or ask for more, arrange the visit, say when it is done; the resident confirms, or it closes by itself after seven days.',
      ],
      load: () => import('./applications.tsx'),
    },
  ],
  actions: [
    {
      path: '/supply?f=state:submitted',
      title: ['待受理的用能申办', 'Applications to accept'],
      permission: 'supply.handle',
      icon: 'house',
      keywords: 'dsl ynsb',
      rank: 6,
    },
  ],
  records: [{ subject: 'supply', icon: 'house', path: (id) => `/supply?id=${id}` }],
}
