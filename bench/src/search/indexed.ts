import { sqliteDriver } from '../../../bff/src/kernel/store/sqlite/driver.ts'

/** How many cases the index has reached, by the note it keeps of that; they are numbered without a gap. */
export function indexedCases(file: string): number {
  const { Database } = sqliteDriver()
  const db = new Database(file)
  try {
    const row = db.prepare("SELECT value FROM notes WHERE name = 'reached.repair'").get() as { value: string } | undefined
    return row?.value ? Number(row.value) + 1 : 0
  } finally {
    db.close()
  }
}
