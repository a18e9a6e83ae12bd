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
    {
      path: 'devices/locked',
      title: ['锁定的设备身份', 'Locked identities'],
      permission: 'bridge.locks',
      menu: { group: 'things', order: 47, icon: 'lock' },
      keywords: 'sdsf js sfsd 身份 锁定 解锁 密钥 猜测 locked identity unlock secret',
      help: [
        '有人连续用错一台设备的密钥时，网桥会锁定这个身份：到时自动解除，期间正确的密钥也不能接入，已建立的连接不断。\n先看来源地址与次数：是自己人装错了，就请网桥解除并写明原因；不是，就到设备上重新发放密钥，锁定随之解除。\n未登记的身份只有系统管理员能看到。网桥联系不上时不会下发，界面会直说。',
        'When somebody shows wrong secrets for a device again and again, its bridge locks that identity: until its time is over not even the right secret is let in, while open connections stay open.\nLook at the addresses and the count first: was it one of yours, ask the bridge to unlock it and say why; was it not, issue a new secret on the page of the device, which unlocks it too.\nIdentities that nobody registered only system administrators see. A bridge that cannot be reached is said so, and nothing is sent.',
      ],
      load: () => import('./locks.tsx'),
    },
  ],
  records: [{ subject: 'identity-lock', icon: 'lock', path: (id) => `/devices/locked?id=${id}` }],
}
