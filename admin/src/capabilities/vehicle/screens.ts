import { archiveScreens } from '../../engines/archive/screens.ts'

export const screens = archiveScreens({
  name: 'vehicle',
  path: 'vehicles',
  title: ['车辆档案', 'Vehicles'],
  thing: ['车辆', 'vehicle'],
  order: 26,
  icon: 'go',
  keywords: 'clda cheliang 车牌 plate vehicle',
  help: ['一车一档：常驻与临时车辆，号牌加牌种不重复。', 'One vehicle, one file, by plate and kind of plate.'],
  load: () => import('./vehicles.tsx'),
})
