import { text } from '@liren/contract'
import { camera as contract, cameraEndpoints as e } from '@liren/contract/capabilities/camera'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { refuse } from '../../kernel/errors.ts'
import { type RequestContext, route } from '../../kernel/http/route.ts'
import { scopedTable, unscoped } from '../../kernel/store/scope.ts'
import { mayReadAlarm } from '../alarm/read.ts'
import { clipDays, evidenceClips, expireJob, usualClips } from './expire.ts'
import { linkAlarms } from './link.ts'
import { camerasOfAlarm, findCamera, findClip, listCameras, listClips } from './load.ts'
import { createLook } from './look.ts'
import { presentCamera, presentClip, presentSetup } from './present.ts'
import { recorderOf } from './recorder.ts'
import { type CameraRow, cameraScope } from './row.ts'
import { resetSirens } from './sirens.ts'
import { wantClip } from './wanted.ts'
import { saveCamera } from './write.ts'

for (const table of ['cameras', 'camera_clips', 'alarm_cameras']) scopedTable(table, cameraScope)

/** Cameras: what they look at, who looks through them and why, and what is kept of what they saw. */
export const camera: CapabilityFactory = (kernel) => {
  const look = createLook(kernel)
  const rowOf = async (id: string): Promise<CameraRow> => {
    const statement = { sql: 'SELECT * FROM cameras WHERE id = ?', params: [id] }
    const [row] = await unscoped<CameraRow>(kernel.store, 'asked after the camera was found for the caller', statement)
    if (!row) throw refuse('not-found')
    return row
  }

  return {
    contract,
    placedTables: ['cameras', 'camera_covers'],
    sealed: [{ table: 'cameras', column: 'sealed_password' }],
    retained: [usualClips, evidenceClips],
    consumers: [linkAlarms(kernel), resetSirens(kernel)],
    jobs: [
      expireJob(kernel),
      {
        kind: 'camera.recorder',
        text: text('保留摄像机最近画面', 'Keep the last seconds of cameras'),
        every: 30_000,
        run: async () => recorderOf(kernel).ensure(),
      },
    ],
    routes: [
      route(e.list, async ({ scope, query, principal }) => {
        const page = await listCameras(kernel, scope, query)
        return { ...page, items: page.items.map((whole) => presentCamera(whole, principal)) }
      }),
      route(e.read, async ({ scope, params, principal }) => presentSetup(await findCamera(kernel, scope, params.id), principal)),
      route(e.save, async (ctx) => {
        await saveCamera(kernel, ctx, await findCamera(kernel, ctx.scope, ctx.params.id, ctx.tx), ctx.body)
        return presentSetup(await findCamera(kernel, ctx.scope, ctx.params.id, ctx.tx), ctx.principal)
      }),
      route(e.view, async (ctx) => look.openLive(ctx, await findCamera(kernel, ctx.scope, ctx.params.id, ctx.tx), ctx.body)),
      route(e.picture, async (ctx) => {
        await findCamera(kernel, ctx.scope, ctx.params.id)
        await look.sendPicture(ctx as unknown as RequestContext, await rowOf(ctx.params.id), ctx.query)
      }),
      route(e.record, async (ctx) => {
        const { row } = await findCamera(kernel, ctx.scope, ctx.params.id, ctx.tx)
        const known = { id: row.id, name: row.name, placePath: row.place_path }
        const by = { id: ctx.principal.id, name: ctx.principal.name }
        const wish = { camera: known, kind: 'clip' as const, at: ctx.now, isEvidence: false, reason: ctx.body.reason, by }
        const id = await wantClip(kernel, wish, ctx.tx)
        ctx.audit({ subject: 'camera', subjectId: row.id, placePath: row.place_path, reason: ctx.body.reason, after: { clipId: id } })
        return presentClip(await findClip(kernel, ctx.scope, id, ctx.tx), await clipDays(kernel, usualClips, ctx.tx))
      }),
      route(e.clips, async ({ scope, query }) => {
        const [page, days] = [await listClips(kernel, scope, query), await clipDays(kernel, usualClips)]
        return { ...page, items: page.items.map((row) => presentClip(row, days)) }
      }),
      route(e.play, async (ctx) => {
        const clip = await findClip(kernel, ctx.scope, ctx.params.id, ctx.tx)
        const statement = { sql: 'SELECT has_people FROM cameras WHERE id = ?', params: [clip.camera_id] }
        const [seen] = await unscoped<{ has_people: number }>(
          kernel.store,
          'asked after the clip was found for the caller',
          statement,
          ctx.tx,
        )
        const playing = await look.openClip(ctx, clip, seen?.has_people !== 0, ctx.body)
        return { clip: presentClip(clip, await clipDays(kernel, usualClips, ctx.tx)), ...playing }
      }),
      route(e.frame, async (ctx) => {
        const clip = await findClip(kernel, ctx.scope, ctx.params.id)
        await look.sendFrame(ctx as unknown as RequestContext, clip, ctx.params.number, ctx.query)
      }),
      route(e.ofAlarm, async ({ params, scope, principal }) => {
        if (!(await mayReadAlarm(kernel, principal, params.id))) throw refuse('not-found')
        const found = await camerasOfAlarm(kernel, scope, params.id)
        const clips = found.length === 0 ? [] : (await listClips(kernel, scope, { alarmId: params.id, limit: 100 })).items
        const days = await clipDays(kernel, usualClips)
        return {
          items: found.map(({ whole, why }) => ({
            ...{ camera: presentCamera(whole, principal), why },
            clips: clips.filter(({ camera_id }) => camera_id === whole.row.id).map((row) => presentClip(row, days)),
          })),
        }
      }),
    ],
  }
}
