import { createHash } from 'node:crypto'

/** What a table holds: how many rows, and a digest that does not depend on their order. */
export interface TableCensus {
  readonly rows: number
  readonly digest: string
}
export type Census = Readonly<Record<string, TableCensus>>

const insertInto = /^INSERT INTO [`"]?(?:public["`]?\.[`"]?)?(\w+)/

/** The table that a statement puts a row into. */
export const tableOf = (line: string): string | undefined => insertInto.exec(line)?.[1]

/** Counts the rows of a database row by row, or of a dump line by line. */
export function createCensus() {
  const tables = new Map<string, { rows: number; sum: bigint }>()
  let current: { rows: number; sum: bigint } | undefined
  const of = (table: string) => {
    const known = tables.get(table) ?? { rows: 0, sum: 0n }
    tables.set(table, known)
    return known
  }
  const add = (to: { sum: bigint }, text: string) => {
    to.sum = (to.sum + createHash('sha256').update(text).digest().readBigUInt64BE()) & 0xffff_ffff_ffff_ffffn
  }
  return {
    table: (name: string): void => void of(name),
    row(table: string, text: string): void {
      const known = of(table)
      known.rows += 1
      add(known, text)
    },
    /** A line of a dump with one row per statement. A text with line breaks goes on in the lines after it. */
    line(line: string): void {
      const name = tableOf(line)
      if (name) {
        current = of(name)
        current.rows += 1
      } else if (
        line.startsWith('--') ||
        line.startsWith('/*') ||
        line === '' ||
        /^(CREATE|ALTER|DROP|LOCK|UNLOCK|SET|SELECT|DELIMITER|COPY)\b/.test(line)
      ) {
        current = undefined
      }
      if (current) add(current, line)
    },
    done: (): Census =>
      Object.fromEntries(
        [...tables]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, { rows, sum }]) => [name, { rows, digest: sum.toString(16).padStart(16, '0') }]),
      ),
  }
}

/** Where two countings differ, in sentences. */
export function differences(wanted: Census, found: Census): string[] {
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(found)])].sort()
  return names.flatMap((name) => {
    const [a, b] = [wanted[name] ?? { rows: 0, digest: '0'.repeat(16) }, found[name] ?? { rows: 0, digest: '0'.repeat(16) }]
    if (a.rows !== b.rows) return [`${name}: ${a.rows} rows were saved, ${b.rows} are there`]
    return a.digest === b.digest ? [] : [`${name}: ${a.rows} rows, but not the same ones`]
  })
}
