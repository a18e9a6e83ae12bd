import { archiveScreens } from '../../engines/archive/screens.ts'

export const screens = archiveScreens({
  name: 'family',
  path: 'families',
  title: ['家庭户', 'Households'],
  thing: ['家庭户', 'household'],
  order: 23,
  icon: 'household',
  keywords: 'jth hukou 户籍 family',
  help: [
    '户籍上的一户：户主、人数和成员关系。住户能否开门在「房屋与家人」中管理。',
    'A household of the register; who may open the door is kept under households.',
  ],
  load: () => import('./families.tsx'),
})
