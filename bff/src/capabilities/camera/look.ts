import { type CameraViewing, type ClipPlaying, cameraErrors } from '@liren/contract/capabilities/camera'
import { LRUCache } from 'lru-cache'
import { type Frame, NoPicture } from '../../kernel/adapters/camera/source.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { mayReadAlarm } from '../alarm/read.ts'
import { clipKey } from './finish.ts'
import { isOfAlarm, type WholeCamera } from './load.ts'
import { unpack } from './pack.ts'
import type { CameraRow, ClipRow } from './row.ts'
import { sourceOf } from './source.ts'
import { checkTicket, lookMs, ticketFor } from './ticket.ts'
import { watermarked, watermarkOf } from './watermark.ts'

type Looking = Pick<RequestContext, 'principal' | 'tx' | 'now' | 'audit'>
type Sending = Pick<RequestContext, 'principal' | 'now' | 'koa'>
interface Why {
  readonly reason?: string | undefined
  readonly alarmId?: string | undefined
}

/** Pictures of one camera are asked of it at most this often, however many look. */
const freshMs = 700

export function createLook(kernel: Kernel) {
  const stills = new LRUCache<string, { at: number; frame: Promise<Frame> }>({ max: 200 })
  const clips = new LRUCache<string, Frame[]>({ max: 8 })
  const zone = kernel.config.LIREN_TIME_ZONE

  /** An alarm is reason enough for its own cameras; otherwise whoever may see people says why. */
  async function checkReason(ctx: Looking, cameraId: string, hasPeople: boolean, { reason, alarmId }: Why): Promise<void> {
    if (alarmId !== undefined) {
      const isOwn = (await isOfAlarm(kernel, cameraId, alarmId, ctx.tx)) && (await mayReadAlarm(kernel, ctx.principal, alarmId, ctx.tx))
      if (isOwn) return
    }
    if (hasPeople && reason === undefined) throw refuseWith(cameraErrors, 'camera.reason-needed')
  }

  const opened = (ctx: Looking, path: string, what: string): CameraViewing => ({
    url: `${path}?${ticketFor(kernel, what, ctx.principal, ctx.now).query}`,
    until: iso(ctx.now + lookMs),
    watermark: watermarkOf(ctx.principal.name, ctx.now, zone),
  })

  async function openLive(ctx: Looking, { row }: WholeCamera, why: Why): Promise<CameraViewing> {
    if (row.source === null || row.source === 'none') throw refuseWith(cameraErrors, 'camera.not-connected')
    await checkReason(ctx, row.id, row.has_people !== 0, why)
    ctx.audit(lookedAt('camera', row.id, row.place_path, why))
    return opened(ctx, `/api/cameras/${row.id}/picture`, `camera:${row.id}`)
  }

  async function openClip(ctx: Looking, clip: ClipRow, hasPeople: boolean, why: Why): Promise<Omit<ClipPlaying, 'clip'>> {
    if (clip.state !== 'kept') throw refuseWith(cameraErrors, 'camera.clip-not-kept')
    await checkReason(ctx, clip.camera_id, hasPeople, why)
    const frames = await framesOf(clip.id)
    ctx.audit(lookedAt('clip', clip.id, clip.place_path, why))
    const { query } = ticketFor(kernel, `clip:${clip.id}`, ctx.principal, ctx.now)
    return {
      frames: frames.map(({ at }, i) => ({ at: iso(at), url: `/api/camera-clips/${clip.id}/frames/${i}?${query}` })),
      until: iso(ctx.now + lookMs),
      watermark: watermarkOf(ctx.principal.name, ctx.now, zone),
    }
  }

  async function framesOf(id: string): Promise<Frame[]> {
    const known = clips.get(id)
    if (known) return known
    const file = await kernel.files.open(clipKey(id))
    if (!file) throw refuseWith(cameraErrors, 'camera.clip-not-kept')
    const pieces: Buffer[] = []
    for await (const piece of file.stream) pieces.push(piece as Buffer)
    const frames = unpack(Buffer.concat(pieces))
    clips.set(id, frames)
    return frames
  }

  async function stillOf(camera: CameraRow): Promise<Frame> {
    const now = kernel.clock.now()
    const known = stills.get(camera.id)
    const fresh = known !== undefined && now - known.at < freshMs ? known : { at: now, frame: sourceOf(kernel, camera).still(now) }
    if (fresh !== known) stills.set(camera.id, fresh)
    return fresh.frame.catch((error: unknown) => {
      if (error instanceof NoPicture) throw refuseWith(cameraErrors, 'camera.no-picture', { retryAfter: 2 })
      throw error
    })
  }

  async function send({ koa, principal, now }: Sending, jpeg: Buffer): Promise<void> {
    koa.status = 200
    koa.type = 'image/jpeg'
    koa.set('cache-control', 'private, no-store')
    koa.set('content-security-policy', "default-src 'none'; sandbox; frame-ancestors 'none'")
    koa.body = await watermarked(jpeg, watermarkOf(principal.name, now, zone)).catch(() => {
      throw refuseWith(cameraErrors, 'camera.no-picture', { retryAfter: 2 })
    })
  }

  return {
    openLive,
    openClip,
    async sendPicture(ctx: Sending, camera: CameraRow, ticket: { exp: number; sig: string }): Promise<void> {
      checkTicket(kernel, `camera:${camera.id}`, ctx.principal, ticket, ctx.now)
      await send(ctx, (await stillOf(camera)).jpeg)
    },
    async sendFrame(ctx: Sending, clip: ClipRow, number: number, ticket: { exp: number; sig: string }): Promise<void> {
      checkTicket(kernel, `clip:${clip.id}`, ctx.principal, ticket, ctx.now)
      const frame = (await framesOf(clip.id))[number]
      if (!frame) throw refuse('not-found')
      await send(ctx, frame.jpeg)
    },
  }
}

const lookedAt = (subject: 'camera' | 'clip', subjectId: string, placePath: string, { reason, alarmId }: Why) => ({
  ...{ subject, subjectId, placePath, ...(reason === undefined ? {} : { reason }) },
  ...(alarmId === undefined ? {} : { after: { alarmId } }),
})
