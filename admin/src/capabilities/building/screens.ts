import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'buildings',
      title: ['楼栋档案', 'Buildings'],
      permission: 'building.read',
      menu: { group: 'community', order: 25, icon: 'building' },
      keywords: 'ldda loudong building',
      help: [
        '建筑基本信息十二项与标准地址六项；缺项会降低完整度。',
        'Twelve items of the building and six of its address; what is missing lowers its completeness.',
      ],
      load: () => import('./buildings.tsx'),
    },
  ],
  actions: [
    {
      path: '/buildings?new=1',
      title: ['新建楼栋档案', 'New file of a building'],
      permission: 'building.write',
      icon: 'plus',
      keywords: 'xj ldda loudong building',
    },
  ],
  records: [{ subject: 'building', icon: 'building', path: (id) => `/buildings?id=${id}` }],
}
