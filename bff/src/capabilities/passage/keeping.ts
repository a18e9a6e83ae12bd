import { passageErrors, shortestKeeping, usualKeeping } from '@liren/contract/capabilities/passage'
import { dayOf } from '../../kernel/background/daily.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { holdsOn } from '../retention/read.ts'

export interface Keeping {
  readonly vehicle: number
  readonly person: number
  readonly version: number
}

const name = 'all'
const dayMs = 86_400_000
const batch = 500

export async function keepingOf({ store }: Kernel, tx?: Tx): Promise<Keeping> {
  const [row] = await store.rows<{ vehicle_days: number; person_days: number; version: number }>(
    'SELECT vehicle_days, person_days, version FROM passage_keeping WHERE name = ?',
    [name],
    tx,
  )
  if (!row) return { ...usualKeeping, version: 0 }
  return { vehicle: Number(row.vehicle_days), person: Number(row.person_days), version: Number(row.version) }
}

/** What the standard asks at least cannot be undercut, by nobody. */
export async function saveKeeping({ store }: Kernel, wanted: Keeping, tx: Tx): Promise<Keeping> {
  const faults = (['vehicle', 'person'] as const).flatMap((kind) =>
    wanted[kind] < shortestKeeping[kind]
      ? [{ path: `body.${kind}`, zh: `至少 ${shortestKeeping[kind]} 天`, en: `At least ${shortestKeeping[kind]} days` }]
      : [],
  )
  if (faults.length > 0) throw refuseWith(passageErrors, 'passage.keeping-short', { faults })
  const values = { vehicle_days: wanted.vehicle, person_days: wanted.person }
  const done =
    wanted.version === 0
      ? await insertOnce(store, 'passage_keeping', { name, ...values }, tx)
      : (await store.run(
          'UPDATE passage_keeping SET vehicle_days = ?, person_days = ?, version = version + 1 WHERE name = ? AND version = ?',
          [wanted.vehicle, wanted.person, name, wanted.version],
          tx,
        )) === 1
  if (!done) throw refuse('stale')
  return { ...wanted, version: wanted.version + 1 }
}

/** Lets go of what is older than it has to be; what a legal hold keeps stays. Pictures go with their passage by the rules of uploads. */
export async function forgetPassages(kernel: Kernel): Promise<number> {
  const keeping = await keepingOf(kernel)
  let gone = 0
  for (const kind of ['vehicle', 'person'] as const) {
    // a row that somebody wrote past us undercuts nothing either
    const days = Math.max(keeping[kind], shortestKeeping[kind])
    const before = kernel.clock.now() - days * dayMs
    for (let after = 0, last = '', rows = await older(kernel, kind, before, after, last); rows.length > 0; ) {
      const held = await holdsOn(
        kernel,
        kind,
        rows.flatMap(({ subject }) => subject ?? []),
      )
      const ids = rows.filter(({ subject }) => subject === null || !held.has(subject)).map(({ id }) => id)
      const some = among('id', ids)
      if (ids.length > 0) gone += await kernel.store.run(`DELETE FROM passages WHERE ${some.sql}`, some.params)
      const end = rows.at(-1) as OldRow
      ;[after, last] = [Number(end.passed_at), end.id]
      rows = await older(kernel, kind, before, after, last)
    }
    await kernel.store.run('DELETE FROM passage_counts WHERE kind = ? AND day < ?', [
      kind,
      dayOf(kernel.clock.now() - 1095 * dayMs, kernel.config.LIREN_TIME_ZONE),
    ])
  }
  return gone
}

interface OldRow {
  readonly id: string
  readonly passed_at: number
  readonly subject: string | null
}

const older = (kernel: Kernel, kind: 'vehicle' | 'person', before: number, after: number, id: string) =>
  unscoped<OldRow>(kernel.store, 'what is older than it has to be goes, whoever it was', {
    sql: `SELECT id, passed_at, ${kind}_id AS subject FROM passages WHERE kind = ? AND passed_at < ? AND (passed_at > ? OR (passed_at = ? AND id > ?))
          ORDER BY passed_at, id LIMIT ${batch}`,
    params: [kind, before, after, after, id],
  })
