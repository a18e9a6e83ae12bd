import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import type { Clock } from '../../ports/ports.ts'
import { alerts, createReader, createWriter } from './flow.ts'
import {
  counted,
  createAssembly,
  createFields,
  extensionNumbers,
  type Message,
  messageTypes,
  noRenegotiation,
  readParts,
  readServerHello,
  type ServerHello,
  writeClientHello,
  writeMessage,
} from './handshake.ts'
import { isSame, type Keys, keysOf, type Suite, sha256, suites } from './keys.ts'
import { contentTypes, type DtlsRecord, readRecords } from './record.ts'

export interface DtlsClientOptions {
  readonly host: string
  readonly port: number
  readonly identity: string
  readonly key: Buffer
  readonly clock: Clock
  /** Names of suites to offer; all of them when left out. */
  readonly offer?: readonly string[]
  onData(data: Buffer): void
}

export interface DtlsClient {
  readonly suite: string
  send(data: Buffer): void
  /** Resolves when either side has ended it. */
  readonly closed: Promise<void>
  close(): Promise<void>
}

/** Waits between tries of a handshake, as RFC 6347 §4.2.4.1 has them. */
const waitsMs = [1000, 2000, 4000, 8000]

/** DTLS 1.2 with a shared key, a device's side: for simulators, and for devices that are written with this code. */
export async function dialDtls(options: DtlsClientOptions): Promise<DtlsClient> {
  const { clock, identity, key } = options
  const socket = createSocket(options.host.includes(':') ? 'udp6' : 'udp4')
  const writer = createWriter()
  const offered = suites.filter(({ name }) => options.offer?.includes(name) ?? true)
  const hello = {
    random: randomBytes(32),
    session: Buffer.alloc(0),
    cookie: Buffer.alloc(0),
    suites: [...offered.map(({ id }) => id), noRenegotiation],
    extensions: new Map([[extensionNumbers.extendedMaster, Buffer.alloc(0)]]),
  }
  let assembly = createAssembly(0)
  let transcript: Buffer = Buffer.alloc(0)
  let answer: ServerHello | undefined
  let suite: Suite | undefined
  let keys: Keys | undefined
  let reader: ReturnType<typeof createReader> | undefined
  let flight: (() => Buffer)[] = []
  let isOpen = false
  let settle: (error?: Error) => void = () => undefined
  let ended: () => void = () => undefined
  const closed = new Promise<void>((resolve) => {
    ended = resolve
  })
  const put = (bytes: Buffer): void => void socket.send(bytes)
  const say = (): void => put(Buffer.concat(flight.map((make) => make())))
  const plainly = (message: Message) => () => writer.write(contentTypes.handshake, 0, writeMessage(message))

  function heard(message: Message): void {
    const bytes = writeMessage(message)
    if (message.type === messageTypes.helloVerify) {
      const cookie = createFields(message.body.subarray(2)).counted(1)
      const again = { type: messageTypes.clientHello, number: 1, body: writeClientHello({ ...hello, cookie }) }
      transcript = writeMessage(again)
      flight = [plainly(again)]
      return void say()
    }
    transcript = Buffer.concat([transcript, bytes])
    if (message.type === messageTypes.serverHello) {
      answer = readServerHello(message.body)
      suite = offered.find(({ id }) => id === answer?.suite)
      if (!suite) settle(new Error('the server chose a suite that was not offered'))
    }
    if (message.type === messageTypes.serverHelloDone && answer && suite) exchange(answer, suite)
  }

  function exchange(server: ServerHello, chosen: Suite): void {
    const mine = { type: messageTypes.clientKeyExchange, number: 2, body: counted(2, Buffer.from(identity)) }
    transcript = Buffer.concat([transcript, writeMessage(mine)])
    const sessionHash = server.extensions.has(extensionNumbers.extendedMaster) ? sha256(transcript) : undefined
    keys = keysOf(key, { suite: chosen, clientRandom: hello.random, serverRandom: server.random, sessionHash })
    writer.secure(keys.client)
    reader = createReader(keys.server)
    const last = { type: messageTypes.finished, number: 3, body: keys.finished('client', transcript) }
    transcript = Buffer.concat([transcript, writeMessage(last)])
    flight = [
      plainly(mine),
      () => writer.write(contentTypes.changeCipherSpec, 0, Buffer.from([1])),
      () => writer.write(contentTypes.handshake, 1, writeMessage(last)),
    ]
    say()
  }

  function take(record: DtlsRecord): void {
    if (record.epoch === 0) {
      if (record.type === contentTypes.alert && !isOpen) return void settle(new Error(`refused by alert ${record.fragment[1]}`))
      if (record.type === contentTypes.handshake && !keys)
        for (const part of readParts(record.fragment)) {
          // The first answer counts from nothing, the second from one: the greeting was said twice.
          if (part.type === messageTypes.serverHello && assembly.next === 0) assembly = createAssembly(part.number)
          for (const message of assembly.take(part)) heard(message)
        }
      return
    }
    const plain = reader?.open(record)
    if (!plain) return
    if (record.type === contentTypes.handshake && !isOpen) {
      const [part] = readParts(plain)
      const isRight = part?.type === messageTypes.finished && isSame(part.body, (keys as Keys).finished('server', transcript))
      isOpen = isRight
      settle(isRight ? undefined : new Error('the server saw another handshake'))
    } else if (record.type === contentTypes.data && isOpen) options.onData(plain)
    else if (record.type === contentTypes.alert) finish()
  }

  function finish(): void {
    if (isOpen) {
      isOpen = false
      socket.close()
    }
    ended()
  }

  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.connect(options.port, options.host, resolve)
  })
  socket.on('error', () => undefined)
  socket.on('message', (datagram) => {
    for (const record of readRecords(datagram)) take(record)
  })
  const over = new AbortController()
  const shaken = new Promise<void>((resolve, reject) => {
    settle = (error) => (error ? reject(error) : resolve())
  })
  const trying = (async () => {
    flight = [plainly({ type: messageTypes.clientHello, number: 0, body: writeClientHello(hello) })]
    for (const wait of waitsMs) {
      say()
      await clock.sleep(wait, over.signal)
    }
    settle(new Error('the server does not answer'))
  })()
  trying.catch(() => undefined)
  try {
    await shaken
  } catch (error) {
    socket.close()
    throw error
  } finally {
    over.abort()
  }

  return {
    suite: (suite as Suite | undefined)?.name ?? '',
    closed,
    send: (data) => put(writer.write(contentTypes.data, 1, data)),
    async close() {
      if (!isOpen) return
      await new Promise<void>((resolve) => socket.send(writer.alert(1, false, alerts.closeNotify), () => resolve()))
      finish()
    },
  }
}
