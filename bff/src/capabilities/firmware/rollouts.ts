import type { BodyOf, QueryOf } from '@liren/contract'
import { type firmwareEndpoints, mostTargets, type Rollout, type RolloutState, rolloutErrors } from '@liren/contract/capabilities/firmware'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import type { Principal, RequestContext, Scope } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'
import { type Candidate, closedTo, devicesOfProduct, groupPlace } from '../device/read.ts'
import { placeById, placesById } from '../place/read.ts'
import { canBeRolled, isSigned, knownProduct, productsById } from './packages.ts'
import { type PackageRow, packageById, type RolloutRow, rolloutWithin } from './row.ts'

type Start = BodyOf<typeof firmwareEndpoints.start>
type Choice = Pick<Start, 'packageId' | 'placeId' | 'groupId' | 'from'>
type Asking = Pick<RequestContext, 'principal' | 'scope'>
type Writing = Pick<RequestContext, 'principal' | 'scope' | 'tx' | 'now'>

/** Where it happens: the place or group that was named, or all that whoever asks may command. */
async function ground(kernel: Kernel, { scope }: Asking, { placeId, groupId }: Choice, tx?: Tx): Promise<{ id: string; path: string }> {
  const named = groupId === undefined ? undefined : await groupPlace(kernel, scope, groupId, tx)
  if (groupId !== undefined && !named) throw refuseWith(rolloutErrors, 'firmware.place-unknown')
  if (placeId === undefined && named) return named
  const place = placeId === undefined ? (await placesByPath(kernel, scope.places.slice(0, 1), tx))[0] : await placeById(kernel, placeId, tx)
  if (!place || !scope.places.some((path) => place.path.startsWith(path))) throw refuseWith(rolloutErrors, 'firmware.place-unknown')
  return place
}

const placesByPath = (kernel: Kernel, paths: readonly string[], tx?: Tx): Promise<{ id: string; path: string }[]> => {
  const where = among('path', paths)
  return kernel.store.rows<{ id: string; path: string }>(`SELECT id, path FROM places WHERE ${where.sql}`, where.params, tx)
}

interface Chosen {
  readonly pack: PackageRow
  readonly place: { readonly id: string; readonly path: string }
  /** To be told. */
  readonly devices: readonly Candidate[]
  readonly same: number
  readonly unreachable: number
}

/** Devices that a roll-out would tell; whoever runs the version already, or cannot be told by this person, is counted apart. */
export async function choose(kernel: Kernel, ctx: Asking, choice: Choice, tx?: Tx): Promise<Chosen> {
  const pack = await packageById(kernel, choice.packageId, tx)
  if (pack.withdrawn_at !== null) throw refuseWith(rolloutErrors, 'firmware.withdrawn')
  if (!isSigned(kernel, pack)) throw refuseWith(rolloutErrors, 'firmware.broken')
  if (!canBeRolled((await knownProduct(kernel, pack.product_id, tx)).protocol)) throw refuseWith(rolloutErrors, 'firmware.protocol')
  const place = await ground(kernel, ctx, choice, tx)
  const wanted = {
    ...{ productId: pack.product_id, groupId: choice.groupId, from: choice.from },
    place: choice.placeId === undefined ? undefined : place.path,
  }
  const all = await devicesOfProduct(kernel, ctx.scope, wanted, mostTargets + 1, tx)
  if (all.length > mostTargets) throw refuseWith(rolloutErrors, 'firmware.too-many')
  const others = all.filter(({ firmware }) => firmware !== pack.release_word)
  const bridged = others.filter(({ bridge_id }) => bridge_id !== null)
  const closed = await closedTo(
    kernel,
    bridged.map(({ id }) => id),
    ctx.principal,
    tx,
  )
  const devices = bridged.filter(({ id }) => !closed.has(id))
  return { pack, place, devices, same: all.length - others.length, unreachable: others.length - devices.length }
}

const stepOf = (nth: number, first: number, perStep: number): number => (nth < first ? 1 : 2 + Math.floor((nth - first) / perStep))

export async function startRollout(kernel: Kernel, ctx: Writing, body: Start): Promise<RolloutRow> {
  const { pack, place, devices } = await choose(kernel, ctx, body, ctx.tx)
  if (devices.length === 0) throw refuseWith(rolloutErrors, 'firmware.nobody')
  const id = kernel.ids.next()
  const row = {
    ...{ id, package_id: pack.id, product_id: pack.product_id, place_id: place.id, place_path: place.path, reason: body.reason },
    ...{ state: 'running', first_count: body.first, step_count: body.perStep, most_failures: body.mostFailures },
    ...{ holds_after_first: body.holdsAfterFirst, patience_minutes: body.patienceMinutes },
    ...{ step: 1, steps: stepOf(devices.length - 1, body.first, body.perStep), total: devices.length },
    ...{ started_by: ctx.principal.id, started_name: ctx.principal.name.slice(0, 60), started_at: ctx.now },
  }
  await insertOnce(kernel.store, 'firmware_rollouts', row, ctx.tx)
  for (let at = 0; at < devices.length; at += 200) {
    const part = devices.slice(at, at + 200)
    const values: SqlValue[] = part.flatMap((one, i) => [
      ...[id, one.id, one.place_path, stepOf(at + i, body.first, body.perStep), 'queued', one.firmware, ctx.now],
    ])
    await kernel.store.run(
      `INSERT INTO firmware_targets (rollout_id, device_id, place_path, step, state, before_word, changed_at)
       VALUES ${part.map(() => '(?, ?, ?, ?, ?, ?, ?)').join(', ')}`,
      values,
      ctx.tx,
    )
  }
  return rolloutWithin(kernel, ctx.scope, id, ctx.tx)
}

