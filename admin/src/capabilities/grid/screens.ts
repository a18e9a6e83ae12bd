import { archiveScreens } from '../../engines/archive/screens.ts'

export const screens = archiveScreens({
  name: 'grid',
  path: 'grids',
  title: ['网格档案', 'Grids'],
  thing: ['网格', 'grid'],
  order: 30,
  icon: 'board',
  keywords: 'wgda wangge grid',
  help: [
    '网格的范围、队伍与规模；覆盖哪些房屋在空间树中划定。',
    'Area, team and size of a grid; which houses it covers is drawn in the place tree.',
  ],
  load: () => import('./grids.tsx'),
})
