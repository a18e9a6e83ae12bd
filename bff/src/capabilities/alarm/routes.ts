import type { AnyEndpoint } from '@liren/contract'
import { type AlarmAction, alarmActionNames, alarmEndpoints as e } from '@liren/contract/capabilities/alarm'
import { type RequestContext, type Route, route } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { fileLinks } from '../file/read.ts'
import { act } from './actions.ts'
import { alarmOverview, findAlarm, listAlarms, wholeAlarm } from './load.ts'
import { presentAlarm, presentSummary } from './present.ts'

export function alarmRoutes(kernel: Kernel): Route[] {
  const viewerOf = ({ principal, now }: Pick<RequestContext, 'principal' | 'now'>) => ({
    principal,
    now,
    link: fileLinks(kernel, principal, now),
  })

  const actionRoute = (action: AlarmAction): Route =>
    route(e[action] as AnyEndpoint, async (ctx) => {
      const { id } = ctx.params as { id: string }
      await act(kernel, action, await findAlarm(kernel, ctx.scope, ctx.principal, id, ctx.tx), ctx)
      return presentAlarm(await wholeAlarm(kernel, ctx.scope, ctx.principal, id, ctx.tx), viewerOf(ctx))
    })

  return [
    route(e.list, async (ctx) => {
      const page = await listAlarms(kernel, ctx.scope, ctx.principal, ctx.query)
      return { items: page.items.map((row) => presentSummary(row, viewerOf(ctx))), next: page.next }
    }),
    route(e.overview, (ctx) => alarmOverview(kernel, ctx.scope, ctx.principal)),
    route(e.read, async (ctx) => presentAlarm(await wholeAlarm(kernel, ctx.scope, ctx.principal, ctx.params.id), viewerOf(ctx))),
    ...alarmActionNames.map(actionRoute),
  ]
}
