import { bridge as contract } from '@liren/contract/capabilities/bridge'
import { commandChannel, devicesAfter, hasCommands, ingest, takeCommands } from '../../engines/thing/index.ts'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { route } from '../../kernel/http/route.ts'
import { rulesForBridge } from '../rule/read.ts'
import { listenFor } from '../stream/read.ts'
import { verifyCommandsAsk, verifyDevicesAsk, verifyRulesAsk } from './asks.ts'
import { listBridges, moveDevices, removeBridge, saveBridge } from './bridges.ts'
import { advanceChain, verifyBatch } from './chain.ts'
import { takeWords } from './edge/hand-over.ts'
import { edgeRetained, edgeRoutes, edgeWork, jobNews } from './edge/routes.ts'
import { lockNews, lockRetained, lockRoutes, lockWork } from './locks/routes.ts'
import { takeLockWords } from './locks/take.ts'
import { signedRules } from './signed-rules.ts'
import { refusalsAudited } from './strangers.ts'
import { holdOpen } from './wait.ts'

const e = contract.endpoints

/** What the device bridge and the platform tell each other: signed batches in; commands and the register out. */
export const bridge: CapabilityFactory = (kernel) => ({
  contract,
  placedTables: ['bridge_locks'],
  jobs: [...edgeWork(kernel), ...lockWork(kernel)],
  retained: [...edgeRetained, ...lockRetained],
  routes: [
    ...edgeRoutes(kernel),
    ...lockRoutes(kernel),
    route(
      e.receive,
      (ctx) => refusalsAudited(kernel, ctx, ctx.body.payload, verifyBatch(kernel, ctx.body)),
      async (ctx, signed) => {
        const { batch, bridge: sender, digest } = signed
        const isNew = await advanceChain(kernel, signed, ctx.now, ctx.tx)
        const told = { number: batch.number, digest }
        if (!isNew) return { ...told, applied: 0, repeated: batch.events.length, quarantined: 0, refused: 0 }
        const { tx, now, emit } = ctx
        const taken = await ingest(kernel, sender, batch.events, { tx, now, emit, listen: listenFor(kernel, ctx) })
        if (await takeWords(kernel, sender, batch.events, ctx.tx)) await ctx.emit(jobNews(sender.code))
        if (await takeLockWords(kernel, sender, batch.events, ctx.tx)) await ctx.emit(lockNews(sender.code))
        return { ...told, ...taken }
      },
    ),
    route(e.bridges, async () => ({ items: await listBridges(kernel) })),
    route(e.saveBridge, async (ctx) => {
      const saved = await saveBridge(kernel, ctx.params.code, ctx.body, ctx.now, ctx.tx)
      ctx.audit({ subject: 'bridge', subjectId: saved.code, after: { name: saved.name, isEnabled: saved.isEnabled } })
      await ctx.emit({ name: 'bridge.changed', subject: 'bridge', subjectId: saved.code, payload: {} })
      return saved
    }),
    route(e.moveDevices, async (ctx) => {
      const codes = { from: ctx.params.code, to: ctx.body.to }
      const done = await moveDevices(kernel, codes, { actor: ctx.principal, now: ctx.now, tx: ctx.tx })
      ctx.audit({ subject: 'bridge', subjectId: codes.from, after: { to: codes.to, moved: done.moved } })
      await ctx.emit({ name: 'bridge.changed', subject: 'bridge', subjectId: codes.from, payload: {} })
      return done
    }),
    route(e.removeBridge, async (ctx) => {
      const row = await removeBridge(kernel, ctx.params.code, ctx.query.version, ctx.now, ctx.tx)
      ctx.audit({ subject: 'bridge', subjectId: row.code, before: { name: row.name, isEnabled: row.is_enabled === 1 } })
      await ctx.emit({ name: 'bridge.changed', subject: 'bridge', subjectId: row.code, payload: {} })
    }),
    route(
      e.nextCommands,
      async (ctx) => {
        const asked = await refusalsAudited(kernel, ctx, ctx.body.payload, verifyCommandsAsk(kernel, ctx.body))
        const { bridge: asker, ask } = asked
        const has = (now: number) => hasCommands(kernel, asker.id, ask.after, now)
        await holdOpen(kernel, ctx.koa, { channel: commandChannel, id: asker.id, has })
        return asked
      },
      async (ctx, { bridge: asker, ask }) => {
        const now = kernel.clock.now()
        return { now, commands: await takeCommands(kernel, asker.id, ask.after, now, ctx.tx) }
      },
    ),
    route(
      e.nextDevices,
      (ctx) => refusalsAudited(kernel, ctx, ctx.body.payload, verifyDevicesAsk(kernel, ctx.body)),
      (ctx, { bridge: asker, ask }) => devicesAfter(kernel, asker, ask.afterRevision, ctx.tx),
    ),
    route(
      e.nextRules,
      (ctx) => refusalsAudited(kernel, ctx, ctx.body.payload, verifyRulesAsk(kernel, ctx.body)),
      async (ctx, { bridge: asker, ask }) => signedRules(kernel, ask, await rulesForBridge(kernel, asker.id, ask.revision, ctx.tx)),
    ),
  ],
})
