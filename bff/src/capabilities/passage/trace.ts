import type { BodyOf } from '@liren/contract'
import { type passageEndpoints, passageErrors } from '@liren/contract/capabilities/passage'
import { titleOf } from '../../engines/archive/present.ts'
import { valuesOf } from '../../engines/archive/row.ts'
import { refuseWith } from '../../kernel/errors.ts'
import { wholeHouse } from '../../kernel/http/access.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, type Condition, combine } from '../../kernel/store/condition.ts'
import { underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { during, ofPlate, pageOfPassages } from './list.ts'
import { presentPresence } from './presence.ts'
import { presentPassages } from './present.ts'
import { type PresenceRow, presencePlateAt } from './row.ts'
import { fileToTrace } from './subject.ts'

type Body = BodyOf<typeof passageEndpoints.trace>
const longestMs = 400 * 86_400_000
const why = 'passages of a file that the asker reaches and gave a reason for'

/** Where one person or vehicle went. The file must be within reach of tracing and of reading; the reason stays in the audit. */
export async function trace(kernel: Kernel, ctx: Pick<RequestContext, 'scope' | 'principal' | 'now' | 'tx' | 'audit'>, body: Body) {
  const { principal, tx } = ctx
  const [from, to] = [body.from, body.to].map((at) => (at === undefined ? undefined : Date.parse(at)))
  if (from !== undefined && to !== undefined && (to <= from || to - from > longestMs)) throw refuseWith(passageErrors, 'passage.range')
  const { definition, file } = await fileToTrace(kernel, ctx, body.subject, body.id)
  const values = valuesOf(kernel, definition, file, definition.title)
  const plate = body.subject === 'vehicle' ? String(values.plate ?? '') : ''
  const own: Condition = body.subject === 'person' ? among('p.person_id', [file.id]) : ofPlate(kernel, plate)
  const where = [
    own,
    // the file was reached; from then on it matters not where its gates stand
    underPlaces('p.place_path', wholeHouse.places),
    { sql: 'p.kind = ?', params: [body.subject] },
    ...during(body),
    ...(body.gateId === undefined ? [] : [among('p.gate_id', [body.gateId])]),
    ...(body.direction === undefined ? [] : [among('p.direction', [body.direction])]),
  ]
  const filters = { id: body.id, from: body.from, to: body.to, gateId: body.gateId, direction: body.direction }
  const paging = { cursor: body.cursor, limit: body.limit ?? 50, filters, order: body.order, tx }
  const page = await pageOfPassages(kernel, wholeHouse, where, paging)
  const all = combine('AND', where)
  const counts = (column: 'hour' | 'day') =>
    unscoped<{ at: string | number; passes: number }>(
      kernel.store,
      why,
      {
        sql: `SELECT p.${column} AS at, COUNT(*) AS passes FROM passages p WHERE ${all.sql} GROUP BY p.${column} ORDER BY p.${column}`,
        params: all.params,
      },
      tx,
    )
  ctx.audit({
    subject: body.subject,
    subjectId: file.id,
    placePath: file.place_path,
    reason: body.reason,
    after: { from: body.from ?? null, to: body.to ?? null },
  })
  return {
    title: titleOf(principal, definition, values),
    presence: await presenceOf(
      kernel,
      body.subject === 'person' ? among('person_id', [file.id]) : among('plate_index', kernel.sealer.blindIndexes(plate, presencePlateAt)),
      tx,
    ),
    ...{ items: await presentPassages(kernel, principal, page.items, ctx.now, tx), next: page.next },
    hours: (await counts('hour')).map(({ at, passes }) => ({ hour: Number(at), passes: Number(passes) })),
    days: (await counts('day')).map(({ at, passes }) => ({ day: String(at), passes: Number(passes) })),
  }
}

async function presenceOf(kernel: Kernel, where: Condition, tx: Tx) {
  const [row] = await unscoped<PresenceRow>(
    kernel.store,
    why,
    { sql: `SELECT * FROM presences WHERE ${where.sql}`, params: where.params },
    tx,
  )
  return row ? presentPresence(row) : null
}
