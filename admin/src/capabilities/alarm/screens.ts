import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'alarms',
      title: ['值班台', 'Duty desk'],
      permission: 'alarm.read',
      menu: { group: 'work', order: 20, icon: 'siren' },
      goKey: 'a',
      keywords: 'gj zbt 告警 火警 困人 alarm duty',
      help: [
        '左侧按等级排队，右侧是选中告警的情况与过程，底部是操作：1 受理，2 处置完成，3 误报，4 核查关闭；J/K 上下移动。\n点“开始值班”后有声音与语音：Ⅰ级持续响到受理，Ⅱ级每 30 秒三声，Ⅲ级一声，Ⅳ级不响。暂缓到时自动恢复。',
        'The queue is on the left, gravest first; the chosen alarm with its course beside it; below, what may be done: 1 accept, 2 handled, 3 false alarm, 4 check and close; J and K move.\n“Start duty” turns on sound and voice: level I rings until accepted, II three beeps every 30 seconds, III once, IV is silent. What is shelved wakes by itself.',
      ],
      load: () => import('./desk.tsx'),
    },
    {
      path: 'alarms/history',
      title: ['告警记录', 'Alarm history'],
      permission: 'alarm.read',
      menu: { group: 'work', order: 21, icon: 'list' },
      keywords: 'gjjl gj alarm history 追溯',
      help: [
        '按级别、类型、状态、地点和日期查找已发生的告警，打开一条可看全过程：何时产生、谁受理、怎么处置、何时关闭。',
        'Find alarms by level, kind, state, place and day; each shows its whole course: when it was raised, who took it, what was done, when it was closed.',
      ],
      load: () => import('./history.tsx'),
    },
  ],
  actions: [
    {
      path: '/alarms',
      title: ['处理未关闭的告警', 'Work on open alarms'],
      permission: 'alarm.handle',
      icon: 'siren',
      keywords: 'gj alarm',
      rank: 1,
    },
  ],
  records: [{ subject: 'alarm', icon: 'siren', path: (id) => `/alarms?id=${id}` }],
}
