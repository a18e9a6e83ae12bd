import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'dictionaries',
      title: ['字典', 'Dictionaries'],
      permission: 'dictionary.manage',
      menu: { group: 'system', order: 30, icon: 'dictionary' },
      keywords: 'zd dictionary options',
      help: [
        '下拉选项的中英文名称都在这里。已有条目只能停用不能删除，旧记录的名称因此永远读得懂。',
        'Names of options in both languages. Items in use are retired, never dropped, so that old records stay readable.',
      ],
      load: () => import('./dictionaries.tsx'),
    },
  ],
}
