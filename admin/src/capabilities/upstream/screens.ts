import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'data/outside',
      title: ['外部系统', 'Outside systems'],
      permission: ['upstream.read', 'upstream.occupants'],
      menu: { group: 'data', order: 62, icon: 'api' },
      keywords:
        'wbxt waibu xitong shengyu wuye tongbu shouquan huiru 省域应用 物业系统 同步 更新授权 业主授权 outside province property sync mandate',
      help: [
        '登记省域应用、物业系统等外部系统，按地点、档案和截止日授权其更新人员、房屋、车辆、公共空间。对方可以签名推送，也可以由平台按计划或“立即同步”取回变更；同一人、同一车按证件号、车牌、编码认出，不会重复建档，来源与时间记在档案上。\n不在授权范围的一律不写入，逐条列在同步记录里并记审计。“业主授权”列出业主在手机上同意由管理人员代为更新居住人员的房屋，过期或收回后不能再更新。',
        'Register systems of others, such as the provincial application or that of a property company, and grant what they may update: which files of which place, until when. They push signed changes, or are asked on schedule or at once. The same person, car or space is known by its number, plate or code, so no second file appears, and the file says who spoke and when.\nWhatever lies outside of the mandate is not written, listed row by row under the run, and on the audit trail. “By leave of owners” lists the houses whose owners let the managers update who lives there; over or taken back, it ends.',
      ],
      load: () => import('./upstream.tsx'),
    },
  ],
  records: [{ subject: 'upstream-system', icon: 'api', path: (id) => `/data/outside?id=${id}` }],
  panels: [
    {
      key: 'origins',
      title: ['外部来源', 'Outside origins'],
      subjects: ['person', 'house', 'vehicle', 'space'],
      permission: 'upstream.read',
      load: () => import('./origins-panel.tsx'),
    },
  ],
}
