import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'people',
      title: ['人口档案', 'People'],
      permission: 'person.read',
      menu: { group: 'community', order: 22, icon: 'users' },
      keywords: 'ryda renkou 实有人口 一人一档 person',
      help: [
        '一人一档：身份、居住与户籍、职业、标签和关联。敏感信息默认遮挡，点眼睛图标并写明原因后可查看，会留下记录。',
        'One person, one file. Sensitive values are masked; the eye shows one for a reason that is written down.',
      ],
      load: () => import('./people.tsx'),
    },
  ],
  actions: [
    {
      path: '/people?new=1',
      title: ['新建人员档案', 'New file of a person'],
      permission: 'person.write',
      icon: 'plus',
      keywords: 'xj ryda renkou 实有人口 一人一档 person',
    },
  ],
  records: [{ subject: 'person', icon: 'users', path: (id) => `/people?id=${id}` }],
}
