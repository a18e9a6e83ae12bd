import type { CommandName } from '@liren/contract/device-commands'
import { isOfTls, troubleOf } from '../../channels/guard.ts'
import type { Line } from '../../lines/line.ts'
import type { Device } from '../../registry.ts'
import type { HttpAsk, HttpReply } from '../../transport/http.ts'
import { createHappenings, patience } from '../happenings.ts'
import { boundaryOf, createMultipartReader, readMultipart } from '../multipart.ts'
import type { OpenProtocol, Order, ProtocolDeps, Step } from '../protocol.ts'
import { type Notice, readNotice } from './codec.ts'
import { askDigest, openDigest, WrongPassword } from './digest.ts'
import type { TerminalAddress } from './index.ts'
import { meaningOf } from './signals.ts'
import { readXml, textIn } from './xml.ts'

type Terminal = Device<TerminalAddress>

const commands: readonly CommandName[] = [
  ...(['door.open', 'door.close', 'door.hold-open', 'door.hold-closed'] as const),
  ...(['barrier.open', 'barrier.close', 'barrier.hold-open', 'barrier.release'] as const),
]
const streamSilenceMs = 60_000
const again = { usual: 2000, refused: 60_000 } as const
const proofMs = 5000

/** Notices of devices, pushed or read from their streams, and orders to them. */
export async function openTerminals(deps: ProtocolDeps<TerminalAddress>): Promise<OpenProtocol<TerminalAddress>> {
  const happened = createHappenings<{ readonly device: string; readonly notice: Notice }>()
  const streams = new Map<string, { readonly key: string; readonly stop: AbortController; readonly done: Promise<void> }>()
  /** Whom we ask no more until the register says something new: every wrong login brings its account nearer to its lock. */
  const locked = new Map<string, number>()
  const serials = new Map<string, number>()

  await deps.http.on('POST', '/isapi/:device/:secret', serve, { maxBytes: 8 * 1024 * 1024 })

  async function serve({ params, headers, body, line }: HttpAsk): Promise<HttpReply> {
    const code = params.device ?? ''
    const device = deps.devices.get(code)
    if (!device || !deps.devices.admits(code, params.secret ?? '', line.remote) || !line.prove(code)) {
      line.stranger(code.slice(0, 60), device ? 'wrong secret' : 'no such device')
      return { status: 403, body: 'not admitted' }
    }
    const parts = readMultipart(headers['content-type'], body)
    // Pictures belong to the notice before them, and are not kept.
    const notices = parts.length > 0 ? parts.filter(({ body: one }) => isNotice(one)).map(({ body: one }) => one) : [body]
    if (notices.length === 0) await line.unknown(body.subarray(0, 1024), 'no notice among its parts')
    let isUnderstood = notices.length > 0
    for (const one of notices) isUnderstood = (await take(device, line, one)) && isUnderstood
    return isUnderstood ? { status: 200, body: 'OK' } : { status: 400, body: 'not understood' }
  }

  async function take(device: Terminal, line: Line, bytes: Buffer): Promise<boolean> {
    line.saw('in', bytes.subarray(0, 4096))
    const read = readNotice(bytes)
    if (!read.ok) {
      await line.unknown(bytes, `byte ${read.at}: ${read.why}`)
      return false
    }
    const { notice } = read
    const { mac } = device.address
    if (mac !== undefined && notice.mac !== undefined && notice.mac !== mac) {
      await line.unknown(bytes, `speaks as ${notice.mac}`)
      return false
    }
    const { signals, key } = meaningOf(notice, device.address)
    await line.hear({ signals: [...signals, ...gapOf(device.code, notice)], at: notice.at, ...(key === undefined ? {} : { key }) })
    happened.tell({ device: device.code, notice })
    return true
  }

  /** Records are numbered; one that is missing is told, since a push that got lost is not sent again by all of them. */
  function gapOf(device: string, notice: Notice) {
    if (notice.kind !== 'access' || notice.access.serialNo === undefined) return []
    const { serialNo, frontSerialNo } = notice.access
    const before = serials.get(device)
    serials.set(device, Math.max(serialNo, before ?? 0))
    if (before === undefined || frontSerialNo === undefined || frontSerialNo <= before) return []
    const text = `records ${before + 1} to ${frontSerialNo} never came`
    return [{ type: 'device.log' as const, values: { level: 'warning' as const, code: 'records-missing', text } }]
  }

  async function listen(device: Terminal, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      let pause: number = again.usual
      const line = deps.line({ remote: device.address.url ?? '', device: device.code })
      try {
        await readStream(device, line, signal)
      } catch (error) {
        if (error instanceof WrongPassword) {
          pause = again.refused
          locked.set(device.code, device.revision)
          await line
            .hear({ signals: [{ type: 'device.fault', values: { code: 'password-refused', level: 'major' } }] })
            .catch(() => undefined)
        }
        noted(device, error as Error)
        if (!signal.aborted) deps.log.info({ device: device.code, reason: (error as Error).message }, 'an alert stream ended')
      } finally {
        await line.end(false).catch(() => undefined)
      }
      if (locked.get(device.code) === device.revision) return
      await deps.clock.sleep(pause, signal).catch(() => undefined)
    }
  }

  const noted = (device: Terminal, error: Error): void => {
    if (isOfTls(error)) deps.onTrouble('isapi-https', troubleOf(error, device.address.url))
  }

  async function readStream(device: Terminal, line: Line, signal: AbortSignal): Promise<void> {
    const { url, user, ca } = device.address
    const question = {
      method: 'GET',
      url: `${url}/ISAPI/Event/notification/alertStream`,
      silenceMs: streamSilenceMs,
      signal,
      ...(ca === undefined ? {} : { ca }),
    }
    const { status, type, stream } = await openDigest(question, user, device.secret ?? '')
    const boundary = boundaryOf(type)
    if (status !== 200 || boundary === undefined) {
      stream.destroy()
      throw new Error(`the stream was answered ${status}`)
    }
    const reader = createMultipartReader(boundary)
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      for (const { body } of reader.push(chunk)) if (isNotice(body)) await take(device, line, body)
      if (reader.isLost) throw new Error('a part without an end')
    }
  }

  function follow(): void {
    const wanted = new Map(
      deps.devices.all().flatMap((device) => (device.address.listens && device.address.url ? [[device.code, device] as const] : [])),
    )
    for (const [code, one] of streams) {
      const device = wanted.get(code)
      if (device && `${device.revision} ${device.address.url}` === one.key) continue
      one.stop.abort()
      streams.delete(code)
    }
    for (const [code, device] of wanted) {
      if (streams.has(code)) continue
      const stop = new AbortController()
      streams.set(code, { key: `${device.revision} ${device.address.url}`, stop, done: listen(device, stop.signal) })
    }
  }
  follow()

  async function* send({ device, order, signal }: Order<TerminalAddress>): AsyncIterable<Step> {
    const wanted = wayOf(order)
    if (!wanted || !device.address.url) return yield { state: 'failed', reason: 'this device is not asked anything: it has no url' }
    if (locked.get(device.code) === device.revision) return yield { state: 'failed', reason: 'the device refuses our password' }
    const told = happened.follow((one) => (one.device === device.code && wanted.isProof(one.notice) ? true : undefined))
    yield { state: 'sent' }
    try {
      const answer = await ask(device, wanted.method, wanted.path, wanted.body, signal)
      const code = statusOf(answer.text)
      if (answer.status >= 400 || code !== 1)
        return yield { state: 'failed', reason: `the device answered ${answer.status}, statusCode ${code ?? 'none'}` }
      // Taken: whether the relay moved says only a notice, or the state of the barrier.
      yield { state: 'accepted' }
      if (wanted.state !== undefined) {
        yield* barrierMoved(device, wanted.state, signal)
        return
      }
      if (await told.next(signal)) yield { state: 'done' }
    } catch (error) {
      if (error instanceof WrongPassword) locked.set(device.code, device.revision)
      noted(device, error as Error)
      if (!signal.aborted) yield { state: 'failed', reason: (error as Error).message }
    } finally {
      told.stop()
    }
  }

  async function* barrierMoved(device: Terminal, state: string, signal: AbortSignal): AsyncIterable<Step> {
    const wait = patience(deps.clock, proofMs, signal)
    try {
      while (!wait.signal.aborted) {
        const { text } = await ask(device, 'GET', '/ISAPI/Parking/channels/1/barrierGate/barrierGateStatus', undefined, signal)
        const read = readXml(text)
        if (read.ok && (textIn(read.root, 'barrierGateStatus') ?? read.root.text) === state) return yield { state: 'done' }
        await deps.clock.sleep(500, wait.signal).catch(() => undefined)
      }
    } finally {
      wait.release()
    }
  }

  const ask = (device: Terminal, method: string, path: string, body: string | undefined, signal: AbortSignal) => {
    const { url, user, ca } = device.address
    const question = {
      method,
      url: `${url}${path}`,
      signal,
      ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/xml' } }),
    }
    return askDigest({ ...question, ...(ca === undefined ? {} : { ca }) }, user, device.secret ?? '')
  }

  return {
    ports: { http: deps.http.port ?? 0 },
    devicesChanged: follow,
    commands,
    send,
    async close() {
      for (const { stop } of streams.values()) stop.abort()
      await Promise.all([...streams.values()].map(({ done }) => done))
    },
  }
}

