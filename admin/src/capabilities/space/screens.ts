import { archiveScreens } from '../../engines/archive/screens.ts'

export const screens = archiveScreens({
  name: 'space',
  path: 'spaces',
  title: ['公共空间', 'Public spaces'],
  thing: ['公共空间', 'public space'],
  order: 28,
  icon: 'tree',
  keywords: 'ggkj kongjian space',
  help: ['十四类公共空间：党群中心、邻里中心、社区食堂、托育中心等。', 'Public spaces with the fourteen uses of the standard.'],
  load: () => import('./spaces.tsx'),
})
