import { createMailbox } from '../../families/sensors/mailbox.ts'
import { decodeMessage } from '../../families/sensors/message.ts'
import { readReply, sensorCommands } from '../../families/sensors/replies.ts'
import { openMessage } from '../../families/sensors/signed.ts'
import { spoken } from '../../families/sensors/spoken.ts'
import type { Device } from '../../registry.ts'
import type { HttpAsk, HttpReply } from '../../transport/http.ts'
import type { OpenProtocol, ProtocolDeps } from '../protocol.ts'
import type { HttpsAddress } from './index.ts'
import { createNonces, isSignedBy } from './signature.ts'

const freshMs = 5 * 60_000
const longestWaitS = 25

/** Devices that post over HTTPS, sign what they say, and come for what waits. */
export async function openHttps(deps: ProtocolDeps<HttpsAddress>): Promise<OpenProtocol<HttpsAddress>> {
  const { clock, devices, http } = deps
  const nonces = createNonces(() => clock.elapsed(), freshMs)
  const mailbox = createMailbox(deps)
  const closed = new AbortController()
  const answer = (status: number, body: object): HttpReply => ({ status, body: { now: clock.now(), ...body } })

  /** The device that asks, or the answer to a stranger. Nothing of the question counts before. */
  function prove(ask: HttpAsk): Device<HttpsAddress> | HttpReply {
    const code = ask.params.device ?? ''
    const device = devices.get(code)
    const refuse = (status: number, why: string): HttpReply => {
      ask.line.stranger(code.slice(0, 60), why, ask.body)
      return answer(status, { error: why })
    }
    if (!ask.isSecure) return refuse(403, 'only over TLS')
    const word = (name: string): string => String(ask.headers[`x-liren-${name}`] ?? '')
    const signed = {
      ...{ method: ask.method, time: word('time'), nonce: word('nonce'), body: ask.body },
      path: ask.query.size > 0 ? `${ask.path}?${ask.query}` : ask.path,
    }
    const holds = ask.fingerprint === undefined ? undefined : devices.byFingerprint(ask.fingerprint)
    const key = devices.isLocked(code) || device?.mustSign ? undefined : devices.keyOf(code)
    const isProven = holds?.code === code || isSignedBy({ publicKey: device?.publicKey, key }, signed, word('signature'))
    if (!device || !isProven) {
      if ((key !== undefined || !device) && word('signature') !== '') devices.guessed(code, ask.remote)
      return refuse(401, 'not signed by this device')
    }
    // A certificate proves the connection itself, and nobody can play it back.
    if (holds?.code !== code) {
      const late = Math.abs(Number(signed.time) - clock.now())
      if (!(late <= freshMs)) return refuse(401, 'the time is not right')
      if (!/^[\w-]{8,64}$/.test(signed.nonce) || !nonces.use(`${code} ${signed.nonce}`)) return refuse(401, 'said before')
    }
    if (!ask.line.prove(code)) return refuse(401, 'not signed by this device')
    ask.line.saw('in', ask.body)
    return device
  }

  /** Serves one path for devices that have proved themselves. */
  const serve = (method: string, path: string, take: (ask: HttpAsk, device: Device<HttpsAddress>) => Promise<HttpReply>) =>
    http.on(
      method,
      path,
      async (ask) => {
        const proven = prove(ask)
        if ('status' in proven) return proven
        const reply = await take(ask, proven)
        ask.line.saw('out', Buffer.from(JSON.stringify(reply.body ?? '')))
        return reply
      },
      { maxBytes: 64 * 1024 },
    )

  async function tell({ line, body }: HttpAsk, device: Device): Promise<HttpReply> {
    // The question itself is signed; the body may still be meant for our eyes only.
    const opened = openMessage({}, body, deps.unseal)
    const message = opened.ok ? decodeMessage(opened.payload, clock.now()) : { ...opened, at: 0 }
    if (!message.ok) {
      await line.unknown(body, message.why)
      return answer(400, { error: message.why, at: message.at })
    }
    await line.hear({ at: message.at, signals: spoken(device.product, message), key: message.id })
    return answer(200, { kept: true })
  }

  await serve('POST', '/v1/devices/:device/messages', tell)
  await serve('GET', '/v1/devices/:device/commands', async ({ line, query }, device) => {
    await line.hear({ signals: [] })
    const seconds = Math.min(longestWaitS, Math.max(0, Number(query.get('wait') ?? 0) || 0))
    return answer(200, { commands: await mailbox.visit(device.code, seconds * 1000, closed.signal) })
  })
  await serve('POST', '/v1/devices/:device/commands/:id', async ({ line, params, body }, device) => {
    const read = readReply(body, params.id)
    if ('why' in read) {
      await line.unknown(body, read.why)
      return answer(400, { error: read.why, at: read.at })
    }
    await line.hear({ signals: [] })
    return mailbox.replied(device.code, params.id ?? '', read.reply) ? answer(200, {}) : answer(404, { error: 'nobody waits for it' })
  })

  return {
    ports: { https: http.securePort ?? 0 },
    commands: sensorCommands,
    reaches: mailbox.isOpen,
    send: mailbox.send,
    close: async () => closed.abort(),
  }
}
