import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'users',
      title: ['用户', 'Users'],
      permission: 'user.read',
      menu: { group: 'system', order: 10, icon: 'users' },
      goKey: 'u',
      keywords: 'yh zhanghao 账号 account staff',
      help: [
        '每个账号有所属地区、类别、有效期、空闲超时与失败次数上限。重置口令后，旧口令和所有登录立即失效，下次登录须设置新口令。\n两年未登录的账号会自动停用；转岗请用「标记转岗」。',
        'Every account has a place, a class, a validity, an idle timeout and a limit of failed attempts. After a reset the old password and all sessions end at once, and the next sign-in asks for a new password.\nAccounts unused for two years are disabled; use “Mark as transferred” for people who moved on.',
      ],
      load: () => import('./users.tsx'),
    },
    {
      path: 'departments',
      title: ['部门', 'Departments'],
      permission: 'user.read',
      menu: { group: 'system', order: 12, icon: 'tree' },
      keywords: 'bm department',
      help: [
        '人员可以归入部门。授予部门的角色、单独允许或禁止的权限，对部门里的每个人立即有效；点开一个部门可以查看和调整，并看到最终权限。',
        'People can belong to a department. Roles given to it, and single permissions allowed or denied, count for everybody in it at once; open a department to see and change them and what they come to.',
      ],
      load: () => import('./departments.tsx'),
    },
    {
      path: 'account-reviews',
      title: ['账号复核', 'Account reviews'],
      permission: 'user.review',
      menu: { group: 'security', order: 30, icon: 'household' },
      keywords: 'zhfh review',
      help: [
        '每月一次，逐一确认每个账号是否仍然需要。签字时勾选要停用的账号；逾期未签字会提醒并记为漏签。',
        'Once a month somebody confirms which accounts are still needed. Tick those to disable when signing; a month without a signature is reminded of and recorded as missed.',
      ],
      load: () => import('./reviews.tsx'),
    },
  ],
  actions: [
    {
      path: '/users?new=1',
      title: ['新建用户', 'Create a user'],
      permission: 'user.manage',
      icon: 'plus',
      keywords: 'xjyh account',
      rank: 7,
    },
  ],
  records: [{ subject: 'user', icon: 'user', path: (id) => `/users?id=${id}` }],
}
