import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'home',
      title: ['工作台', 'Desk'],
      menu: { group: 'work', order: 1, icon: 'home' },
      goKey: 'h',
      keywords: 'gzt desk',
      help: [
        '这里汇总等您处理的事项，最紧急的在最前，点一项即到达对应列表；下方是常用操作。按 Ctrl K（苹果电脑 ⌘K）可搜索一切。',
        'What waits for you, the most urgent first: one tap leads to its list. Below are the steps you take most often. Ctrl K (⌘K) searches everything.',
      ],
      load: () => import('./home.tsx'),
    },
  ],
}
