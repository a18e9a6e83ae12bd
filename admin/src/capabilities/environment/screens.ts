import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'environment',
      title: ['小区环境', 'Environment'],
      permission: 'environment.read',
      menu: { group: 'things', order: 72, icon: 'sun' },
      keywords: 'xqhj kq zs sz 空气 噪声 水质 监测站 air noise water',
      help: [
        '每站显示最新读数和时间，超过 15 分钟没有新读数会标出。公开后本小区居民才看得到。空气等级按近 24 小时颗粒物均值，不足 20 小时不评级。',
        'Each station shows its latest readings and their time; nothing new for 15 minutes is marked. Residents of the estate see it once it is public. The grade of the air goes by the particles of 24 hours, not before 20 are known.',
      ],
      load: () => import('./stations.tsx'),
    },
    {
      path: 'cockpit/environment',
      title: ['环境大屏', 'Environment, big screen'],
      permission: 'environment.read',
      keywords: 'hjdp dp 大屏 驾驶舱 wall cockpit',
      help: [
        '整屏显示各站读数，新读数自动出现。按 Esc 或“退出大屏”返回。',
        'All stations on the whole screen; new readings appear by themselves. Esc or “Leave” leads back.',
      ],
      load: () => import('./wall.tsx'),
    },
  ],
}
