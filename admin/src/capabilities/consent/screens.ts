import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [],
  panels: [
    {
      key: 'consents',
      title: ['授权', 'Consents'],
      subjects: ['person'],
      permission: 'consent.read',
      load: () => import('./person-consents.tsx'),
    },
  ],
}
