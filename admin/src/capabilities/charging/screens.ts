import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'charging',
      title: ['充电设施', 'Charging'],
      permission: 'charging.read',
      menu: { group: 'things', order: 76, icon: 'bolt' },
      keywords: 'cdz cdss ddzxc gh 充电桩 充电口 电动自行车 规划 charging ebike port',
      help: [
        '充电设施登记额定电压与频率后才能启用；桩上报的输入电压超出 198–242 V 或频率超出 49–51 Hz 即告警。规划按车辆档案里的电动自行车数与每口服务辆数算出缺口。',
        'A charger runs once its rated voltage and frequency are on file; an input outside 198–242 V or 49–51 Hz, as the charger measures it, raises an alarm. The plan sets the e-bikes of the vehicle archive against the ports.',
      ],
      load: () => import('./charging.tsx'),
    },
  ],
}