/** Text that begins as JSON or XML; a picture does not. */
const isNotice = (bytes: Buffer): boolean => /^\s*[<{\ufeff]/.test(bytes.subarray(0, 64).toString('utf8'))

const doorCommands = {
  'door.open': 'open',
  'door.close': 'close',
  'door.hold-open': 'alwaysOpen',
  'door.hold-closed': 'alwaysClose',
} as const
const barrierCommands = {
  'barrier.open': 'open',
  'barrier.close': 'close',
  'barrier.hold-open': 'lock',
  'barrier.release': 'unlock',
} as const
/** As the device says that its barrier is. */
const barrierStates: Readonly<Record<string, string>> = { 'barrier.open': '2', 'barrier.hold-open': '2', 'barrier.close': '1' }
const xmlns = 'xmlns="http://www.isapi.org/ver20/XMLSchema"'

function wayOf(order: Order<TerminalAddress>['order']) {
  if (Object.hasOwn(doorCommands, order.name)) {
    const door = ('door' in order.values ? order.values.door : undefined) ?? 1
    const cmd = doorCommands[order.name as keyof typeof doorCommands]
    const minor = cmd === 'open' || cmd === 'alwaysOpen' ? 21 : 22
    return {
      method: 'PUT',
      path: `/ISAPI/AccessControl/RemoteControl/door/${door}`,
      body: `<RemoteControlDoor version="2.0" ${xmlns}><cmd>${cmd}</cmd></RemoteControlDoor>`,
      state: undefined,
      isProof: (notice: Notice) => notice.kind === 'access' && notice.access.majorEventType === 5 && notice.access.subEventType === minor,
    }
  }
  if (!Object.hasOwn(barrierCommands, order.name)) return undefined
  return {
    method: 'PUT',
    path: '/ISAPI/Parking/channels/1/barrierGate',
    body: `<BarrierGate><ctrlMode>${barrierCommands[order.name as keyof typeof barrierCommands]}</ctrlMode></BarrierGate>`,
    state: barrierStates[order.name] ?? '',
    isProof: () => false,
  }
}

function statusOf(text: string): number | undefined {
  const read = readXml(text)
  const code = read.ok ? Number(textIn(read.root, 'statusCode')) : Number.NaN
  return Number.isInteger(code) ? code : undefined
}
