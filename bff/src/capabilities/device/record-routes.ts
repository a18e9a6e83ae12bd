import { device as contract } from '@liren/contract/capabilities/device'
import { type RequestContext, type Route, route } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { mayCommand, readAccess, setAccess } from './access.ts'
import { createGroup, listGroups, removeGroup, setGroup } from './groups.ts'
import { listHistory } from './history.ts'
import { importDevices } from './import.ts'
import { moveDevice, serveDevice } from './lifecycle.ts'
import { canDo } from './policy.ts'
import { findByCode, findDevice, listDevices, listQuarantine } from './read.ts'
import { removeDevice } from './remove.ts'
import { reportDevices } from './report.ts'
import { type DeviceRow, presentConnection, presentDevice } from './row.ts'
import { issueSecret } from './secret.ts'
import { adoptDevice, createDevice, refuseFound, updateDevice } from './write.ts'

const e = contract.endpoints

/** Which end a record came from: people write by hand, applications through the interface. */
const originOf = ({ principal }: Pick<RequestContext, 'principal'>) =>
  principal.kind === 'app' ? ('interface' as const) : ('manual' as const)

const facts = (row: DeviceRow) => ({ code: row.code, name: row.name, stage: row.stage, place: row.place_path })

export function recordRoutes(kernel: Kernel): Route[] {
  /** What roles allow here, less what was said of this one device. */
  const allowed = async ({ principal }: Pick<RequestContext, 'principal'>, row: DeviceRow) => {
    const can = canDo(principal, row)
    const commands = can.some((action) => action === 'command' || action === 'command-dangerous')
    if (!commands || (await mayCommand(kernel, row.id, principal))) return can
    return can.filter((action) => action !== 'command' && action !== 'command-dangerous')
  }
  const shown = async (ctx: Pick<RequestContext, 'principal'>, row: DeviceRow) => ({
    device: presentDevice(row),
    connection: ctx.principal.permissions.has('device.manage') ? presentConnection(row) : null,
    can: await allowed(ctx, row),
  })
  const written = async (ctx: RequestContext, id: string, before?: DeviceRow) => {
    const row = await findDevice(kernel, ctx.scope, id, ctx.tx)
    ctx.audit({
      subject: 'device',
      subjectId: id,
      placePath: row.place_path,
      ...(before ? { before: facts(before) } : {}),
      after: facts(row),
    })
    const told = { subject: 'device', subjectId: id, payload: { type: 'record', at: ctx.now } }
    await ctx.emit({ ...told, name: 'device.changed', live: { placePath: row.place_path, permission: 'device.read' } })
    // Its own word: what a device says all day must not have its record read again.
    await ctx.emit({ ...told, name: 'device.recorded' })
    return presentDevice(row)
  }
  const moves = (['activate', 'maintain', 'stop', 'resume', 'retire'] as const).map((move) =>
    route(e[move], async (ctx) => {
      const before = await moveDevice(kernel, ctx.params.id, move, ctx.body, ctx)
      return written(ctx, before.id, before)
    }),
  )
  return [
    route(e.list, (ctx) => listDevices(kernel, ctx.scope, ctx.query)),
    route(e.read, async (ctx) => shown(ctx, await findDevice(kernel, ctx.scope, ctx.params.id))),
    route(e.byCode, async (ctx) => shown(ctx, await findByCode(kernel, ctx.scope, ctx.params.code))),
    route(e.report, (ctx) => reportDevices(kernel, ctx.scope)),
    route(e.quarantine, (ctx) => listQuarantine(kernel, ctx.query)),
    route(e.adopt, async (ctx) => {
      await adoptDevice(kernel, ctx.params.id, ctx.body, ctx)
      return written(ctx, ctx.params.id)
    }),
    route(e.refuseFound, async (ctx) => {
      const row = await refuseFound(kernel, ctx.params.id, ctx.body, ctx)
      ctx.audit({ subject: 'device', subjectId: row.id, reason: ctx.body.reason, before: { code: row.code, bridge: row.bridge_code } })
    }),
    route(e.create, async (ctx) => written(ctx, await createDevice(kernel, ctx.body, originOf(ctx), ctx))),
    route(e.update, async (ctx) => {
      const before = await updateDevice(kernel, ctx.params.id, ctx.body, ctx)
      return written(ctx, before.id, before)
    }),
    ...moves,
    route(e.remove, async (ctx) => {
      const row = await removeDevice(kernel, ctx.params.id, ctx.query.version, ctx)
      ctx.audit({ subject: 'device', subjectId: row.id, placePath: row.place_path, before: facts(row) })
      const told = { subject: 'device', subjectId: row.id, payload: { type: 'record', at: ctx.now } }
      await ctx.emit({ ...told, name: 'device.changed', live: { placePath: row.place_path, permission: 'device.read' } })
      await ctx.emit({ ...told, name: 'device.recorded' })
    }),
    route(e.serve, async (ctx) => {
      const before = await serveDevice(kernel, ctx.params.id, ctx.body, ctx)
      return written(ctx, before.id, before)
    }),
    route(e.issueSecret, async (ctx) => {
      const issued = await issueSecret(kernel, ctx.params.id, ctx.body.version, ctx)
      ctx.audit({ subject: 'device', subjectId: ctx.params.id })
      return issued
    }),
    route(e.history, async (ctx) => {
      await findDevice(kernel, ctx.scope, ctx.params.id)
      return listHistory(kernel, ctx.params.id, ctx.query)
    }),
    route(e.importMany, async (ctx) => {
      const done = await importDevices(kernel, ctx.body, originOf(ctx) === 'interface' ? 'interface' : 'import', ctx)
      for (const id of done.ids)
        await ctx.emit({ name: 'device.recorded', subject: 'device', subjectId: id, payload: { type: 'record', at: ctx.now } })
      ctx.audit({ subject: 'device', after: { rows: done.rows, created: done.created, faults: done.faults.length } })
      return { rows: done.rows, created: done.created, faults: done.faults }
    }),
    route(e.access, (ctx) => readAccess(kernel, ctx.scope, ctx.params.id)),
    route(e.setAccess, async (ctx) => {
      const { before, after } = await setAccess(kernel, ctx.params.id, ctx.body, ctx)
      const { place_path } = await findDevice(kernel, ctx.scope, ctx.params.id, ctx.tx)
      const told = (entries: readonly { effect: string; kind: string; id: string }[]) =>
        entries.map(({ effect, kind, id }) => `${effect} ${kind} ${id}`)
      const was = before.map((row) => ({ effect: row.effect, kind: row.subject_kind, id: row.subject_id }))
      ctx.audit({
        subject: 'device',
        subjectId: ctx.params.id,
        placePath: place_path,
        before: { access: told(was) },
        after: { access: told(after.entries) },
      })
      await ctx.emit({ name: 'device.recorded', subject: 'device', subjectId: ctx.params.id, payload: { type: 'record', at: ctx.now } })
      return after
    }),
    route(e.groups, (ctx) => listGroups(kernel, ctx.scope, ctx.query)),
    route(e.createGroup, async (ctx) => {
      const group = await createGroup(kernel, ctx.body, ctx)
      ctx.audit({ subject: 'device-group', subjectId: group.id, after: { name: group.name } })
      return group
    }),
    route(e.setGroup, async (ctx) => {
      const group = await setGroup(kernel, ctx.params.id, ctx.body, ctx)
      ctx.audit({ subject: 'device-group', subjectId: group.id, after: { name: group.name, devices: group.devices } })
      return group
    }),
    route(e.removeGroup, async (ctx) => {
      await removeGroup(kernel, ctx.params.id, ctx)
      ctx.audit({ subject: 'device-group', subjectId: ctx.params.id })
    }),
  ]
}
