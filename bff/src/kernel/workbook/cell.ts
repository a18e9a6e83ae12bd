/** A cell as it was found. The text is what a person would have typed; the rest says what to be careful about. */
export interface Cell {
  readonly text: string
  readonly kind?: 'number' | 'day' | 'flag'
  /** Its text was worked out by a formula when the file was last saved. */
  readonly isFormula?: true
  readonly fault?: CellFault
}

/** `long`: a number with more digits than a workbook keeps; `uncached`: a formula without its result; `error`: #N/A and the like. */
export type CellFault = 'long' | 'uncached' | 'error' | 'cut'

export interface SheetRow {
  /** As the workbook counts, from 1. */
  readonly number: number
  /** By column, from 0; absent ones are empty. */
  readonly cells: readonly (Cell | undefined)[]
}

export interface Merge {
  readonly fromRow: number
  readonly toRow: number
  readonly fromColumn: number
  readonly toColumn: number
}

export interface OpenSheet {
  readonly name: string
  /** Its days are counted from 1904. */
  readonly is1904: boolean
  /** Sheets that are there and not read; hidden ones are none of a reader's business but must be told of. */
  readonly hiddenSheets: readonly string[]
  readonly otherSheets: readonly string[]
  /** Can be walked once. */
  readonly rows: AsyncIterable<SheetRow>
  /** Known when all rows were walked. */
  readonly merges: readonly Merge[]
}

/** 0 → A, 27 → AB. */
export function columnName(index: number): string {
  let name = ''
  for (let rest = index; rest >= 0; rest = Math.floor(rest / 26) - 1) name = String.fromCharCode(65 + (rest % 26)) + name
  return name
}

export const cellAddress = (row: number, column: number): string => `${columnName(column)}${row}`

/** `AB12` → row 12, column 27. Undefined for what is no address. */
export function parseAddress(text: string): { row: number; column: number } | undefined {
  const match = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(text)
  if (!match) return undefined
  const column = [...(match[1] as string)].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
  return { row: Number(match[2]), column }
}
