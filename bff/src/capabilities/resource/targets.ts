import { type Fault, type Text, text } from '@liren/contract'
import { faultOf, type Values } from '@liren/contract/archive/index'
import type { ResourceKind } from '@liren/contract/capabilities/resource'
import { allArchives } from '../../engines/archive/known.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { tableEntries, tableGrades } from '../catalogue/read.ts'

export interface Target {
  readonly target: string
  readonly text: Text
  /** The table that holds it, by which it is graded. */
  readonly table: string | undefined
}

/** Everything of the house that a data resource can point to; files point to nothing but themselves. */
export function targetsOf(kernel: Kernel, kind: ResourceKind): Target[] {
  if (kind === 'archive')
    return allArchives(kernel)
      .filter(({ name }) => name !== 'resource')
      .map(({ name, text: said, table }) => ({ target: name, table, text: text(`${said.zh}档案`, `${said.en} records`) }))
  if (kind === 'dataset') return tableEntries.map(({ table, text: said }) => ({ target: table, table, text: said }))
  if (kind === 'interface')
    return kernel.surface.capabilities.flatMap(({ routes }) =>
      routes.map(({ endpoint }) => ({ target: endpoint.id, table: undefined, text: endpoint.summary })),
    )
  return []
}

const atOnce = 50

/** What may be chosen while somebody types; what another resource points to already is said. */
export async function listTargets(kernel: Kernel, kind: ResourceKind, q: string | undefined) {
  const typed = q?.toLowerCase() ?? ''
  const fit = targetsOf(kernel, kind).filter(
    ({ target, text: said }) => target.includes(typed) || said.zh.includes(typed) || said.en.toLowerCase().includes(typed),
  )
  const [grades, taken] = await Promise.all([tableGrades(kernel), takenOf(kernel, kind)])
  return {
    items: fit.slice(0, atOnce).map(({ target, text: said, table }) => ({
      ...{ target, text: said, isTaken: taken.has(target) },
      grade: table === undefined ? null : (grades.get(table) ?? null),
    })),
    isCut: fit.length > atOnce,
  }
}

async function takenOf(kernel: Kernel, kind: ResourceKind): Promise<Set<string>> {
  const statement = { sql: 'SELECT target FROM resources WHERE kind = ? AND target IS NOT NULL', params: [kind] }
  const rows = await unscoped<{ target: string }>(kernel.store, 'one thing is registered once, wherever that was done', statement)
  return new Set(rows.map(({ target }) => target))
}

/** A resource that points to nothing is worse than none. */
export const lostFaults = (kernel: Kernel, { kind, target }: Values): Fault[] =>
  typeof target !== 'string' || kind === 'file' || targetsOf(kernel, kind as ResourceKind).some((one) => one.target === target)
    ? []
    : [faultOf('target', '平台没有这个档案、数据表或接口', 'The house has no such archive, table or interface')]
