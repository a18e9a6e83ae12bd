import { type Level, type Text, text } from '@liren/contract'
import { type Archive, isSealed } from '@liren/contract/archive/index'
import { storedFields } from '../../engines/archive/table.ts'
import { bookingColumns } from './words/booking.ts'
import { camerasColumns } from './words/cameras.ts'
import { casesColumns } from './words/cases.ts'
import { chargingColumns } from './words/charging.ts'
import { commonColumns } from './words/common.ts'
import { customColumns } from './words/custom.ts'
import { datasetColumns } from './words/dataset.ts'
import { edgeColumns } from './words/edge.ts'
import { energyColumns } from './words/energy.ts'
import { firmwareColumns } from './words/firmware.ts'
import { govdataColumns } from './words/govdata.ts'
import { hazardsColumns } from './words/hazards.ts'
import { noticeColumns } from './words/notice.ts'
import { peopleColumns } from './words/people.ts'
import { streamColumns } from './words/stream.ts'
import { supplyColumns } from './words/supply.ts'
import { systemColumns } from './words/system.ts'
import { thingsColumns } from './words/things.ts'
import { upstreamColumns } from './words/upstream.ts'
import { wasteColumns } from './words/waste.ts'
import { zonesColumns } from './words/zones.ts'
import type { ColumnWord, ColumnWords } from './words.ts'

/** Columns whose name means something else, or something more sensitive, in one table. */
const special: ColumnWords = {
  'device_commands.content': [3, '指令参数', 'Parameters of the command'],
  'housekeeper_words.content': [3, '消息内容', 'What was written'],
  'idempotency_keys.answer': [4, '已给出的应答', 'The answer that was given'],
  'users.class': [1, '账号类别', 'Class of the account'],
  'consent_texts.zh': [1, '告知文本（中文）', 'The text in Chinese'],
  'consent_texts.en': [1, '告知文本（英文）', 'The text in English'],
  'devices.owner': [1, '设备产权单位', 'Who owns the device'],
  'places.code': [1, '地点代码', 'Code of the place'],
}

const words: ColumnWords = {
  ...commonColumns,
  ...peopleColumns,
  ...thingsColumns,
  ...casesColumns,
  ...systemColumns,
  ...datasetColumns,
  ...edgeColumns,
  ...firmwareColumns,
  ...energyColumns,
  ...upstreamColumns,
  ...govdataColumns,
  ...wasteColumns,
  ...bookingColumns,
  ...streamColumns,
  ...supplyColumns,
  ...chargingColumns,
  ...customColumns,
  ...zonesColumns,
  ...hazardsColumns,
  ...camerasColumns,
  ...noticeColumns,
  ...special,
}

/** Personal and sensitive values that do not lie sealed, and what keeps them instead. */
const otherwise: Readonly<Record<string, { readonly by: 'digest' | 'wrapped' | 'plain'; readonly why: Text }>> = {
  password_hash: { by: 'digest', why: text('加盐慢速摘要', 'A slow digest with salt') },
  code_hash: { by: 'digest', why: text('摘要，短时有效', 'A digest, good for minutes') },
  token_hash: { by: 'digest', why: text('令牌只存摘要', 'Only the digest of the token') },
  secret_digest: { by: 'digest', why: text('设备密钥只存摘要', 'Only the digest of the secret') },
  wrapped: { by: 'wrapped', why: text('由主密钥加密', 'Under the key-encryption key') },
  'devices.sealed_secret': { by: 'wrapped', why: text('由平台密钥加密', 'Under a key of the house') },
  'rule_hooks.sealed_secret': { by: 'wrapped', why: text('由平台密钥加密', 'Under a key of the house') },
  temperature_c: { by: 'plain', why: text('只作通行时刻的读数，随通行记录清理', 'A reading of one moment; it goes with the passage') },
}

const levelOf = ([grade]: ColumnWord): Level => `L${grade}` as Level
const indexGrade: Level = 'L2'

export interface Graded {
  readonly text: Text
  readonly grade: Level | null
}

/** What the archives say of their own columns: the definition of a field is its grade. */
export function archiveGrades(archives: readonly Archive[]): Map<string, Graded> {
  const found = new Map<string, Graded>()
  for (const definition of archives)
    for (const { column, blindColumn, suffixColumn, field } of storedFields(definition)) {
      found.set(`${definition.table}.${column}`, { text: field.label, grade: field.level })
      const derived = (zh: string, en: string) => ({ text: text(`${field.label.zh}${zh}`, `${field.label.en}, ${en}`), grade: indexGrade })
      if (blindColumn) found.set(`${definition.table}.${blindColumn}`, derived('盲索引', 'blind index'))
      if (suffixColumn) found.set(`${definition.table}.${suffixColumn}`, derived('后四位盲索引', 'index of the last four'))
    }
  return found
}

/** The grade of a column that no archive defines; null where nobody gave it one. */
export function gradeOfColumn(table: string, column: string): Graded {
  const word = words[`${table}.${column}`] ?? words[column]
  return word ? { text: text(word[1], word[2]), grade: levelOf(word) } : { text: text(column, column), grade: null }
}

export const keptOtherwise = (table: string, column: string) => otherwise[`${table}.${column}`] ?? otherwise[column]

/** Whether the policy asks that values of this grade lie sealed. */
export const mustBeSealed = (grade: Level): boolean => isSealed({ level: grade })
