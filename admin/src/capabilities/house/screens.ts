import { archiveScreens } from '../../engines/archive/screens.ts'

export const screens = archiveScreens({
  name: 'house',
  path: 'rooms',
  title: ['房屋档案', 'Houses'],
  thing: ['房屋', 'house'],
  order: 24,
  icon: 'house',
  keywords: 'fwda fangwu 一房一档 出租房 house',
  help: [
    '一房一档：标准地址编码、产权、出租、文明评级。住户进出以关联的起止日期记录，可查任一天住着谁。',
    'One house, one file. Links with dates tell who lived there on any day.',
  ],
  load: () => import('./rooms.tsx'),
})
