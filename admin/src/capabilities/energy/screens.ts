import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'energy-analysis',
      title: ['用能分析', 'Energy analysis'],
      permission: 'energy.read',
      menu: { group: 'things', order: 76, icon: 'chart' },
      keywords: 'ynfx jn nh 分项 节能 基准 住户 submeter baseline',
      help: [
        '电、水、燃气、冷热按用途、楼幢和面积汇总。节约＝7 天基准减 7 天用量。住户只看整幢合计，不足三户的楼幢不单列；单户用量要本户全体账号同意。',
        'Electricity, water, gas, heat and cold by use, building and area. Saved is the baseline of seven days less what was used. Homes show as sums of their building, and no building of fewer than three; a single home only when everybody of it with an account agreed.',
      ],
      load: () => import('./analysis.tsx'),
    },
  ],
}
