import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'edge-nodes',
      title: ['边缘节点', 'Edge nodes'],
      permission: 'bridge.manage',
      menu: { group: 'things', order: 46, icon: 'device' },
      keywords: 'byjd wq 网桥 迁移 撤下 edge node bridge',
      help: [
        '设备经边缘节点（网桥）接入。新增节点时登记它首次启动打印的公钥；一个节点可同时服务多个社区，数据按设备所在位置分开。\n撤下节点前先把设备迁移到另一节点：设备的身份、密钥与历史数据不变。',
        'Devices speak through edge nodes. A new one is registered with the public key that it prints at its first start; one node may serve several communities, and data stays with the place of each device.\nBefore a node is taken away its devices are moved: they keep their identity, secret and all they ever said.',
      ],
      load: () => import('./bridges.tsx'),
    },
  ],
}
