import { wasteEndpoints as e } from '@liren/contract/capabilities/waste'
import { type Route, route } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { board, days, listTrips } from './board.ts'
import { guide, listItems, saveBin, saveItem } from './guide.ts'
import { cardOf, ownWaste } from './own.ts'
import { clearTask, listTasks } from './tasks.ts'

export const wasteRoutes = (kernel: Kernel): Route[] => [
  route(e.board, ({ scope, query, now }) => board(kernel, scope, query.placeId, now)),
  route(e.days, ({ scope, query }) => days(kernel, scope, query)),
  route(e.trips, ({ scope, query }) => listTrips(kernel, scope, query)),
  route(e.tasks, ({ scope, principal, query }) => listTasks(kernel, scope, principal, query)),
  route(e.clear, async (ctx) => {
    const task = await clearTask(kernel, ctx.params.id, ctx.body, ctx)
    ctx.audit({ subject: 'waste', subjectId: task.id, placePath: task.place.path, after: { state: task.state, proof: task.proof } })
    return task
  }),
  route(e.saveBin, async (ctx) => {
    const bin = await saveBin(kernel, ctx.params.id, ctx.body, ctx)
    ctx.audit({ subject: 'device', subjectId: bin.id, after: { kinds: bin.kinds } })
    return bin
  }),
  route(e.guide, ({ scope, query }) => guide(kernel, scope, query.q)),
  route(e.guideItems, ({ query }) => listItems(kernel, query)),
  route(e.saveItem, async (ctx) => {
    const item = await saveItem(kernel, ctx.body, ctx)
    ctx.audit({ subject: 'waste-item', subjectId: item.id, after: { name: item.name, kind: item.kind, isShown: item.isShown } })
    return item
  }),
  route(e.own, ({ scope }) => ownWaste(kernel, scope)),
  route(e.card, async (ctx) => {
    const card = await cardOf(kernel, ctx.body.houseId, ctx)
    ctx.audit({ subject: 'house', subjectId: card.houseId })
    return card
  }),
]
