import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'energy',
      title: ['能耗', 'Energy'],
      permission: 'energy.read',
      menu: { group: 'things', order: 75, icon: 'bolt' },
      keywords: 'nh yn ynfx jn 能耗 用能 分项 节能 基准 表计 住户 电 水 气 热 energy meter submeter baseline feed',
      help: [
        '总览按日、用途与楼幢汇总，并与前一段同样天数相比；分项分析看小时。计量表、基准、公用事业接口与按时长维护在后两个标签里登记。电、水、燃气、冷热按用途、楼幢和面积汇总。节约＝7 天基准减 7 天用量。住户只看整幢合计，不足三户的楼幢不单列；单户用量要本户全体账号同意。',
        'The overview adds up by day, use and building beside as many days before; the analysis goes by the hour. Meters, baselines, feeds and upkeep are kept on the other tabs. Electricity, water, gas, heat and cold by use, building and area. Saved is the baseline of seven days less what was used. Homes show as sums of their building, and no building of fewer than three; a single home only when everybody of it with an account agreed.',
      ],
      load: () => import('./energy.tsx'),
    },
  ],
}
