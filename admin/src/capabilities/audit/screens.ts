import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'audit',
      title: ['审计', 'Audit'],
      permission: 'audit.read',
      menu: { group: 'security', order: 10, icon: 'audit' },
      goKey: 'a',
      keywords: 'sj rz 日志 操作记录 log trail',
      help: [
        '每一次写入、敏感查看与被拒绝的请求都在这里，按先后连成一条带密码校验的链，任何改动都会被发现。\n「立即校验」从头核对整条链；自己留存的检查点可用来证明历史没有被改写。查询审计本身也会被记录。',
        'Every write, every look at sensitive data and every refusal is here, chained so that any change is found.\n“Verify now” checks the chain from its beginning; checkpoints that you keep prove that history was not rewritten. Searching the trail is itself recorded.',
      ],
      load: () => import('./audit.tsx'),
    },
    {
      path: 'audit/integrity',
      title: ['审计校验', 'Audit integrity'],
      permission: 'audit.read',
      menu: { group: 'security', order: 11, icon: 'role' },
      keywords: 'jy wzx verify integrity checkpoint',
      help: [
        '审计记录按顺序以国密摘要相连并定期签名，此页可随时重新验证；任何改动、删除都会指出是哪一条。',
        'Entries of the trail are chained by digests and signed at intervals. Verify them here at any time: an entry that was changed or taken out is named.',
      ],
      load: () => import('./integrity.tsx'),
    },
    {
      path: 'audit/reviews',
      title: ['日志审阅', 'Log reviews'],
      permission: 'audit.read',
      menu: { group: 'security', order: 12, icon: 'list' },
      keywords: 'rzsy monthly review',
      help: [
        '定期审阅日志：系统按规则挑出异常，审计员逐条给出结论，逾期未审会提醒。',
        'Logs are reviewed at intervals: rules point at what is odd, the auditor concludes on each, and an overdue review is reminded of.',
      ],
      load: () => import('./reviews.tsx'),
    },
  ],
}
