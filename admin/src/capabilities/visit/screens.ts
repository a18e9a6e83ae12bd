import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'visits',
      title: ['走访计划', 'Visit plans'],
      permission: 'visit.plan',
      menu: { group: 'community', order: 36, icon: 'hand' },
      keywords: 'zfjh zoufang 走访 采集 入户 visit',
      help: [
        '按网格派发走访：选择走访人、截止日和多久未核实的房屋。走访人在手机上按路线走访，断网也可进行；结果、未遇和变更实时计入进度。\n出租房按文明评级、人员按管理等级到期自动生成走访。',
        'Send somebody to the houses of a grid that nobody has verified for long. They walk in the order of the way, without network too, and the progress follows.\nLet houses fall due by their rating, people by their grade.',
      ],
      load: () => import('./plans.tsx'),
    },
    {
      path: 'visits/statistics',
      title: ['走访统计', 'Visits by grid'],
      permission: 'visit.plan',
      menu: { group: 'community', order: 37, icon: 'chart' },
      keywords: 'zftj 走访统计 管控率',
      help: [
        '按网格统计走访的应走户数、已走户数、新发现与核实的档案数，可与走访计划对照。',
        'Homes due and visited, people found and files verified, by grid, beside the plans.',
      ],
      load: () => import('./statistics.tsx'),
    },
  ],
  actions: [],
  records: [],
}
