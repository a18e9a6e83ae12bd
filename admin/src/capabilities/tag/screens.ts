import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [],
  panels: [
    {
      key: 'tags',
      title: ['标签', 'Tags'],
      subjects: ['person', 'family', 'house', 'building', 'vehicle', 'org', 'space', 'parking', 'grid'],
      permission: 'tag.read',
      load: () => import('./panel.tsx'),
    },
  ],
}
