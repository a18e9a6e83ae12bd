import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'roles',
      title: ['角色与权限', 'Roles'],
      permission: 'role.read',
      menu: { group: 'system', order: 11, icon: 'role' },
      goKey: 'o',
      keywords: 'js qx 权限 role permission',
      help: [
        '角色由三层组成：能做哪些事（功能与数据范围）、能看能写哪些字段、禁止调用哪些接口。修改立即对所有持有人生效。\n系统、安全、审计三类权限相互排斥，不能放进同一角色；内置角色不能改，可复制后调整。',
        'A role has three layers: what may be done and how far, which fields may be seen or written, and which interfaces are refused. Changes reach every holder at once.\nSystem, security and audit permissions exclude each other. Built-in roles cannot be changed; copy one instead.',
      ],
      load: () => import('./roles.tsx'),
    },
  ],
  actions: [
    { path: '/roles?new=1', title: ['新建角色', 'Create a role'], permission: 'role.manage', icon: 'plus', keywords: 'xjjs', rank: 8 },
  ],
  records: [{ subject: 'role', icon: 'role', path: (id) => `/roles?id=${id}` }],
}
