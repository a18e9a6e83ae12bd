import { type IntakeKind, intakeErrors } from '@liren/contract/capabilities/intake'
import { refuseWith } from '../../kernel/errors.ts'
import { hasTestVirus, hidesSomething } from '../../kernel/upload/dangers.ts'
import { inspect } from '../../kernel/upload/inspect.ts'
import { typeOf } from '../../kernel/upload/sniff.ts'
import { UnreadableWorkbook, unreadable } from '../../kernel/workbook/error.ts'
import { openWorkbook } from '../../kernel/workbook/read.ts'

/** What a piece is, whatever it is called; pictures are redrawn on the way. */
export interface Examined {
  readonly kind: IntakeKind
  readonly type: string
  readonly content: Buffer
  readonly columns: readonly string[]
  readonly rows: number | null
}

const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const mostColumns = 60
const bare = { columns: [], rows: null } as const

const dangerous = () => refuseWith(intakeErrors, 'file.dangerous')

/** Looks at the bytes themselves, and refuses what hides something or cannot be read. */
export async function examine(content: Buffer): Promise<Examined> {
  if (content.toString('latin1', 0, 4) === 'PK\x03\x04') {
    if (hasTestVirus(content)) throw dangerous()
    return { kind: 'table', type: sheetType, content, ...(await headOf(content)) }
  }
  if (content.length > 0 && (typeOf(content) === 'text' || startsAsMessage(content))) {
    if (hidesSomething(content)) throw dangerous()
    if (isMessage(content)) return { kind: 'message', type: 'application/json', content, ...bare }
    if (isTable(content)) return { kind: 'table', type: 'text/csv; charset=utf-8', content, ...(await headOf(content)) }
  }
  const { kind, type, main } = await inspect(content)
  return { kind: kind === 'image' ? 'image' : 'document', type, content: main, ...bare }
}

/** A message may be shorter than anything else that is taken. */
const startsAsMessage = (bytes: Buffer): boolean => bytes[0] === 0x7b || bytes[0] === 0x5b

export function isMessage(bytes: Buffer): boolean {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    return typeof value === 'object' && value !== null
  } catch {
    return false
  }
}

/** Two lines or more that are cut into the same number of cells, at least two. */
function isTable(bytes: Buffer): boolean {
  const lines = bytes.toString('utf8').split(/\r?\n/).slice(0, 20)
  const [head = '', ...rest] = lines.filter((line) => line.trim() !== '')
  return [',', '\t', ';'].some((sign) => {
    const cells = head.split(sign).length
    return cells > 1 && rest.length > 0 && rest.every((line) => line.split(sign).length === cells)
  })
}

/** The first row that says anything is the head; what stands under it is counted. */
async function headOf(bytes: Buffer): Promise<Pick<Examined, 'columns' | 'rows'>> {
  try {
    const sheet = await openWorkbook(bytes)
    let columns: string[] | undefined
    let rows = 0
    for await (const { cells } of sheet.rows) {
      const texts = cells.map((cell) => cell?.text.trim() ?? '')
      if (texts.every((one) => one === '')) continue
      if (columns) rows++
      else columns = texts.slice(0, mostColumns).map((one) => one.slice(0, 60))
    }
    if (!columns || rows === 0) throw new UnreadableWorkbook('empty')
    return { columns, rows }
  } catch (error) {
    if (!(error instanceof UnreadableWorkbook)) throw error
    throw refuseWith(intakeErrors, 'intake.unreadable', { faults: [{ path: 'file', ...unreadable[error.code] }] })
  }
}
