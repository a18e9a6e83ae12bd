import { createHash } from 'node:crypto'
import type { CommandName } from '@liren/contract/device-commands'
import type { Device } from '../../registry.ts'
import type { HttpAsk, HttpReply } from '../../transport/http.ts'
import { createHappenings, patience } from '../happenings.ts'
import { readMultipart } from '../multipart.ts'
import type { OpenProtocol, Order, ProtocolDeps, Step } from '../protocol.ts'
import { type Push, readPush } from './codec.ts'
import type { CameraAddress } from './index.ts'
import { inputSignal, momentOf, plateSignal } from './signals.ts'

type Camera = Device<CameraAddress>
/** What an answer holds, beside what acknowledges the question. */
type Part = Readonly<Record<string, unknown>>

const commands: readonly CommandName[] = [
  'barrier.open',
  'barrier.close',
  'barrier.hold-open',
  'barrier.release',
  'voice.play',
  'plate.capture',
  'device.message',
]
/** How long a question waits for an order: well within the second or two after which a camera calls its server lost. */
const cometMs = 10_000
const decisionMs = 1000
const pulseMs = 500
/** A camera that has not asked for so long hears nothing now. */
const reachableMs = 40_000

interface Post {
  readonly waiting: { readonly part: Part; sent(): void }[]
  seenAt: number
  wake(): void
}

