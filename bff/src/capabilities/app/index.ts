import type { End } from '@liren/contract'
import { app as contract } from '@liren/contract/capabilities/app'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import { route } from '../../kernel/http/route.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { catalogue } from './catalogue.ts'

const e = contract.endpoints

interface ShelfRow {
  app_code: string
  at_end: End
  place_id: string
  place_path: string
  place_name: string | null
  is_on: number
  changed_by: string
  changed_at: number
}

const presentShelf = (row: ShelfRow) => ({
  placeId: row.place_id === '' ? null : row.place_id,
  placeName: row.place_name,
  end: row.at_end,
  on: row.is_on === 1,
  changedAt: new Date(row.changed_at).toISOString(),
  changedBy: row.changed_by,
})

/** The nearest rule decides: the estate's own, else that of the place around it, else everywhere, else on. */
function isOnShelf(rules: readonly ShelfRow[], code: string, end: End, placePath: string): boolean {
  const fitting = rules.filter((rule) => rule.app_code === code && rule.at_end === end && placePath.startsWith(rule.place_path))
  const nearest = fitting.sort((a, b) => b.place_path.length - a.place_path.length)[0]
  return nearest === undefined || nearest.is_on === 1
}

/** Which applications there are, and where they are on the shelf. */
export const app: CapabilityFactory = (kernel) => {
  const { store } = kernel
  const rules = (tx?: Tx) => store.rows<ShelfRow>('SELECT * FROM app_shelves', [], tx)
  const versions = async (tx?: Tx) =>
    new Map(
      (await store.rows<{ code: string; version: number }>('SELECT code, version FROM apps', [], tx)).map((row) => [row.code, row.version]),
    )
  const placeOf = async (id: string, tx?: Tx) =>
    (await store.rows<{ path: string; name: string }>('SELECT path, name FROM places WHERE id = ? AND is_retired = 0', [id], tx))[0]

  return {
    contract,
    routes: [
      route(e.tiles, async (ctx) => {
        const { end, placeId } = ctx.query
        const place = placeId === undefined ? undefined : await placeOf(placeId)
        const known = await rules()
        return { items: catalogue.filter((one) => one.ends.includes(end) && isOnShelf(known, one.code, end, place?.path ?? '/')) }
      }),

      route(e.mine, async (ctx) => {
        const [row] = await store.rows<{ codes: string }>('SELECT codes FROM app_orders WHERE user_id = ?', [ctx.principal.id])
        return { codes: row ? (JSON.parse(row.codes) as string[]) : [] }
      }),

      route(e.arrange, async (ctx) => {
        const codes = [...new Set<string>(ctx.body.codes)].filter((code) => catalogue.some((one) => one.code === code))
        const row = { user_id: ctx.principal.id, codes: JSON.stringify(codes) }
        if (!(await insertOnce(store, 'app_orders', row, ctx.tx)))
          await store.run('UPDATE app_orders SET codes = ? WHERE user_id = ?', [row.codes, row.user_id], ctx.tx)
        return { codes }
      }),

      route(e.list, async (ctx) => {
        const known = await rules()
        const seen = known.filter((rule) => rule.place_id === '' || ctx.scope.places.some((path) => rule.place_path.startsWith(path)))
        const current = await versions()
        return {
          items: catalogue.map((one) => ({
            ...one,
            ends: [...one.ends],
            shelf: seen.filter((rule) => rule.app_code === one.code).map(presentShelf),
            version: current.get(one.code) ?? 0,
          })),
        }
      }),

      route(e.shelve, async (ctx) => {
        const { code } = ctx.params
        const { placeId, end, on, reason, version } = ctx.body
        const spec = catalogue.find((one) => one.code === code)
        if (!spec) throw refuse('not-found')
        if (!spec.ends.includes(end)) throw refuseWith(e.shelve.errors, 'app.not-for-this-end')
        const place = placeId === null ? { path: '/', name: null } : await placeOf(placeId, ctx.tx)
        if (!place) throw refuse('not-found')
        // a rule for everywhere is for those who answer for the whole tree
        const roots = await store.rows<{ path: string }>('SELECT path FROM places WHERE parent_id IS NULL', [], ctx.tx)
        const covers = (path: string) => ctx.scope.places.some((mine) => path.startsWith(mine))
        if (placeId === null ? !roots.every((root) => covers(root.path)) : !covers(place.path))
          throw refuse(placeId === null ? 'permission.denied' : 'not-found')
        await insertOnce(store, 'apps', { code, version: 0 }, ctx.tx)
        const changed = await store.run('UPDATE apps SET version = version + 1 WHERE code = ? AND version = ?', [code, version], ctx.tx)
        if (changed !== 1) throw refuse('stale')
        await store.run('DELETE FROM app_shelves WHERE app_code = ? AND at_end = ? AND place_id = ?', [code, end, placeId ?? ''], ctx.tx)
        await store.run(
          `INSERT INTO app_shelves (id, app_code, at_end, place_id, place_path, place_name, is_on, reason, changed_by, changed_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          [kernel.ids.next(), code, end, placeId ?? '', place.path, place.name, on ? 1 : 0, reason || null, ctx.principal.name, ctx.now],
          ctx.tx,
        )
        ctx.audit({ subjectId: code, placePath: place.path, ...(reason ? { reason } : {}), after: { end, on, place: place.name } })
        await ctx.emit({
          name: 'app.shelved',
          subject: 'app',
          subjectId: code,
          payload: { end, on, placePath: place.path },
          live: { placePath: place.path, permission: 'app.read' },
        })
        const shelf = (await rules(ctx.tx)).filter((rule) => rule.app_code === code).map(presentShelf)
        return { code, shelf, version: version + 1 }
      }),
    ],
  }
}
