import { archiveScreens } from '../../engines/archive/screens.ts'

export const screens = archiveScreens({
  name: 'parking',
  path: 'parking-spaces',
  title: ['车位档案', 'Parking spaces'],
  thing: ['车位', 'parking space'],
  order: 29,
  icon: 'columns',
  keywords: 'cwda chewei parking',
  help: ['车位的位置、权属与使用状态。', 'Where a space is, who holds it and how it is used.'],
  load: () => import('./parking-spaces.tsx'),
})
