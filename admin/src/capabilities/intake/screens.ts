import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'data/intake',
      title: ['数据归集', 'Intake'],
      permission: 'intake.read',
      menu: { group: 'data', order: 64, icon: 'plus' },
      keywords:
        'sjgj guiji huiju jieru biaoge xiaoxi tupian wendang 汇聚 接入 表格 消息 图片 文档 摘要 intake ingest table json picture document',
      help: [
        '外部数据由这里统一进入：表格（xlsx、csv）、JSON 消息、图片、文档，单个不超过 10 MB。系统按内容而不是文件名判断类别，隐藏脚本、压缩包、程序或无法读取的一律拒收。每份都登记来源、类别、大小、SM3 摘要、空间与级别，内容加密保存。\n有查看权限的人员可在本空间查到并打开 L1、L2 级；L3 以上的归集、查找与打开都须单独授权。每次打开记入审计。',
        'Data of others come in here: tables (xlsx, csv), JSON messages, pictures and documents up to 10 MB each. What a file is follows from its content and not from its name; whatever hides a script, an archive or a program, or cannot be read, is refused. Each piece is catalogued with source, kind, size, SM3 digest, place and grade, and kept sealed.\nWhoever may see the intake finds and opens L1 and L2 at their places; from L3 on bringing, finding and opening need a right of their own. Each opening is in the audit trail.',
      ],
      load: () => import('./intake.tsx'),
    },
  ],
}
