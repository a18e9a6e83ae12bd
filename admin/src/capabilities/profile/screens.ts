import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'profile',
      title: ['我的账号', 'My account'],
      keywords: 'wd zh 口令 二次验证 profile password',
      help: [
        '修改口令、绑定动态口令（第二因素）、查看并退出在其他设备上的登录、设置语言与外观。',
        'Change the password, set up one-time codes, see and end sessions on other devices, choose language and look.',
      ],
      load: () => import('./profile.tsx'),
    },
  ],
}
