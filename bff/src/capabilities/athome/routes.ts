import type { Page, QueryOf } from '@liren/contract'
import { type Athome, type AthomeRow, type athomeEndpoints, athomeRule, athomeEndpoints as e } from '@liren/contract/capabilities/athome'
import { personArchive } from '@liren/contract/capabilities/person'
import { shown } from '../../engines/archive/present.ts'
import { valuesOf } from '../../engines/archive/row.ts'
import { refuse } from '../../kernel/errors.ts'
import { type RequestContext, type Route, route } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import { peopleById } from '../passage/read.ts'
import { pathsWithin, placeById } from '../place/read.ts'
import { clockOf, gather } from './gather.ts'
import { nameOf } from './refresh.ts'
import type { HouseRow } from './row.ts'
import { judge, type Verdict } from './rule.ts'
import { listSettings, saveSetting, switchOver } from './switches.ts'

type Asker = Pick<RequestContext, 'scope' | 'principal' | 'now'>

async function list(kernel: Kernel, { scope }: Asker, query: QueryOf<typeof athomeEndpoints.list>): Promise<Page<AthomeRow>> {
  const { cursor, limit = 20, state, placeId } = query
  const keys = keyset({ cursor }, ['place_path', 'house_id'], { state, placeId })
  const where = combine('AND', [
    underPlaces('place_path', scope.places),
    ...(placeId === undefined ? [] : [underPlaces('place_path', await pathsWithin(kernel, placeId))]),
    ...(state === undefined ? [] : [{ sql: 'state = ?', params: [state] }]),
    keys.seek(),
  ])
  const rows = await scopedRows<HouseRow>(kernel.store, scope, 'athome_houses', {
    sql: `SELECT * FROM athome_houses WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  const page = keys.page(rows, limit, (row) => [row.place_path, row.house_id])
  return {
    ...page,
    items: page.items.map((row) => ({
      ...{ houseId: row.house_id, name: row.name, state: row.state, reason: row.reason, people: Number(row.people) },
      confidence: row.confidence === null ? null : Number(row.confidence),
      ...{ judgedAt: iso(Number(row.judged_at)), changedAt: iso(Number(row.changed_at)) },
    })),
  }
}

const off: Verdict = { state: 'unknown', confidence: null, reason: 'off', passes: [], meters: [] }
const instant = (at: number | null): string | null => (at === null ? null : iso(at))

/** Judged at this moment, not as it was kept: whoever is about to go there knows what is known now. */
async function read(kernel: Kernel, { scope, principal, now }: Asker, id: string): Promise<Athome & { readonly path: string }> {
  const place = await placeById(kernel, id)
  if (place?.kind !== 'house' || place.isRetired || !scope.places.some((path) => place.path.startsWith(path))) throw refuse('not-found')
  const over = await switchOver(kernel, place.path)
  const isOn = Number(over?.is_on ?? 0) === 1
  const verdict = isOn ? judge((await gather(kernel, [place.id], now))(place.id), now, clockOf(kernel)) : off
  const people = await peopleById(
    kernel,
    verdict.passes.map(({ personId }) => personId),
  )
  const named = (personId: string): string => {
    const file = people.get(personId)
    const value = file && shown(principal, personArchive, valuesOf(kernel, personArchive, file, ['name'])).values.name
    return String(value ?? '***')
  }
  return {
    ...{ houseId: place.id, path: place.path, name: nameOf(place.fullName), state: verdict.state, reason: verdict.reason },
    ...{ confidence: verdict.confidence, people: verdict.passes.length, judgedAt: iso(now), isOn },
    ...{ purpose: isOn ? (over?.purpose ?? null) : null, ruleVersion: athomeRule.version },
    passes: verdict.passes.map((pass) => ({
      ...{ personId: pass.personId, name: named(pass.personId), sign: pass.sign, passageId: pass.passageId, at: instant(pass.at) },
      ...{ gate: pass.gate, likely: pass.likely },
    })),
    meters: verdict.meters.map(({ meter, sign, hours }) => ({
      ...{ meterId: meter.meterId, number: meter.number, carrier: meter.carrier, sign },
      // when a meter was read says nothing of the hours; a household that did not agree is left alone all the same
      readAt: sign === 'not-agreed' ? null : instant(meter.readAt),
      hours: hours.map(({ from, until, used, isActive }) => ({ from: iso(from), until: iso(until), used, isActive })),
    })),
  }
}

export const athomeRoutes = (kernel: Kernel): Route[] => [
  route(e.list, async (ctx) => {
    const page = await list(kernel, ctx, ctx.query)
    ctx.audit({
      subject: 'athome',
      subjectId: ctx.query.placeId ?? 'list',
      after: { houses: page.items.length, state: ctx.query.state ?? null },
    })
    return page
  }),
  route(e.read, async (ctx) => {
    const { path, ...judged } = await read(kernel, ctx, ctx.params.id)
    ctx.audit({ subject: 'house', subjectId: judged.houseId, placePath: path, after: { state: judged.state } })
    return judged
  }),
  route(e.settings, async ({ scope }) => ({ items: await listSettings(kernel, scope) })),
  route(e.saveSetting, async (ctx) => {
    const { before, after, path } = await saveSetting(kernel, ctx, ctx.body)
    const said = ({ isOn, purpose }: typeof after) => ({ isOn, purpose })
    ctx.audit({ subject: 'athome', subjectId: after.community.id, placePath: path, before: said(before), after: said(after) })
    return after
  }),
]
