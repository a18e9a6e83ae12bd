import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'rules',
      title: ['联动规则', 'Rules'],
      permission: 'rule.read',
      menu: { group: 'things', order: 43, icon: 'bolt' },
      keywords: 'ldgz gz 联动 当 则 rule linkage',
      help: [
        '规则读作：当……且……则……。保存前会检查是否循环触发或对同一设备下发相反指令，并可用历史数据试运行。\n“边”表示由网桥自行执行，断网也有效；“云”由平台执行。',
        'A rule reads: when …, given …, then …. Before saving it is checked for loops and opposite commands, and can be tried on the past.\n“Edge” rules are run by the bridge itself, also without network; “cloud” ones by the platform.',
      ],
      load: () => import('./rules.tsx'),
    },
  ],
  actions: [
    { path: '/rules?new=1', title: ['新建联动规则', 'New rule'], permission: 'rule.manage', icon: 'plus', keywords: 'xjgz rule', rank: 9 },
  ],
  records: [{ subject: 'rule', icon: 'bolt', path: (id) => `/rules?id=${id}` }],
}
