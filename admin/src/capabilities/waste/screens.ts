import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'waste',
      title: ['垃圾分类', 'Waste sorting'],
      permission: 'waste.read',
      menu: { group: 'things', order: 73, icon: 'trash' },
      keywords: 'ljfl qy tf 投放 清运 排污 分类 指南 waste sorting',
      help: [
        '桶到 90% 自动派清运任务，拍照或桶自己报空后结束。结余＝投放减清运。准确率只算设备识别过的投放。没设类别的桶不会自动开门。',
        'From 90% on a bin makes a clearing task, ended by a photo or by the bin itself. The balance is what was dropped less what was collected. Only recognised drops count for the rate. A bin of which nobody said what it takes does not open by itself.',
      ],
      load: () => import('./waste.tsx'),
    },
  ],
  records: [{ subject: 'waste', icon: 'trash', path: () => '/waste?tab=tasks' }],
}
