import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'families',
      title: ['家庭户', 'Households'],
      permission: 'family.read',
      menu: { group: 'community', order: 23, icon: 'household' },
      keywords: 'jth hukou 户籍 family',
      help: [
        '户籍上的一户：户主、人数和成员关系。住户能否开门在「房屋与家人」中管理。',
        'A household of the register; who may open the door is kept under households.',
      ],
      load: () => import('./families.tsx'),
    },
  ],
  actions: [
    {
      path: '/families?new=1',
      title: ['新建家庭户档案', 'New file of a household'],
      permission: 'family.write',
      icon: 'plus',
      keywords: 'xj jth hukou 户籍 family',
    },
  ],
  records: [{ subject: 'family', icon: 'household', path: (id) => `/families?id=${id}` }],
}
