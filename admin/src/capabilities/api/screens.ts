import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'apis',
      title: ['接口管理', 'Interfaces'],
      permission: 'api.read',
      menu: { group: 'system', order: 20, icon: 'api' },
      keywords: 'jk api 分组 授权 统计 限流 partner',
      help: [
        '平台的每一个接口都在清单里，附文档、版本与负责人：归组、指定负责人、启用或停用。文档内容一变，版本随之改变。停用立即生效；登录与体检接口不能停用。\n「接入应用」是外部系统：用 SM2 签名，按组授权，每秒调用数单独限制，超出返回 429 且不影响他人。登记的是证书时，可向其交付加密数据包。',
        'Every interface of the platform is listed with its document, version, group, owner and state. Its version changes whenever its document does. Switching one off works at once; sign-in and health cannot be switched off.\nPartners are other systems: signed with SM2, granted by group, each with its own limit per second; beyond it they get 429 and nobody else notices. One that is registered with a certificate can be handed encrypted packages.',
      ],
      load: () => import('./apis.tsx'),
    },
  ],
}
