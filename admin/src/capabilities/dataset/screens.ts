import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'data/sets',
      title: ['数据集', 'Data sets'],
      permission: 'dataset.read',
      menu: { group: 'data', order: 61, icon: 'dictionary' },
      keywords:
        'sjj shujuji shenpi 审批 approve approval shuju bao fenceng yuanshi qingxi fuwu dingji fabu 数据包 分层 定级 原始 清洗 服务 data set package layer grade publish',
      help: [
        '数据集按用途封装：选定一个档案的若干字段、一处空间、使用对象（角色或接入应用）、数据层（原始、清洗、服务）和级别，经编制人和提交人以外的人审批同意并发布后才生效，每次发布都是一个版本。只有使用对象能看到和打开；L3 以上还须有该档案的查看权限，L4 须单独授权，原始层不对外。L3、L4 字段一律脱敏显示，每次查看都记入审计。\n接入应用按签名接口读取服务层数据集，其中的个人信息须先在“数据出口”申请并获批。社区干部定义、提交、发布与停用数据集，街道领导或另一名社区干部审批。',
        'A data set is put together for a purpose: fields of one archive at one place, its readers (roles or partners), a layer (raw, clean, service) and a grade. It counts once somebody who neither wrote nor submitted it approved it and it was published, each time as a new version. Only its readers find and open it; from L3 on they need to read that archive, L4 needs a right of its own, and raw data stay inside. L3 and L4 fields are always masked, and every look is in the audit trail.\nPartners read the service layer by the signed interface; what is personal leaves only after a request under “Ways out for data” was approved. Community officers define, submit, publish and retire data sets; leaders of the street or another officer approve them.',
      ],
      load: () => import('./datasets.tsx'),
    },
  ],
}
