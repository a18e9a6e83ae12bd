import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'grids',
      title: ['网格档案', 'Grids'],
      permission: 'grid.read',
      menu: { group: 'community', order: 30, icon: 'board' },
      keywords: 'wgda wangge grid',
      help: [
        '网格的范围、队伍与规模；覆盖哪些房屋在空间树中划定。',
        'Area, team and size of a grid; which houses it covers is drawn in the place tree.',
      ],
      load: () => import('./grids.tsx'),
    },
  ],
  actions: [
    {
      path: '/grids?new=1',
      title: ['新建网格档案', 'New file of a grid'],
      permission: 'grid.write',
      icon: 'plus',
      keywords: 'xj wgda wangge grid',
    },
  ],
  records: [{ subject: 'grid', icon: 'board', path: (id) => `/grids?id=${id}` }],
}
