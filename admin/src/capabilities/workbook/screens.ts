import type { CapabilityScreens } from '../../app/nav/registry.ts'

export const screens: CapabilityScreens = {
  screens: [
    {
      path: 'workbooks',
      title: ['导入导出', 'Import and export'],
      permission: ['workbook.import', 'workbook.export'],
      menu: { group: 'data', order: 60, icon: 'job' },
      keywords: 'drdc daoru daochu excel xlsx csv 模板 批量',
      help: [
        '先下载模板填写，上传后试算，不会写入任何档案；错误按单元格列出，可在页面上改好再检查。确认后只导入无误的行，7 天内可整批撤销，已被他人修改的档案会保留并列出。\n导出按您的权限遮挡，带姓名、时间和编号水印，链接限时且仅本人可用。选择「交付给」接入应用时，得到平台签名、只有对方证书能打开的数据包。',
        'Fill in the template and upload it: the dry run writes nothing. Faults are listed by cell and corrected here. Only rows that are right are imported, and an import can be taken back for 7 days, but for files that others have changed.\nCopies are masked by your rights, marked with your name, the time and a number, and open for you alone for a time. Handed to a partner system, a copy is a package signed by the house that only its certificate opens.',
      ],
      load: () => import('./workbooks.tsx'),
    },
  ],
}
