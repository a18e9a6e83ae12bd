import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'spaces',
      title: ['公共空间', 'Public spaces'],
      permission: 'space.read',
      menu: { group: 'community', order: 28, icon: 'tree' },
      keywords: 'ggkj kongjian space',
      help: ['十四类公共空间：党群中心、邻里中心、社区食堂、托育中心等。', 'Public spaces with the fourteen uses of the standard.'],
      load: () => import('./spaces.tsx'),
    },
  ],
  actions: [
    {
      path: '/spaces?new=1',
      title: ['新建公共空间档案', 'New file of a public space'],
      permission: 'space.write',
      icon: 'plus',
      keywords: 'xj ggkj kongjian space',
    },
  ],
  records: [{ subject: 'space', icon: 'tree', path: (id) => `/spaces?id=${id}` }],
}
