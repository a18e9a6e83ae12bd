import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'repairs',
      title: ['报事报修', 'Repairs'],
      permission: 'repair.read',
      menu: { group: 'service', order: 10, icon: 'repair' },
      goKey: 'r',
      keywords: 'bx bsbx gd 工单 诉求 repair order case',
      help: [
        '每一行是一件事，时钟显示离承诺时限还剩多久。点开可看时间线、照片与可做的操作；能做什么由您的角色和它的状态决定。\n挂起时时钟停走；超时会自动升级并要求说明原因。',
        'Each line is one matter; the clock shows how long the promise still holds. Opening it shows the timeline, photos and what may be done, which follows from your role and its state.\nThe clock stands still while paused; being late escalates by itself and asks for a reason.',
      ],
      load: () => import('./repairs.tsx'),
    },
    {
      path: 'repairs/board',
      title: ['看板', 'Board'],
      permission: 'repair.read',
      menu: { group: 'service', order: 11, icon: 'board' },
      goKey: 'b',
      keywords: 'kb kanban board',
      help: [
        '拖动卡片等于对它做一次操作；只有规则允许的列会亮起。不用鼠标时，聚焦卡片后按 Enter 打开，或用卡片上的操作菜单。',
        'Dragging a card performs an action on it; only the columns that the rules allow light up. Without a mouse, press Enter on a card or use its menu.',
      ],
      load: () => import('./board.tsx'),
    },
    {
      path: 'repairs/statistics',
      title: ['报修统计', 'Repair statistics'],
      permission: 'repair.statistics',
      menu: { group: 'service', order: 12, icon: 'chart' },
      keywords: 'bxtj tj statistics report',
      help: [
        '按类别、小区和时间统计报修数量、响应与完成用时、超时率和评价。',
        'How many repairs, how soon they were answered and done, how many were late, and how they were rated, by kind, estate and time.',
      ],
      load: () => import('./statistics.tsx'),
    },
    {
      path: 'repairs/categories',
      title: ['报修类别', 'Repair categories'],
      permission: 'repair.manage',
      menu: { group: 'service', order: 13, icon: 'settings' },
      keywords: 'bxlb category sla dispatch',
      help: [
        '类别决定承诺时限与派单方式：抢单由师傅自己接，指派由调度员选人，轮派由系统按负荷依次分配。\n紧急类别会先让居民打电话。停用的类别不再出现，旧记录不变。',
        'A category decides the promised times and how work is given out: taken by workers, assigned by the desk, or in turn by load.\nAn emergency category shows a telephone first. Retired categories are no longer offered; old records stay.',
      ],
      load: () => import('./categories.tsx'),
    },
  ],
  actions: [
    {
      path: '/repairs?new=1',
      title: ['代客报修', 'Report a repair for somebody'],
      permission: 'repair.report',
      icon: 'plus',
      keywords: 'dkbx new repair',
      rank: 3,
    },
    {
      path: '/repairs?f=state:submitted',
      title: ['待派单的报修', 'Repairs to assign'],
      permission: 'repair.dispatch',
      icon: 'go',
      keywords: 'pd dispatch',
      rank: 2,
    },
    {
      path: '/repairs?f=overdue:1',
      title: ['超时的报修', 'Late repairs'],
      permission: 'repair.read',
      icon: 'alert',
      keywords: 'cs overdue',
      rank: 6,
    },
  ],
  records: [{ subject: 'repair', icon: 'repair', path: (id) => `/repairs?id=${id}` }],
  panels: [
    {
      key: 'repairs',
      title: ['报修', 'Repairs'],
      subjects: ['person', 'family', 'house', 'building', 'space', 'grid'],
      permission: 'repair.read',
      load: () => import('./place-repairs.tsx'),
    },
  ],
}
