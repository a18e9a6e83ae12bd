import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'keys',
      title: ['密钥', 'Keys'],
      permission: 'key.read',
      menu: { group: 'security', order: 20, icon: 'key' },
      keywords: 'my sm2 sm4 mm 密码 crypto rotate',
      help: [
        '每种用途一把密钥，可轮换出新版本；旧版本保护的数据会在后台逐步重新加密，期间业务照常。\n轮换和销毁都要求重新验证身份并写入审计。仍有数据依赖的版本不能销毁；审计密钥须保留，以便校验历史。',
        'One key for each purpose, with versions. After a rotation data is sealed again in the background while work goes on.\nRotating and destroying ask for a fresh verification and are audited. A version that data still needs cannot be destroyed; audit keys are kept so that history can be verified.',
      ],
      load: () => import('./keys.tsx'),
    },
  ],
}
