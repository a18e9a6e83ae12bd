import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'statistics',
      title: ['档案统计', 'Statistics of files'],
      permission: 'statistics.read',
      menu: { group: 'archives', order: 49, icon: 'chart' },
      keywords: 'datj tongji 统计 行业 规模 网格 分类 statistics',
      help: [
        '选择档案和统计项，即按当前权限范围统计在用档案；点数字打开对应的列表，数目与列表一致。敏感项只供有权查看者统计。',
        'Choose an archive and what to count by. Files in use within your reach are counted, and each number opens the list behind it. Sealed items are counted only for those who may read them.',
      ],
      load: () => import('./statistics.tsx'),
    },
  ],
}
