import { archiveScreens } from '../../engines/archive/screens.ts'

export const screens = archiveScreens({
  name: 'building',
  path: 'buildings',
  title: ['楼栋档案', 'Buildings'],
  thing: ['楼栋', 'building'],
  order: 25,
  icon: 'building',
  keywords: 'ldda loudong building',
  help: [
    '建筑基本信息十二项与标准地址六项；缺项会降低完整度。',
    'Twelve items of the building and six of its address; what is missing lowers its completeness.',
  ],
  load: () => import('./buildings.tsx'),
})
