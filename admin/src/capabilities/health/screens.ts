import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'health',
      title: ['系统体检', 'Health'],
      permission: 'health.read',
      menu: { group: 'system', order: 50, icon: 'health' },
      keywords: 'tj jk 监控 monitor status',
      load: () => import('./health.tsx'),
    },
  ],
}
