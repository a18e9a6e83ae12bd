import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'rooms',
      title: ['房屋档案', 'Houses'],
      permission: 'house.read',
      menu: { group: 'community', order: 24, icon: 'house' },
      keywords: 'fwda fangwu 一房一档 出租房 house',
      help: [
        '一房一档：标准地址编码、产权、出租、文明评级。住户进出以关联的起止日期记录，可查任一天住着谁。',
        'One house, one file. Links with dates tell who lived there on any day.',
      ],
      load: () => import('./rooms.tsx'),
    },
  ],
  actions: [
    {
      path: '/rooms?new=1',
      title: ['新建房屋档案', 'New file of a house'],
      permission: 'house.write',
      icon: 'plus',
      keywords: 'xj fwda fangwu 一房一档 出租房 house',
    },
  ],
  records: [{ subject: 'house', icon: 'house', path: (id) => `/rooms?id=${id}` }],
}
