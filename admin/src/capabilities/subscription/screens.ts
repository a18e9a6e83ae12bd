import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'subscriptions',
      title: ['数据订阅', 'Subscriptions'],
      permission: 'subscription.read',
      menu: { group: 'things', order: 70, icon: 'send' },
      keywords: 'sjdy ts webhook 推送 流转 主题 topic 投递',
      help: [
        '设备消息按地点、产品或设备流转到三处：平台内保存、推送到外部地址、放入主题供别的订阅再用。应用只收到授权范围内的消息。\n推送带签名；对方不应答时按间隔重试，8 次仍未送达即为“未送达”，可在投递记录里重发。',
        'What devices say goes, by place, product or device, to one of three: kept here, sent to an address, or put on a topic for other subscriptions. An application hears only what it was granted.\nEvery message is signed. Where nobody answers it is tried again with growing waits; after eight it is set aside and can be sent again from the deliveries.',
      ],
      load: () => import('./subscriptions.tsx'),
    },
  ],
}
