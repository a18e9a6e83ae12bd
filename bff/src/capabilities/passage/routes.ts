import { passageEndpoints as e } from '@liren/contract/capabilities/passage'
import { type Route, route } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { listRules, saveRule } from './admission-rules.ts'
import { countsOf } from './counts.ts'
import { bindCredential, endCredential, listCredentials } from './credentials.ts'
import { listEntrances } from './entrances.ts'
import { listGates, saveGate } from './gates.ts'
import { keepingOf, saveKeeping } from './keeping.ts'
import { listPassages } from './list.ts'
import { ownPassages } from './own.ts'
import { trace } from './trace.ts'
import { track } from './track.ts'
import { endWatch, listHits, listWatches, setWatch } from './watch.ts'

export const passageRoutes = (kernel: Kernel): Route[] => [
  route(e.list, (ctx) => listPassages(kernel, ctx, ctx.query)),
  route(e.gates, async ({ scope, query }) => ({ items: await listGates(kernel, scope, query.kind) })),
  route(e.counts, async ({ scope, query }) => ({ items: await countsOf(kernel, scope, query) })),
  route(e.saveGate, async (ctx) => {
    const { before, after } = await saveGate(kernel, ctx.scope, ctx.params.id, ctx.body, ctx.tx)
    ctx.audit({
      ...{ subject: 'device', subjectId: after.id },
      ...{
        before: { direction: before.direction, entrance: before.entrance },
        after: { direction: after.direction, entrance: after.entrance },
      },
    })
    return after
  }),
  route(e.trace, (ctx) => trace(kernel, ctx, ctx.body)),
  route(e.rules, async ({ scope }) => ({ items: await listRules(kernel, scope) })),
  route(e.saveRule, async (ctx) => {
    const { before, after } = await saveRule(kernel, ctx, ctx.params.id, ctx.body)
    ctx.audit({ subject: 'place', subjectId: after.place.id, ...(before ? { before: { ...before } } : {}), after: { ...after } })
    return after
  }),
  route(e.entrances, async ({ scope, query }) => ({ items: await listEntrances(kernel, scope, query.placeId) })),
  route(e.track, (ctx) => track(kernel, ctx, ctx.body)),
  route(e.own, (ctx) => ownPassages(kernel, ctx, ctx.query)),
  route(e.keeping, () => keepingOf(kernel)),
  route(e.saveKeeping, async (ctx) => {
    const before = await keepingOf(kernel, ctx.tx)
    const after = await saveKeeping(kernel, ctx.body, ctx.tx)
    ctx.audit({ subject: 'passage', subjectId: 'keeping', before: { ...before }, after: { ...after } })
    return after
  }),
  route(e.credentials, async ({ scope, query }) => ({ items: await listCredentials(kernel, scope, query.personId) })),
  route(e.bind, async (ctx) => {
    const bound = await bindCredential(kernel, ctx, ctx.body)
    ctx.audit({ subject: 'person', subjectId: ctx.body.personId, after: { credential: bound.id, kind: bound.kind } })
    return bound
  }),
  route(e.unbind, async (ctx) => {
    const { personId, placePath } = await endCredential(kernel, ctx, ctx.params.id, ctx.body)
    ctx.audit({ subject: 'person', subjectId: personId, placePath, reason: ctx.body.reason, before: { credential: ctx.params.id } })
  }),
  route(e.watches, (ctx) => listWatches(kernel, ctx.scope, ctx.principal, ctx.query)),
  route(e.watch, async (ctx) => {
    const watch = await setWatch(kernel, ctx, ctx.body)
    ctx.audit({ subject: 'plate-watch', subjectId: watch.id, reason: watch.reason, after: { level: watch.level, placeId: watch.place.id } })
    return watch
  }),
  route(e.unwatch, async (ctx) => {
    const { row, watch } = await endWatch(kernel, ctx, ctx.params.id, ctx.body)
    ctx.audit({
      subject: 'plate-watch',
      subjectId: row.id,
      placePath: row.place_path,
      reason: ctx.body.reason,
      after: { state: row.state },
    })
    return watch
  }),
  route(e.hits, (ctx) => listHits(kernel, ctx, ctx.query)),
]
