import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'vehicles',
      title: ['车辆档案', 'Vehicles'],
      permission: 'vehicle.read',
      menu: { group: 'community', order: 26, icon: 'go' },
      keywords: 'clda cheliang 车牌 plate vehicle',
      help: ['一车一档：常驻与临时车辆，号牌加牌种不重复。', 'One vehicle, one file, by plate and kind of plate.'],
      load: () => import('./vehicles.tsx'),
    },
  ],
  actions: [
    {
      path: '/vehicles?new=1',
      title: ['新建车辆档案', 'New file of a vehicle'],
      permission: 'vehicle.write',
      icon: 'plus',
      keywords: 'xj clda cheliang 车牌 plate vehicle',
    },
  ],
  records: [{ subject: 'vehicle', icon: 'go', path: (id) => `/vehicles?id=${id}` }],
}
