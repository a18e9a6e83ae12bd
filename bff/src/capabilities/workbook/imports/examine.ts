import type { Fault, Text } from '@liren/contract'
import type { FieldValue, Values } from '@liren/contract/archive/index'
import { placeColumn } from '@liren/contract/capabilities/workbook'
import { type KnownPlace, placesOf } from '../../../engines/archive/place.ts'
import type { Scope } from '../../../kernel/http/route.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import type { Tx } from '../../../kernel/store/store.ts'
import type { Merge } from '../../../kernel/workbook/cell.ts'
import { convert } from '../records/convert.ts'
import type { Candidate, Importable } from '../records/importable.ts'
import type { Options } from '../records/options.ts'
import { placesNamed } from '../records/places.ts'
import type { KeptCells, SheetFacts } from './import-store.ts'

/** A fault or warning of one cell, or of the row where the column is empty. */
export interface Told extends Text {
  readonly column: string
}

export interface Examined {
  readonly values: Values
  readonly place: KnownPlace | undefined
  readonly faults: Told[]
  readonly warnings: Told[]
}

export interface Asked {
  readonly number: number
  readonly cells: KeptCells
}

export interface Surroundings {
  readonly target: Importable
  readonly options: Options
  readonly scope: Scope
  readonly base: KnownPlace
  /** Columns that the owner may not fill in. */
  readonly forbidden: ReadonlySet<string>
  readonly facts: Pick<SheetFacts, 'columns' | 'merges'> & { readonly is1904?: boolean }
}

const merged: Text = { zh: '合并单元格，请取消合并后逐行填写', en: 'A merged cell: split it and fill in every row' }
const notYours: Text = { zh: '无权填写', en: 'You may not write this' }
const needed: Text = { zh: '此项必填', en: 'This is required' }

/** Reads rows as the fields want them and finds their places; the store is asked once for all of them. */
export async function examine(kernel: Kernel, around: Surroundings, rows: readonly Asked[], tx?: Tx): Promise<Examined[]> {
  const { target, scope, base } = around
  const texts = rows.flatMap(({ cells }) => cells[placeColumn.key]?.text.trim() || [])
  const places = await placesNamed(kernel, scope, base, target.placeKinds, texts, tx)
  return rows.map((row) => {
    const read = readRow(around, row)
    const text = row.cells[placeColumn.key]?.text.trim() ?? ''
    const found = text === '' ? (target.placeKinds.includes(base.kind) ? base : { fault: needed }) : places.get(text)
    if (found && !('fault' in found)) return { ...read, place: found }
    return { ...read, place: undefined, faults: [...read.faults, { column: placeColumn.key, ...(found?.fault ?? needed) }] }
  })
}

function readRow({ target, options, facts, forbidden }: Surroundings, { number, cells }: Asked): Omit<Examined, 'place'> {
  const values: Record<string, FieldValue> = {}
  const [faults, warnings]: [Told[], Told[]] = [[], []]
  for (const { key, at } of facts.columns) {
    const cell = cells[key]
    if (!cell?.edited && facts.merges.some((area) => covers(area, number, at))) faults.push({ column: key, ...merged })
    const field = target.fields[key]
    if (!field) continue
    const read = convert(field, cell, options.get(key) ?? [], facts.is1904)
    if (read.value !== null) values[key] = read.value
    if (read.value !== null && forbidden.has(key)) faults.push({ column: key, ...notYours })
    faults.push(...read.faults.map((text) => ({ column: key, ...text })))
    warnings.push(...read.warnings.map((text) => ({ column: key, ...text })))
  }
  return { values, faults, warnings }
}

/** A merge within one row of columns that nobody fills in is a title; one that reaches further takes cells from rows. */
const covers = ({ fromRow, toRow, fromColumn, toColumn }: Merge, row: number, column: number): boolean =>
  row >= fromRow && row <= toRow && column >= fromColumn && column <= toColumn

/** What the rules of the record say of rows that could be read; a cell that could not is told of once. */
export async function judge(around: Surroundings, rows: readonly Examined[], tx?: Tx): Promise<Told[][]> {
  const { target, scope, base } = around
  // rules about values are told of rows without a place as well
  const candidates = rows.map(({ values, place }): Candidate => ({ values, place: place ?? base }))
  const found = await target.faultsOf(candidates, scope, tx)
  return rows.map(({ faults, place }, index) => {
    const known = new Set(faults.map(({ column }) => column))
    const more = (found[index] ?? [])
      .map(toldOf)
      .filter(({ column }) => !known.has(column))
      // what is worked out from the place says nothing where there is none
      .filter(({ column }) => place !== undefined || (column !== placeColumn.key && !target.fields[column]?.derived))
    const all = [...faults, ...more]
    return all.filter((one, at) => all.findIndex((other) => other.column === one.column && other.zh === one.zh) === at)
  })
}

const toldOf = ({ path, zh, en }: Fault): Told => ({
  column: path === 'body.placeId' ? placeColumn.key : path.replace('body.values.', ''),
  zh,
  en,
})

/** The base place as it stands now; without it nothing can be checked. */
export async function baseOf(kernel: Kernel, placeId: string, tx?: Tx): Promise<KnownPlace> {
  const place = (await placesOf(kernel, [placeId], tx)).get(placeId)
  if (!place) throw new Error(`the place ${placeId} of an import is gone`)
  return place
}
