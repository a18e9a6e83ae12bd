import { createMailbox, type Parcel } from '../../families/sensors/mailbox.ts'
import { decodeMessage } from '../../families/sensors/message.ts'
import { readReply, sensorCommands } from '../../families/sensors/replies.ts'
import { openMessage } from '../../families/sensors/signed.ts'
import { spoken } from '../../families/sensors/spoken.ts'
import type { Line } from '../../lines/line.ts'
import { createDtlsServer, type DtlsSession } from '../../transport/dtls/server.ts'
import type { OpenProtocol, ProtocolDeps } from '../protocol.ts'
import { createBlocks } from './blocks.ts'
import { codes, json, methods, numberOf, options, pathOf, strangeOption, uint } from './codec.ts'
import { type Answer, createExchange, type Exchange } from './exchange.ts'
import type { CoapMessage } from './frame.ts'
import type { CoapAddress } from './index.ts'

interface Talk {
  readonly line: Line
  readonly exchange: Exchange
  readonly key: Buffer
  stop(): void
}

const resources = '</messages>;ct=50,</commands>;ct=50;obs'

/** Devices that speak CoAP over DTLS: they post what they have to say, and fetch or observe what they are asked. */
export async function openCoap(deps: ProtocolDeps<CoapAddress>): Promise<OpenProtocol<CoapAddress>> {
  const { clock, devices } = deps
  const mailbox = createMailbox(deps)
  const talks = new Map<DtlsSession, Talk>()

  const udp = await deps.udp({
    port: deps.port('dtls', 5684),
    host: deps.host,
    async onMessage(bytes, peer) {
      dtls.receive(bytes, peer)
    },
  })
  const dtls = createDtlsServer({
    clock,
    keyOf: (identity) => (devices.isLocked(identity) ? undefined : devices.keyOf(identity)),
    send: (bytes, peer) => void udp.send(bytes, peer).catch(() => undefined),
    onData: (data, session) => heard(data, session),
    onEnd(session) {
      const talk = talks.get(session)
      talks.delete(session)
      talk?.exchange.close()
      talk?.stop()
      // A device that sleeps is not gone: only its silence says so.
      void talk?.line.end(false)
    },
    onRefused(identity, remote, why) {
      // Whoever claimed no name yet is only an address.
      if (identity !== remote) devices.guessed(identity, remote.slice(0, remote.lastIndexOf(':')))
      deps.line({ remote }).stranger(identity, why)
    },
    onTrouble: (trouble) => deps.onTrouble('coaps', trouble),
  })

  function heard(data: Buffer, session: DtlsSession): void {
    const talk = talks.get(session) ?? begin(session)
    if (!talk || !devices.keyOf(session.identity)?.equals(talk.key)) return void session.close()
    talk.line.saw('in', data)
    talk.exchange.receive(data)
  }

  function begin(session: DtlsSession): Talk | undefined {
    const key = devices.keyOf(session.identity)
    const line = deps.line({ remote: session.remote, device: session.identity })
    if (!key || line.device === undefined) return undefined
    const exchange = createExchange({
      clock,
      send(bytes) {
        line.saw('out', bytes)
        session.send(bytes)
      },
      onRequest: (message) => serve(message),
      onBad: (bytes, at, why) => void line.unknown(bytes, `byte ${at}: ${why}`).catch(() => undefined),
    })
    exchange.start(Math.floor(deps.chance() * 0xffff))
    const serve = createResources(session.identity, line, exchange)
    const talk = { line, exchange, key, stop: serve.stop }
    talks.set(session, talk)
    return talk
  }

  /** What one device may ask of us. */
  function createResources(code: string, line: Line, exchange: Exchange) {
    const blocks = createBlocks(clock)
    let stop = (): void => undefined
    let told = 1
    const refused = (answer: number, why: string): Answer => ({ code: answer, payload: Buffer.from(why) })
    const bodyOf = (commands: readonly Parcel[]): Buffer => Buffer.from(JSON.stringify({ now: clock.now(), commands }))
    const asJson = (answer: Answer, ...more: readonly ReturnType<typeof uint>[]): Answer => ({
      ...answer,
      options: [uint(options.format, json), ...(answer.options ?? []), ...more],
    })

    async function messages(body: Buffer): Promise<Answer> {
      const opened = openMessage(devices.get(code) ?? {}, body, deps.unseal)
      const message = opened.ok ? decodeMessage(opened.payload, clock.now()) : { ...opened, at: 0 }
      if (!message.ok) {
        await line.unknown(body, message.why)
        return refused(codes.badRequest, `byte ${message.at}: ${message.why}`)
      }
      await line.hear({ at: message.at, signals: spoken(devices.get(code)?.product ?? '', message), key: message.id })
      return { code: codes.changed }
    }

    async function reply(id: string, body: Buffer): Promise<Answer> {
      const read = readReply(body, id)
      if ('why' in read) {
        await line.unknown(body, read.why)
        return refused(codes.badRequest, `byte ${read.at}: ${read.why}`)
      }
      await line.hear({ signals: [] })
      return mailbox.replied(code, id, read.reply) ? { code: codes.changed } : refused(codes.notFound, 'nobody waits for it')
    }

    async function commands(message: CoapMessage): Promise<Answer> {
      const later = blocks.next(message, 'commands')
      if (later) return later.code === codes.content ? asJson(later) : later
      await line.hear({ signals: [] })
      const wish = numberOf(message, options.observe)
      if (wish !== undefined) stop()
      const answer = asJson(blocks.first(message, 'commands', bodyOf(await mailbox.visit(code))))
      if (wish !== 0) return answer
      const { token } = message
      stop = mailbox.watch(code, async (parcel) => {
        const news = asJson(blocks.first(undefined, 'commands', bodyOf([parcel])), uint(options.observe, ++told))
        const isTaken = await exchange.confirmed({
          code: news.code,
          token,
          options: news.options ?? [],
          payload: news.payload ?? Buffer.alloc(0),
        })
        // It does not listen any more, or never heard: it will come by itself.
        if (!isTaken) stop()
        return isTaken
      })
      return { ...answer, options: [...(answer.options ?? []), uint(options.observe, told)] }
    }

    const serve = async (message: CoapMessage): Promise<Answer> => {
      const strange = strangeOption(message)
      if (strange !== undefined) return refused(codes.badOption, `option ${strange}`)
      if (message.options.some(({ number }) => number === options.proxyUri || number === options.proxyScheme))
        return { code: codes.noProxy }
      const path = pathOf(message)
      const [first, second] = path
      const isPost = message.code === methods.post || message.code === methods.put
      if (path.join('/') === '.well-known/core' && message.code === methods.get)
        return { code: codes.content, options: [uint(options.format, 40)], payload: Buffer.from(resources) }
      const isOurs = (path.length === 1 && (first === 'messages' || first === 'commands')) || (path.length === 2 && first === 'commands')
      if (!isOurs) return { code: codes.notFound }
      if (first === 'commands' && path.length === 1) return message.code === methods.get ? commands(message) : { code: codes.notAllowed }
      if (!isPost) return { code: codes.notAllowed }
      const format = numberOf(message, options.format)
      if (format !== undefined && format !== json) return { code: codes.unknownFormat }
      const taken = blocks.take(message, path.join('/'))
      if (!('whole' in taken)) return taken
      const answer = first === 'messages' ? await messages(taken.whole) : await reply(second ?? '', taken.whole)
      return taken.last ? { ...answer, options: message.options.filter(({ number }) => number === options.block1) } : answer
    }
    return Object.assign(serve, { stop: () => stop() })
  }

  return {
    ports: { dtls: udp.port },
    commands: sensorCommands,
    reaches: mailbox.isOpen,
    send: mailbox.send,
    devicesChanged() {
      for (const [session, { key }] of talks) if (!devices.keyOf(session.identity)?.equals(key)) session.close()
    },
    async close() {
      dtls.close()
      await udp.close()
    },
  }
}
