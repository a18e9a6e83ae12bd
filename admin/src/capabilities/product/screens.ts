import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'products',
      title: ['产品与物模型', 'Products'],
      permission: 'product.read',
      menu: { group: 'things', order: 41, icon: 'list' },
      keywords: 'cp wmx 物模型 属性 事件 服务 product model',
      help: [
        '产品是一类设备：厂商、协议、安全等级和物模型。物模型用共同的词汇说明设备能报告的属性与事件、能执行的服务；发布后全部设备都按它核对。',
        'A product is one kind of device: maker, protocol, security grade and thing model. The model says in shared words what devices report and obey; once released, everything they say is held against it.',
      ],
      load: () => import('./products.tsx'),
    },
  ],
  views: [
    {
      ...{ key: 'product', page: 'resources', title: ['产品', 'Products'], permission: 'product.read', order: 2 },
      load: () => import('./products.tsx'),
    },
  ],
}
