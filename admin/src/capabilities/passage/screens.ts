import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'passages',
      title: ['通行记录', 'Passages'],
      permission: 'passage.read',
      menu: { group: 'work', order: 44, icon: 'go' },
      keywords: 'txjl tongxing 道闸 门禁 车辆进出 passage gate',
      help: [
        '人员和车辆经过门、道闸的记录，由设备上报。可按道口、方向、时间、车牌筛选；姓名与车牌按权限遮挡。查询一个人的轨迹须写明事由，会留下记录。\n车辆记录至少保存 180 天。',
        'People and vehicles through doors and barriers, told by their devices. Filter by gate, way, time and plate; names and plates are masked by permission. Asking for the track of one person needs a stated reason and goes on record.\nRecords of vehicles are kept for 180 days at least.',
      ],
      load: () => import('./passages.tsx'),
    },
  ],
  records: [{ subject: 'passage', icon: 'go', path: () => '/passages' }],
}
