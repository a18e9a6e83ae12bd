import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'profile',
      title: ['我的账号', 'My account'],
      keywords: 'wd zh 口令 二次验证 profile password',
      load: () => import('./profile.tsx'),
    },
  ],
}
