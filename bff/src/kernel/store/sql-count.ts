import { AsyncLocalStorage } from 'node:async_hooks'

export interface Tally {
  readonly statements: string[]
}

interface Counting extends Tally {
  readonly outer: Counting | undefined
}

const counting = new AsyncLocalStorage<Counting>()

/** Noted by the store for every statement except those that only open and close transactions. */
export function noteStatement(sql: string): void {
  for (let tally = counting.getStore(); tally; tally = tally.outer) tally.statements.push(sql)
}

/** Runs the work and tells which statements it sent to the database, those of its callees included. */
export async function countStatements<T>(work: () => Promise<T>): Promise<{ result: T; count: number; statements: readonly string[] }> {
  const tally: Counting = { statements: [], outer: counting.getStore() }
  const result = await counting.run(tally, work)
  return { result, count: tally.statements.length, statements: tally.statements }
}
