import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'hazards',
      title: ['隐患台账', 'Hazards'],
      permission: 'hazard.read',
      menu: { group: 'work', order: 24, icon: 'alert' },
      keywords: 'yh yhtz 消防隐患 设施隐患 工单 hazard fire facility',
      help: [
        '消防和公共设施类告警自动成为隐患：立即生成工单并推送当班人员；Ⅰ级 1 分钟、Ⅱ级 2 分钟、Ⅲ级 5 分钟、Ⅳ级 30 分钟内无人收到即升级。\n按类别、类型、状态、位置、日期查询，统计与列表同口径；点开一行看全过程。',
        'Alarms of fire safety and facilities are hazards: each has a work order at once and is pushed to whoever is on duty; what reaches nobody within 1, 2, 5 or 30 minutes by level goes upwards.\nFind them by area, kind, state, place and day; the figures count the same rows; a row opens its whole course.',
      ],
      load: () => import('./hazards.tsx'),
    },
    {
      path: 'hazards/roster',
      title: ['值班表', 'Roster'],
      permission: 'hazard.read',
      menu: { group: 'work', order: 25, icon: 'clock' },
      keywords: 'zbb pb 排班 值守 duty roster shift',
      help: [
        '为小区、楼幢或区域排消防和公共设施两类值班，按星期和时段，跨夜填到次日；可设起止日期。\n当班人员收到工单推送；没有排班的时段推送给管理人员。',
        'Turns of duty for fire safety and for facilities at an estate, a building or an area, by weekday and hour; hours past midnight end on the next day; a first and last day may be set.\nWhoever is on duty gets the work order; where nobody is, managers do.',
      ],
      load: () => import('./roster.tsx'),
    },
    {
      path: 'hazards/key-places',
      title: ['重点部位', 'Key places'],
      permission: 'hazard.read',
      menu: { group: 'work', order: 26, icon: 'flag' },
      keywords: 'zdbw xc 巡查 巡检 设施 风险点 key place inspection risk',
      help: [
        '登记消防控制室、水泵房、配电房、电梯等重点部位，设巡查周期和项目。巡查逐项给出结果，不合格须写明情况，下次巡查合格后消除。\n安全状态：有Ⅰ、Ⅱ级隐患为险情未除；有其他隐患或巡查问题为有隐患；逾期未巡查为待巡查；其余为正常。',
        'Keep fire control rooms, pump rooms, power rooms, lifts and other key places with what is looked at there and how often. Each item gets its answer; what is wrong is said in words and stays until an inspection finds it right.\nDanger: a hazard of level I or II; faults: any other hazard or finding; due: not inspected in time; else safe.',
      ],
      load: () => import('./key-places.tsx'),
    },
    {
      path: 'hazards/report',
      title: ['安全月报', 'Safety report'],
      permission: 'hazard.read',
      menu: { group: 'work', order: 27, icon: 'chart' },
      keywords: 'aqyb yb 月报 总体评价 安全评价 monthly report evaluation',
      help: [
        '选择小区和月份，查看风险点状态、巡查、隐患和安防事件，可导出工作簿或打印。\n评价：有险情为较差；有隐患或巡查覆盖率低于 90% 为一般；其余为良好。',
        'Choose an estate and a month: how risk points stand, inspections, hazards and security events; export it as a workbook or print it.\nPoor: danger anywhere; fair: faults, or less than 90 % of places inspected; else good.',
      ],
      load: () => import('./safety-report.tsx'),
    },
  ],
  panels: [
    {
      key: 'hazards',
      title: ['隐患', 'Hazards'],
      subjects: ['house', 'building'],
      permission: 'hazard.read',
      load: () => import('./place-hazards.tsx'),
    },
  ],
  records: [{ subject: 'hazard', icon: 'alert', path: (id) => `/hazards?id=${id}` }],
}
