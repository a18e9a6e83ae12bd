import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'zones',
      title: ['防区', 'Zones'],
      permission: 'zone.read',
      menu: { group: 'work', order: 22, icon: 'lock' },
      keywords: 'fq zhoujie zj 周界 布防 撤防 zone perimeter arm',
      help: [
        '防区启用前须有小区设计表、地图边界、探测器、覆盖图和无遗漏的走测。布防时触发即告警，撤防时只记入边界记录。\n可按计划自动布防撤防；手动操作保持到计划的下一个时刻，每次都留姓名和原因。',
        'Before use a zone needs the design form of its estate, its boundary on the map, a detector, the coverage drawing and a walk test that missed nothing. Armed it raises alarms; disarmed it only writes in the book.\nA plan arms and disarms by itself; what is done by hand holds until the next time of the plan, with name and reason.',
      ],
      load: () => import('./zones.tsx'),
    },
    {
      path: 'zones/book',
      title: ['边界记录', 'Book of the boundary'],
      permission: 'zone.read',
      menu: { group: 'work', order: 23, icon: 'list' },
      keywords: 'bjjl 入侵 周界记录 intrusion history boundary',
      help: [
        '每一次触发都有一行：时间、时长、分类、设备、位置和处理结果。布防时的行连着告警，撤防时的行只作记录。可按防区、状态、位置和日期查询。',
        'Every crossing has a line: when, how long, of what class, by which device, where, and what came of it. Lines of an armed zone lead to their alarm; the others are a record only. Find them by zone, state, place and day.',
      ],
      load: () => import('./book.tsx'),
    },
    {
      path: 'zones/coverage',
      title: ['防区覆盖', 'Coverage of zones'],
      permission: 'zone.read',
      keywords: 'fgbg 覆盖报告 设计表 coverage design',
      help: [
        '按小区列出尚未设置的防区类型，以及各防区缺少的探测器、摄像机、边界、覆盖图和走测。设计表在这里填写；没有它，小区的防区不能启用。',
        'Estate by estate: kinds of zone that nobody set up, and what each zone lacks of detectors, cameras, boundary, drawing and walk test. The design form is filled in here; without it no zone of the estate can be put to use.',
      ],
      load: () => import('./coverage.tsx'),
    },
  ],
  records: [{ subject: 'zone', icon: 'lock', path: (id) => `/zones?id=${id}` }],
}
