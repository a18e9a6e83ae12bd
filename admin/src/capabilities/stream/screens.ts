import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'streams',
      title: ['滚动统计', 'Sliding windows'],
      permission: 'rule.read',
      menu: { group: 'things', order: 44, icon: 'chart' },
      keywords: 'gdtj hdck 滑动窗口 平均 迟到 window average late stream',
      help: [
        '按设备上报的时间每隔一个步长统计一次：例如每 5 分钟得出最近 15 分钟的平均功率。\n迟到的消息在时限内会更正结果，超过时限只计数、不计入。联动规则可以用“滚动统计”作为触发。',
        'Every step, the last stretch of what devices told is added up: every 5 minutes the average of 15, say.\nLate messages correct the figure within the lateness; those beyond it are counted and change nothing. Rules can be set off by a window.',
      ],
      load: () => import('./streams.tsx'),
    },
  ],
  actions: [
    {
      path: '/streams?new=1',
      title: ['新建滚动统计', 'New sliding window'],
      permission: 'rule.manage',
      icon: 'plus',
      keywords: 'xjgdtj window',
      rank: 10,
    },
  ],
  records: [{ subject: 'stream', icon: 'chart', path: (id) => `/streams?id=${id}` }],
}
