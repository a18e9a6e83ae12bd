import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'edge-nodes',
      title: ['边缘节点', 'Edge nodes'],
      permission: 'bridge.manage',
      menu: { group: 'things', order: 46, icon: 'device' },
      keywords: 'byjd wq 网桥 迁移 撤下 边缘计算 计算任务 bianyuan jisuan edge node bridge job',
      help: [
        '设备经边缘节点（网桥）接入。新增节点时登记它首次启动打印的公钥；一个节点可同时服务多个社区，数据按设备所在位置分开。\n撤下节点前先把设备迁移到另一节点：设备的身份、密钥与历史数据不变。\n点开节点可下发计算任务（时间窗汇总、应答检查、报文计数、异常检测），看过程与结果、取消；也可决定节点能否向平台请求历史与计算。',
        'Devices speak through edge nodes. A new one is registered with the public key that it prints at its first start; one node may serve several communities, and data stays with the place of each device.\nBefore a node is taken away its devices are moved: they keep their identity, secret and all they ever said.\nOpen a node to give it a job (a summary, a roll call, a count, a detection), to watch, cancel and read it, and to say whether it may ask the house for history.',
      ],
      load: () => import('./bridges.tsx'),
    },
  ],
}