type Action = Rollout['can'][number]
const from: Readonly<Record<Action, readonly RolloutState[]>> = {
  pause: ['running'],
  resume: ['paused', 'halted'],
  stop: ['running', 'paused', 'halted'],
}
const into = { pause: 'paused', resume: 'running', stop: 'stopped' } as const

/** A person's word about a roll-out. Who was told already comes to its own end; who was not is told nothing more. */
export async function moveRollout(
  kernel: Kernel,
  ctx: Writing,
  id: string,
  action: Action,
  { reason, version }: BodyOf<typeof firmwareEndpoints.stop>,
): Promise<RolloutRow> {
  const before = await rolloutWithin(kernel, ctx.scope, id, ctx.tx)
  if (!from[action].includes(before.state)) throw refuseWith(rolloutErrors, 'firmware.rollout-state')
  if (action === 'resume' && (await packageById(kernel, before.package_id, ctx.tx)).withdrawn_at !== null)
    throw refuseWith(rolloutErrors, 'firmware.withdrawn')
  const left =
    action === 'stop'
      ? await kernel.store.run(
          "UPDATE firmware_targets SET state = 'skipped', cause = 'stopped', changed_at = ? WHERE rollout_id = ? AND state = 'queued'",
          [ctx.now, id],
          ctx.tx,
        )
      : 0
  const forgiven = action === 'resume' ? Number(before.failed) + Number(before.silent) : Number(before.forgiven)
  const changed = await kernel.store.run(
    `UPDATE firmware_rollouts SET state = ?, state_reason = ?, forgiven = ?, skipped = skipped + ?, ended_at = ?, version = version + 1
     WHERE id = ? AND version = ? AND state = ?`,
    [into[action], reason, forgiven, left, action === 'stop' ? ctx.now : null, id, version, before.state],
    ctx.tx,
  )
  if (changed !== 1) throw refuse('stale')
  return rolloutWithin(kernel, ctx.scope, id, ctx.tx)
}

export async function pageOfRollouts(
  kernel: Kernel,
  { scope, principal, query }: Asking & { query: QueryOf<typeof firmwareEndpoints.rollouts> },
) {
  const { cursor, limit = 20, state } = query
  const keys = keyset({ cursor }, ['id desc'], { state })
  const where = combine('AND', [
    underPlaces('place_path', scope.places),
    keys.seek(),
    ...(state === undefined ? [] : [{ sql: 'state = ?', params: [state] }]),
  ])
  const rows = await scopedRows<RolloutRow>(kernel.store, scope, 'firmware_rollouts', {
    sql: `SELECT * FROM firmware_rollouts WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  const page = keys.page(rows, limit, (row) => [row.id])
  return { ...page, items: await presentRollouts(kernel, principal, page.items) }
}

function actionsOn(principal: Principal, row: RolloutRow): Rollout['can'] {
  const isTheirs = scopeOf(principal).places.some((path) => row.place_path.startsWith(path))
  return isTheirs ? (Object.keys(from) as Action[]).filter((action) => from[action].includes(row.state)) : []
}
const scopeOf = (principal: Principal): Scope => scopeWith(principal, 'firmware.roll', 'place')

export async function presentRollouts(kernel: Kernel, principal: Principal, rows: readonly RolloutRow[], tx?: Tx): Promise<Rollout[]> {
  const idsOf = (column: 'product_id' | 'place_id' | 'package_id') => [...new Set(rows.map((row) => row[column]))]
  const products = await productsById(kernel, idsOf('product_id'), tx)
  const places = await placesById(kernel, idsOf('place_id'), tx)
  const some = among('id', idsOf('package_id'))
  const packages = new Map(
    rows.length === 0
      ? []
      : (
          await kernel.store.rows<Pick<PackageRow, 'id' | 'release_word' | 'withdrawn_at'>>(
            `SELECT id, release_word, withdrawn_at FROM firmware_packages WHERE ${some.sql}`,
            some.params,
            tx,
          )
        ).map((row) => [row.id, row] as const),
  )
  return rows.map((row) => {
    const pack = packages.get(row.package_id)
    return {
      ...{ id: row.id, reason: row.reason, state: row.state, stateReason: row.state_reason, version: row.version },
      package: { id: row.package_id, release: pack?.release_word ?? '', isWithdrawn: pack?.withdrawn_at != null },
      product: { id: row.product_id, name: products.get(row.product_id)?.name ?? '' },
      place: { id: row.place_id, name: places.get(row.place_id)?.fullName ?? '' },
      ...{ first: row.first_count, perStep: row.step_count, mostFailures: row.most_failures, patienceMinutes: row.patience_minutes },
      ...{ holdsAfterFirst: row.holds_after_first === 1, step: row.step, steps: row.steps, total: row.total },
      ...{ done: row.done, failed: row.failed, silent: row.silent, skipped: row.skipped },
      ...{ startedAt: iso(Number(row.started_at)), startedBy: row.started_name },
      endedAt: row.ended_at === null ? null : iso(Number(row.ended_at)),
      can: actionsOn(principal, row),
    }
  })
}
