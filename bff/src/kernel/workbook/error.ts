import type { Text } from '@liren/contract'

/** Why a file cannot be read at all. What is wrong in one row is no reason: that is told of the row. */
export const unreadable = {
  'not-a-workbook': {
    zh: '不是表格文件，请使用 xlsx 或 csv（可下载模板填写）',
    en: 'Not a workbook: use xlsx or csv, or fill in the template',
  },
  'old-format': { zh: '这是旧版 xls 文件，请在表格软件中另存为 xlsx', en: 'This is an old xls file: save it as xlsx' },
  protected: { zh: '文件有打开密码，请取消密码后再上传', en: 'The file asks for a password: remove it and upload again' },
  damaged: { zh: '文件已损坏或不完整', en: 'The file is damaged or incomplete' },
  bomb: { zh: '文件解压后过大，已拒收', en: 'The file unpacks to far more than it may and was refused' },
  dangerous: { zh: '文件包含不安全的内容，已拒收', en: 'The file contains dangerous content and was refused' },
  'too-many-rows': { zh: '一次最多导入 20000 行，请分成几个文件', en: 'At most 20000 rows at once: split the file' },
  'too-many-columns': { zh: '列数过多，请使用模板', en: 'Too many columns: use the template' },
  'unknown-letters': { zh: '文字编码无法识别，请存为 UTF-8 或 GB18030', en: 'The encoding is not known: save it as UTF-8 or GB18030' },
  empty: { zh: '表格里没有数据', en: 'There is nothing in the workbook' },
  'no-head': { zh: '没有找到表头，请使用模板的列名', en: 'No head was found: use the column names of the template' },
  'columns-missing': { zh: '缺少必填列', en: 'Required columns are missing' },
  'columns-twice': { zh: '有重复的列', en: 'Columns stand there twice' },
  secret: {
    zh: '文件标有国家秘密标志，本平台不处理涉密数据',
    en: 'The file is marked as a state secret: this platform does not process such data',
  },
} as const satisfies Record<string, Text>

export type UnreadableCode = keyof typeof unreadable

export class UnreadableWorkbook extends Error {
  readonly code: UnreadableCode
  /** Names of columns or sheets that it is about. */
  readonly about: readonly string[]
  constructor(code: UnreadableCode, about: readonly string[] = [], options?: { cause?: unknown }) {
    super(`${code}: ${unreadable[code].en}`, options)
    this.name = 'UnreadableWorkbook'
    this.code = code
    this.about = about
  }
}
