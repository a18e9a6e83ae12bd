import type { BodyOf } from '@liren/contract'
import type { AdmissionRule, passageEndpoints } from '@liren/contract/capabilities/passage'
import { refuse } from '../../kernel/errors.ts'
import type { RequestContext, Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { scopedRows, underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { pathsAbove, placeById } from '../place/read.ts'

interface RuleRow {
  readonly place_id: string
  readonly place_path: string
  readonly is_on: number
  readonly unknown_plate: 'temporary' | 'refuse'
  readonly is_fuzzy: number
  readonly version: number
  readonly name: string
}

const most = 500

const present = (row: RuleRow): AdmissionRule => ({
  ...{ place: { id: row.place_id, name: row.name }, isOn: Number(row.is_on) === 1, unknown: row.unknown_plate },
  ...{ isFuzzy: Number(row.is_fuzzy) === 1, version: Number(row.version) },
})

/** The rule of the nearest place above a gate that has one. */
export async function ruleFor(kernel: Kernel, placePath: string, tx: Tx): Promise<RuleRow | undefined> {
  const above = among('place_path', pathsAbove(placePath))
  const rows = await unscoped<RuleRow>(
    kernel.store,
    'a barrier follows the rule of its place, whoever set it',
    { sql: `SELECT * FROM admission_rules WHERE ${above.sql}`, params: above.params },
    tx,
  )
  return rows.sort((a, b) => b.place_path.length - a.place_path.length)[0]
}

async function readRules(kernel: Kernel, scope: Scope, placeId: string | undefined, tx?: Tx): Promise<AdmissionRule[]> {
  const under = underPlaces('r.place_path', scope.places)
  const [one, params] = placeId === undefined ? ['', []] : [' AND r.place_id = ?', [placeId]]
  const sql = `SELECT r.*, p.name FROM admission_rules r JOIN places p ON p.id = r.place_id WHERE ${under.sql}${one} ORDER BY r.place_path LIMIT ${most}`
  const rows = await scopedRows<RuleRow>(kernel.store, scope, 'admission_rules', { sql, params: [...under.params, ...params] }, tx)
  return rows.map(present)
}

export const listRules = (kernel: Kernel, scope: Scope): Promise<AdmissionRule[]> => readRules(kernel, scope, undefined)

/** Who decides at the barriers of a place from now on. */
export async function saveRule(
  kernel: Kernel,
  { scope, tx, now }: Pick<RequestContext, 'scope' | 'tx' | 'now'>,
  placeId: string,
  { isOn, unknown, isFuzzy, version }: BodyOf<typeof passageEndpoints.saveRule>,
): Promise<{ before: AdmissionRule | undefined; after: AdmissionRule }> {
  const place = await placeById(kernel, placeId, tx)
  if (!place || !scope.places.some((path) => place.path.startsWith(path))) throw refuse('not-found')
  const [before] = await readRules(kernel, scope, placeId, tx)
  const values = { is_on: Number(isOn), unknown_plate: unknown, is_fuzzy: Number(isFuzzy), updated_at: now }
  const done =
    version === 0
      ? await insertOnce(kernel.store, 'admission_rules', { place_id: placeId, place_path: place.path, ...values, version: 1 }, tx)
      : (await kernel.store.run(
          'UPDATE admission_rules SET is_on = ?, unknown_plate = ?, is_fuzzy = ?, updated_at = ?, version = version + 1 WHERE place_id = ? AND version = ?',
          [values.is_on, unknown, values.is_fuzzy, now, placeId, version],
          tx,
        )) === 1
  if (!done) throw refuse('stale')
  return { before, after: { place: { id: place.id, name: place.name }, isOn, unknown, isFuzzy, version: version + 1 } }
}
