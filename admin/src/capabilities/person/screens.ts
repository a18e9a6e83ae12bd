import { archiveScreens } from '../../engines/archive/screens.ts'

export const screens = archiveScreens({
  name: 'person',
  path: 'people',
  title: ['人口档案', 'People'],
  thing: ['人员', 'person'],
  order: 22,
  icon: 'users',
  keywords: 'ryda renkou 实有人口 一人一档 person',
  help: [
    '一人一档：身份、居住与户籍、职业、标签和关联。敏感信息默认遮挡，点眼睛图标并写明原因后可查看，会留下记录。',
    'One person, one file. Sensitive values are masked; the eye shows one for a reason that is written down.',
  ],
  load: () => import('./people.tsx'),
})
