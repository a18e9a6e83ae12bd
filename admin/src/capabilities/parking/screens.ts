import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'parking-spaces',
      title: ['车位档案', 'Parking spaces'],
      permission: 'parking.read',
      menu: { group: 'community', order: 29, icon: 'columns' },
      keywords: 'cwda chewei parking',
      help: ['车位的位置、权属与使用状态。', 'Where a space is, who holds it and how it is used.'],
      load: () => import('./parking-spaces.tsx'),
    },
  ],
  actions: [
    {
      path: '/parking-spaces?new=1',
      title: ['新建车位档案', 'New file of a parking space'],
      permission: 'parking.write',
      icon: 'plus',
      keywords: 'xj cwda chewei parking',
    },
  ],
  records: [{ subject: 'parking', icon: 'columns', path: (id) => `/parking-spaces?id=${id}` }],
}
