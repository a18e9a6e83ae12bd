import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'data/egress',
      title: ['数据出口', 'Ways out for data'],
      permission: 'egress.read',
      menu: { group: 'data', order: 65, icon: 'exit' },
      keywords: 'sjck chukou liuchu xuke shenpi 数据流出 许可 审批 拦截 egress clearance',
      help: [
        '数据离开平台的每个出口（接入应用、推送地址、表格下载）都有许可级别：应用与推送地址默认 L2，办公终端默认 L3。超过许可级别的字段在流出前剔除或脱敏，记入审计与“被剔除的数据”。\n确需流出的，由系统管理员申请、安全管理员审批，申请人不能自己审批，最长 90 天，到期自动失效。L4 只能通过申请流出。',
        'Every way out of the house (other systems, addresses that are told, saved workbooks) has a clearance: L2 for systems and addresses, L3 for desks unless it is set. Fields above it are taken out or masked before they leave, written into the audit trail and listed here.\nWhat has to leave nevertheless is asked for by a system administrator and decided by a security administrator, never by the asker, for 90 days at most; then it ends by itself. L4 leaves by approval only.',
      ],
      load: () => import('./egress.tsx'),
    },
  ],
  actions: [
    {
      path: '/data/egress?new=1',
      title: ['申请数据流出', 'Ask that data may leave'],
      permission: 'egress.ask',
      icon: 'exit',
      keywords: 'sqlc',
    },
  ],
}