/** Takes what cameras push; every answer carries the orders that wait for its camera. */
export async function openCameras(deps: ProtocolDeps<CameraAddress>): Promise<OpenProtocol<CameraAddress>> {
  const posts = new Map<string, Post>()
  const happened = createHappenings<{ readonly device: string; readonly push?: Push }>()
  const closed = new AbortController()

  const postOf = (code: string): Post => {
    const known = posts.get(code) ?? { waiting: [], seenAt: Number.NEGATIVE_INFINITY, wake: () => {} }
    posts.set(code, known)
    return known
  }

  await deps.http.on('POST', '/vzenith/:device/:secret', serve, { maxBytes: 8 * 1024 * 1024 })

  async function serve({ params, headers, body, line }: HttpAsk): Promise<HttpReply> {
    const code = params.device ?? ''
    const camera = deps.devices.get(code)
    if (!camera || !deps.devices.admits(code, params.secret ?? '', line.remote) || !line.prove(code)) {
      line.stranger(code.slice(0, 60), camera ? 'wrong secret' : 'no such camera')
      return { status: 403, body: { error: 'not admitted' } }
    }
    // Pictures would fill the monitor; the beginning says what it is.
    line.saw('in', body.subarray(0, 4096))
    const form = readMultipart(headers['content-type'], body)
    if (form.length > 0) {
      const serial = form
        .find(({ name }) => name === 'serialno')
        ?.body.toString('latin1')
        .trim()
      if (serial !== camera.address.serial) return otherSerial(serial ?? '')
      await line.hear({ signals: [] })
      return answered(camera, {}, camera.address.isComet ? cometMs : 0)
    }
    const read = readPush(body)
    if (!read.ok) {
      await line.unknown(body, `byte ${read.at}: ${read.why}`)
      return { status: 400, body: { error: 'not understood' } }
    }
    const { push } = read
    if (push.kind !== 'picture' && push.serial !== camera.address.serial) return otherSerial(push.serial)
    if (push.kind === 'plate') return plate(push.plate)
    if (push.kind === 'input') await line.hear({ signals: [inputSignal(push, camera.address)] })
    else if (push.kind === 'serial')
      await line.hear({
        signals: [
          { type: 'event.reported', values: { name: 'serial', properties: { channel: push.channel, data: push.data.slice(0, 500) } } },
        ],
      })
    else await line.hear({ signals: [] })
    happened.tell({ device: code, push })
    return answered(camera, {}, 0)

    async function otherSerial(serial: string): Promise<HttpReply> {
      await line.unknown(body.subarray(0, 1024), `speaks as ${serial.slice(0, 64)}`)
      return { status: 403, body: { error: 'another camera' } }
    }

    async function plate(told: Extract<Push, { kind: 'plate' }>['plate']): Promise<HttpReply> {
      const known = camera as Camera
      const at = momentOf(told)
      // The counter begins anew after a reset of the camera, so the time belongs to the name.
      const name = told.plateid === undefined ? createHash('sha256').update(body).digest('hex') : `${told.plateid}/${at ?? 0}`
      await line.hear({ signals: [plateSignal(told, known.address)], at, key: `plate/${name}` })
      happened.tell({ device: code, push: { kind: 'plate', serial: known.address.serial, plate: told } })
      if (told.isoffline === 1) return answered(known, { ContinuePushOffline: { plateid: told.plateid ?? 0, continue: 1 } }, 0, true)
      // `no` opens nothing: whoever may come in is said by an order.
      const own = { info: 'no', ...(told.plateid === undefined ? {} : { plateid: told.plateid }), content: 'retransfer_stop' }
      return answered(known, own, known.address.isComet ? 0 : decisionMs)
    }
  }

  /** Waits for an order so long at most. A record of the past never carries one. */
  async function answered(camera: Camera, own: Part, waitMs: number, isPast = false): Promise<HttpReply> {
    const post = postOf(camera.code)
    post.seenAt = deps.clock.elapsed()
    happened.tell({ device: camera.code })
    if (post.waiting.length === 0 && waitMs > 0 && !isPast) {
      const wait = patience(deps.clock, waitMs, closed.signal)
      await new Promise<void>((resolve) => {
        post.wake = resolve
        wait.signal.addEventListener('abort', () => resolve(), { once: true })
      })
      wait.release()
      post.seenAt = deps.clock.elapsed()
    }
    const taken = isPast ? [] : post.waiting.splice(0)
    for (const one of taken) one.sent()
    const parts = Object.assign({}, own, ...taken.map(({ part }) => part)) as Part
    return { status: 200, body: { Response_AlarmInfoPlate: parts } }
  }

  function partOf({ order, device }: Order<CameraAddress>): Part | { readonly problem: string } {
    const { openOutput, closeOutput } = device.address
    const output = (io: number, value: number): Part => ({ ivs_ioctrl: { io, value, delay: pulseMs } })
    switch (order.name) {
      case 'barrier.open':
        return output(openOutput, 2)
      case 'barrier.hold-open':
        return output(openOutput, 1)
      case 'barrier.release':
        return output(openOutput, 0)
      case 'barrier.close':
        return closeOutput === undefined ? { problem: 'no output lowers this barrier' } : output(closeOutput, 2)
      case 'plate.capture':
        return { manualTrigger: 'ok' }
      case 'voice.play': {
        const { text, volumePercent = 100 } = order.values
        if (!text) return { problem: 'these cameras speak words only' }
        const voice = Buffer.from(text, 'utf8').toString('base64')
        return {
          playserver_json_request: {
            type: 'ps_voice_play',
            voice,
            voice_interval: 0,
            voice_volume: Math.max(1, Math.round(volumePercent)),
            voice_male: 1,
          },
        }
      }
      case 'device.message': {
        const data = Buffer.from(order.values.content ?? '', 'hex')
        if (order.values.message !== 'serial' || data.length === 0)
          return { problem: 'only `serial`, with bytes in hex for the first channel' }
        return { serialData: [{ serialChannel: 0, data: data.toString('base64'), dataLen: data.length }] }
      }
      default:
        return { problem: 'cameras know no such order' }
    }
  }

  /** What proves it: the contact of the barrier, or the picture that was asked for. */
  function isProof({ order, device }: Order<CameraAddress>, push: Push | undefined): boolean {
    if (order.name === 'plate.capture') return push?.kind === 'plate' && push.plate.triggerType === 4
    if (push?.kind !== 'input' || push.source !== device.address.gateInput) return false
    return order.name === 'barrier.open' || order.name === 'barrier.hold-open'
      ? push.value !== 0
      : order.name === 'barrier.close' && push.value === 0
  }

  async function* send(order: Order<CameraAddress>): AsyncIterable<Step> {
    const part = partOf(order)
    if ('problem' in part) return yield { state: 'failed', reason: String(part.problem) }
    const post = postOf(order.device.code)
    const told = happened.follow((one) => (one.device === order.device.code ? one : undefined))
    let sent = (): void => {}
    const isSent = new Promise<boolean>((resolve) => {
      sent = () => resolve(true)
      order.signal.addEventListener('abort', () => resolve(false), { once: true })
    })
    const waiting = { part, sent: () => sent() }
    post.waiting.push(waiting)
    post.wake()
    try {
      if (!(await isSent)) return
      yield { state: 'sent' }
      let isTaken = false
      for (;;) {
        const one = await told.next(order.signal)
        if (!one) return
        if (isProof(order, one.push)) return yield { state: 'done' }
        // It asks again, so it has read the answer.
        if (!isTaken && one.push === undefined) {
          isTaken = true
          yield { state: 'accepted' }
        }
      }
    } finally {
      told.stop()
      const at = post.waiting.indexOf(waiting)
      if (at >= 0) post.waiting.splice(at, 1)
    }
  }

  return {
    ports: { http: deps.http.port ?? 0 },
    commands,
    reaches: (code) => deps.clock.elapsed() - (posts.get(code)?.seenAt ?? Number.NEGATIVE_INFINITY) < reachableMs,
    send,
    async close() {
      closed.abort()
    },
  }
}
