import { type CatalogueFault, domainCodes } from '@liren/contract/capabilities/catalogue'
import type { FieldEntry } from './entries.ts'
import { mustBeSealed } from './grades.ts'
import type { Steward } from './stewards.ts'
import { tableEntries } from './tables.ts'

export interface Fault {
  readonly fault: CatalogueFault
  readonly name: string
}

/** What the catalogue lacks of the schema: a table or field nobody entered, a grade without what it asks for. */
export function schemaFaults(fields: readonly FieldEntry[], tables: readonly { table: string }[] = tableEntries): Fault[] {
  const found: Fault[] = []
  const there = new Set(fields.map(({ table }) => table))
  for (const table of new Set(fields.flatMap((field) => (field.domain === undefined ? [field.table] : []))))
    found.push({ fault: 'table-unknown', name: table })
  for (const { table } of tables) if (!there.has(table)) found.push({ fault: 'table-gone', name: table })
  for (const { table, column, grade, protection, why } of fields) {
    const name = `${table}.${column}`
    if (grade === null) found.push({ fault: 'field-ungraded', name })
    else if (protection === 'sealed' && !mustBeSealed(grade)) found.push({ fault: 'field-undergraded', name })
    else if (protection !== 'sealed' && why === undefined && mustBeSealed(grade)) found.push({ fault: 'field-unsealed', name })
  }
  return found
}

/** Kinds of data for which nobody was named yet. */
export const stewardFaults = (stewards: ReadonlyMap<string, Steward>): Fault[] =>
  domainCodes.flatMap((name) => {
    const steward = stewards.get(name)
    return steward?.responsible && steward.manager ? [] : [{ fault: 'steward-missing', name } as const]
  })
