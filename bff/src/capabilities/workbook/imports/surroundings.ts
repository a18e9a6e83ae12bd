import type { Principal } from '../../../kernel/http/route.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import type { Tx } from '../../../kernel/store/store.ts'
import { actorOf, scopeOfBoth } from '../actor.ts'
import { importableCalled } from '../records/called.ts'
import type { Importable } from '../records/importable.ts'
import { optionsOf } from '../records/options.ts'
import { baseOf, type Surroundings } from './examine.ts'
import { factsOf, type ImportRecord } from './import-store.ts'

/** Somebody who may no longer do what was asked for: the work stops and says so. */
export class NoLongerAllowed extends Error {}

export interface ImportWork extends Surroundings {
  readonly actor: Principal
  readonly record: ImportRecord
}

/** Everything that a step of an import needs; the owner's rights are those of now, and never wider than when it was uploaded. */
export async function workOn(kernel: Kernel, record: ImportRecord, by?: Principal, tx?: Tx): Promise<ImportWork> {
  const target = importableCalled(kernel, record.archive, [record.place_path])
  const actor = by ?? (await actorOf(kernel, record.owner_id, record.at_end))
  if (!target || !actor) throw new NoLongerAllowed()
  const scope = reachOf(actor, target, JSON.parse(record.reach) as string[])
  if (!scope.places.some((path) => record.place_path.startsWith(path))) throw new NoLongerAllowed()
  return {
    target,
    actor,
    record,
    scope,
    options: await optionsOf(kernel, target, tx),
    base: await baseOf(kernel, record.place_id, tx),
    facts: factsOf(record),
    forbidden: new Set(target.forbiddenTo(actor)),
  }
}

export const reachOf = (actor: Principal, target: Importable, within?: readonly string[]) =>
  scopeOfBoth(actor, 'workbook.import', target.writePermission, within)
