import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'health',
      title: ['系统体检', 'Health'],
      permission: 'health.read',
      menu: { group: 'system', order: 50, icon: 'health' },
      keywords: 'tj jk 监控 monitor status',
      help: [
        '数据库、缓存、密钥、磁盘与后台队列的当前状态，最差的在最上面，每 10 秒更新。显示“异常”时请按运维手册“监控”一节处理；长期情况见“可用性报表”。',
        'How database, cache, keys, disk and queues are at this moment, the worst first, renewed every 10 seconds. When something is bad, follow “Monitoring” of the operations manual; the long view is the availability report.',
      ],
      load: () => import('./health.tsx'),
    },
  ],
}
