import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'jobs',
      title: ['后台任务', 'Jobs'],
      permission: 'job.read',
      menu: { group: 'system', order: 40, icon: 'job' },
      keywords: 'htrw ds 定时 outbox job cron',
      help: [
        '定时任务和由事件触发的任务都在这里。失败的会自动重试；多次失败后停下，原因在运行记录里。\n「未能投递的事件」可在修好原因后重新投递，每个事件只生效一次。',
        'Repeating jobs and those that events schedule. Failed runs are tried again by themselves; after several failures they stop, with the reason in their record.\nEvents that could not be delivered can be sent again once the cause is mended; each takes effect once.',
      ],
      load: () => import('./jobs.tsx'),
    },
  ],
}
