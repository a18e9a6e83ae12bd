import type { BodyOf } from '@liren/contract'
import { longestTrackDays, mostTrackPoints, type passageEndpoints, passageErrors, type Track } from '@liren/contract/capabilities/passage'
import { vehicleArchive } from '@liren/contract/capabilities/vehicle'
import { titleOf } from '../../engines/archive/present.ts'
import { valuesOf } from '../../engines/archive/row.ts'
import { mask } from '../../kernel/crypto/mask.ts'
import { normalisePlate } from '../../kernel/crypto/normalise.ts'
import { refuseWith } from '../../kernel/errors.ts'
import { wholeHouse } from '../../kernel/http/access.ts'
import type { RequestContext, Scope } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, type Condition } from '../../kernel/store/condition.ts'
import { underPlaces } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { drawnPlaces } from '../map/read.ts'
import { during, ofPlate, pageOfPassages } from './list.ts'
import type { Placed } from './present.ts'
import { plateAt } from './row.ts'
import { fileToTrace } from './subject.ts'
import { vehicleOf } from './who.ts'

type Body = BodyOf<typeof passageEndpoints.track>
type Asker = Pick<RequestContext, 'scope' | 'principal' | 'tx' | 'audit'>

interface Traced {
  readonly id: string | null
  readonly title: string
  /** What the trail names where there is no file: the same plate always by the same sign, and readable to nobody. */
  readonly key: string
  readonly masked: string
  readonly own: Condition
  /** A file that was reached is followed wherever its gates stand; a car without one only where the asker is at work. */
  readonly within: Scope
  readonly placePath: string | undefined
}

/** The passage points of one person or plate in the order of time, as a map plays them; the trail keeps who asked and why. */
export async function track(kernel: Kernel, ctx: Asker, body: Body): Promise<Track> {
  const [from, to] = [Date.parse(body.from), Date.parse(body.to)]
  if (to <= from || to - from > longestTrackDays * 86_400_000) throw refuseWith(passageErrors, 'passage.track-range')
  const traced = await tracedBy(kernel, ctx, body)
  const { items: rows, next } = await pageOfPassages(
    kernel,
    traced.within,
    [traced.own, underPlaces('p.place_path', traced.within.places), among('p.kind', [body.subject]), ...during(body)],
    { cursor: undefined, limit: mostTrackPoints, filters: {}, order: 'oldest', tx: ctx.tx },
  )
  ctx.audit({
    ...{ subject: body.subject, subjectId: traced.id ?? traced.key, reason: body.reason },
    ...(traced.placePath === undefined ? {} : { placePath: traced.placePath }),
    after: { from: body.from, to: body.to, points: rows.length, ...(traced.id === null ? { plate: traced.masked } : {}) },
  })
  return {
    ...{ subject: body.subject, id: traced.id, title: traced.title },
    ...{ points: await presentPoints(kernel, rows, ctx.tx), isCut: next !== undefined },
  }
}

async function tracedBy(kernel: Kernel, ctx: Asker, body: Body): Promise<Traced> {
  const id = 'id' in body ? body.id : (await vehicleOf(kernel, body.plate, ctx.tx)).vehicleId
  if (id === null && 'plate' in body) {
    const plate = normalisePlate(body.plate)
    const title = titleOf(ctx.principal, vehicleArchive, { plate })
    const key = kernel.sealer.blindIndex(plate, plateAt).slice(0, 26)
    return { id, title, key, masked: mask('plate', plate), own: ofPlate(kernel, plate), within: ctx.scope, placePath: undefined }
  }
  const { definition, file } = await fileToTrace(kernel, ctx, body.subject, String(id))
  const values = valuesOf(kernel, definition, file, definition.title)
  return {
    ...{
      id: file.id,
      key: '',
      masked: '',
      title: titleOf(ctx.principal, definition, values),
      within: wholeHouse,
      placePath: file.place_path,
    },
    own: body.subject === 'person' ? among('p.person_id', [file.id]) : ofPlate(kernel, String(values.plate ?? '')),
  }
}

async function presentPoints(kernel: Kernel, rows: readonly Placed[], tx: Tx): Promise<Track['points']> {
  const places = await drawnPlaces(kernel, tx)
  return rows.map((row) => {
    const isNear = row.longitude === null || row.latitude === null
    const [longitude, latitude] = isNear ? (places.locate(row.place_path)?.at ?? [null, null]) : [row.longitude, row.latitude]
    return {
      ...{ id: row.id, at: iso(Number(row.passed_at)), direction: row.direction, method: row.method, result: row.result },
      gate: { id: row.gate_id, name: row.gate_name, place: row.gate_place, longitude, latitude, isNear },
    }
  })
}
