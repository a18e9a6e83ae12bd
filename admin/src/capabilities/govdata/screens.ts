import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'data/govdata',
      title: ['政务数据', 'Government data'],
      permission: 'govdata.read',
      menu: { group: 'data', order: 63, icon: 'globe' },
      keywords: 'zwsj zhengwu gonggong shujv shouquan changjing henji 公共数据 授权编号 使用场景 留痕 追溯 government public data trace',
      help: [
        '每项政务数据登记提供单位、敏感级别、可用场景、使用规则，以及授权编号、授权用途和截止日。使用时选择场景、写明理由并指明档案；超出场景、级别不符、没有授权或授权到期的一律拒绝。数据从公共数据平台按授权编号与用途调取，加密保存，过期或授权结束后清除。\n每次使用（含被拒绝的）都记录谁、为什么、用了什么，“使用痕迹”按数据项汇总并可逐条追溯。目录与授权由安全管理员维护，社区干部使用，审计员可查看痕迹。',
        'Each item names its office, grade, the scenes it is for, its rule of use, and the authorisation with number, purpose and last day. To use it one chooses a scene, writes a reason and names the file; whatever is outside of the scenes, above the grade, or without an authorisation in force is refused. Data are pulled from the public data platform under that number and purpose, kept sealed, and cleared when out of date or no longer allowed.\nEvery use, refused ones too, is on record with who, why and what; the trace sums them up by item and lists each. Security keeps the register, officers use it, auditors see the trace.',
      ],
      load: () => import('./govdata.tsx'),
    },
  ],
}
