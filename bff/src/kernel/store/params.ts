import type { Param } from './connector.ts'
import type { SqlValue } from './store.ts'

/** The few types that all databases keep alike: flags as 0 and 1, instants as milliseconds. */
export function toParam(value: SqlValue): Param {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (value instanceof Date) return instant(value)
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError('A parameter of a statement is not a finite number')
  if (value === undefined) throw new TypeError('A parameter of a statement is undefined')
  return value
}

export const toParams = (values: readonly SqlValue[]): Param[] => values.map(toParam)

function instant(value: Date): number {
  const time = value.getTime()
  if (Number.isNaN(time)) throw new TypeError('A parameter of a statement is an invalid date')
  return time
}
