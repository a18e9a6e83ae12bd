import type { BodyOf } from '@liren/contract'
import {
  type HintModel,
  type HintModelState,
  type hintEndpoints,
  hintErrors,
  hintModelNames,
  hintModelSpec,
} from '@liren/contract/capabilities/hint'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext, Scope } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { type KnownPlace, placeById } from '../place/read.ts'
import type { SwitchRow } from './row.ts'
import { paramsOf } from './run.ts'

/** A community that the asker answers for, wholly or with some of its places. */
async function communityWithin(kernel: Kernel, scope: Scope, id: string, wholly: boolean, tx?: Tx): Promise<KnownPlace> {
  const place = await placeById(kernel, id, tx)
  const covers = (path: string) => place !== undefined && (place.path.startsWith(path) || (!wholly && path.startsWith(place.path)))
  if (place?.kind !== 'community' || !scope.places.some(covers)) throw refuseWith(hintErrors, 'hint.community')
  return place
}

function present(name: HintModel, row: SwitchRow | undefined): HintModelState {
  const spec = hintModelSpec(name)
  const [confirmed, rejected] = [Number(row?.n_confirmed ?? 0), Number(row?.n_rejected ?? 0)]
  return {
    ...{ name, version: spec.version, isOn: Number(row?.is_on ?? 0) === 1, params: paramsOf(spec, row?.params ?? '{}') },
    metrics: {
      ...{ raised: Number(row?.n_raised ?? 0), confirmed, rejected, cleared: Number(row?.n_cleared ?? 0) },
      precision: confirmed + rejected === 0 ? null : confirmed / (confirmed + rejected),
    },
    lastRunAt: row?.ran_at == null ? null : iso(Number(row.ran_at)),
    stateVersion: Number(row?.version ?? 0),
  }
}

export async function listModels(kernel: Kernel, scope: Scope, communityId: string): Promise<HintModelState[]> {
  const place = await communityWithin(kernel, scope, communityId, false)
  const rows = await kernel.store.rows<SwitchRow>('SELECT * FROM hint_switches WHERE community_id = ?', [place.id])
  return hintModelNames.map((name) =>
    present(
      name,
      rows.find(({ model }) => model === name),
    ),
  )
}

type Body = BodyOf<typeof hintEndpoints.saveModel>

/** Switches a model on or off for one community. What it raised stays until its evidence is gone or somebody judged it. */
export async function saveModel(kernel: Kernel, ctx: RequestContext, body: Body): Promise<HintModelState> {
  const place = await communityWithin(kernel, ctx.scope, body.communityId, true, ctx.tx)
  const spec = hintModelSpec(body.model)
  const faults = Object.entries(body.params).flatMap(([name, value]) => {
    const param = spec.params[name]
    if (param && Number.isInteger(value) && value >= param.min && value <= param.max) return []
    const limits = param ? `${param.min}–${param.max}` : ''
    return [{ path: `body.params.${name}`, zh: `须为整数 ${limits}`.trim(), en: `A whole number ${limits}`.trim() }]
  })
  if (faults.length > 0) throw refuseWith(hintErrors, 'hint.param', { faults })
  const values = { is_on: Number(body.isOn), params: JSON.stringify(body.params) }
  const done =
    body.version === 0
      ? await insertOnce(
          kernel.store,
          'hint_switches',
          { model: body.model, community_id: place.id, place_path: place.path, ...values },
          ctx.tx,
        )
      : (await kernel.store.run(
          'UPDATE hint_switches SET is_on = ?, params = ?, ran_at = NULL, version = version + 1 WHERE model = ? AND community_id = ? AND version = ?',
          [values.is_on, values.params, body.model, place.id, body.version],
          ctx.tx,
        )) === 1
  if (!done) throw refuse('stale')
  ctx.audit({
    ...{ subject: 'hint-model', subjectId: body.model, placePath: place.path },
    after: { isOn: body.isOn, params: JSON.stringify(body.params) },
  })
  const [row] = await kernel.store.rows<SwitchRow>(
    'SELECT * FROM hint_switches WHERE model = ? AND community_id = ?',
    [body.model, place.id],
    ctx.tx,
  )
  return present(body.model, row)
}
