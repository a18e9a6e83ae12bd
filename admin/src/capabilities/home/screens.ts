import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'home',
      title: ['工作台', 'Desk'],
      menu: { group: 'work', order: 1, icon: 'home' },
      goKey: 'h',
      keywords: 'gzt desk',
      load: () => import('./home.tsx'),
    },
  ],
}
