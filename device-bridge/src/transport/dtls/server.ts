import { createHmac, randomBytes } from 'node:crypto'
import type { Trouble } from '../../channels/guard.ts'
import type { Clock } from '../../ports/ports.ts'
import type { Peer } from '../udp.ts'
import { alerts, createReader, createWriter } from './flow.ts'
import {
  type ClientHello,
  counted,
  createAssembly,
  createFields,
  extensionNumbers,
  type Message,
  messageTypes,
  noRenegotiation,
  readClientHello,
  readParts,
  word,
  writeMessage,
  writeServerHello,
} from './handshake.ts'
import { isSame, type Keys, keysOf, type Suite, sha256, suites } from './keys.ts'
import { contentTypes, type DtlsRecord, readRecords, writeRecord } from './record.ts'

/** A conversation with somebody who knows the key of this name. */
export interface DtlsSession {
  readonly identity: string
  readonly remote: string
  readonly suite: string
  /** One datagram. */
  send(data: Buffer): void
  close(): void
}

export interface DtlsOptions {
  readonly clock: Clock
  /** The shared key of a name; undefined for a stranger, who fails in the same way as one with a wrong key. */
  keyOf(identity: string): Buffer | undefined
  send(bytes: Buffer, peer: Peer): void
  onData(data: Buffer, session: DtlsSession): void
  onEnd(session: DtlsSession): void
  onRefused(identity: string, remote: string, why: string): void
  /** What came is in the clear, or was changed on the way; anybody may have sent it, so nobody is blamed. */
  onTrouble(trouble: Trouble): void
  readonly mostSessions?: number
  /** Silence after which a conversation is forgotten; the device then greets anew. */
  readonly idleMs?: number
}

interface Pending {
  readonly hello: ClientHello
  /** Of our first message; it follows that of the greeting. */
  readonly number: number
  readonly suite: Suite
  readonly random: Buffer
  readonly assembly: ReturnType<typeof createAssembly>
  readonly writer: ReturnType<typeof createWriter>
  /** All messages so far, as both sides count them. */
  transcript: Buffer
  readonly flight: readonly (readonly [type: number, body: Buffer])[]
  readonly isBound: boolean
  readonly since: number
  identity?: string
  keys?: Keys
  reader?: ReturnType<typeof createReader>
}

interface Open {
  readonly session: DtlsSession
  readonly reader: ReturnType<typeof createReader>
  readonly writer: ReturnType<typeof createWriter>
  readonly last: Buffer
  heardAt: number
}

const handshakeMs = 30_000
const mostPending = 2000

/**
 * DTLS 1.2 with shared keys, the server's side (RFC 6347, 4279). Nothing is kept of a stranger before he has shown, by a cookie,
 * that he hears what is sent to his address. No certificates, no renegotiation, no resumption.
 */
export function createDtlsServer(options: DtlsOptions) {
  const { clock, mostSessions = 20_000, idleMs = 26 * 3_600_000 } = options
  const secret = randomBytes(32)
  const pendings = new Map<string, Pending>()
  const opens = new Map<string, Open>()

  const cookieOf = (peer: Peer, { random, session, suites: offered }: ClientHello): Buffer =>
    createHmac('sha256', secret)
      .update(`${peer.address} ${peer.port} ${session.toString('hex')} ${offered.join()} `)
      .update(random)
      .digest()

  function receive(datagram: Buffer, peer: Peer): void {
    const from = `${peer.address}:${peer.port}`
    const records = readRecords(datagram)
    if (records.length === 0 || records.some(({ epoch, type }) => epoch === 0 && type === contentTypes.data))
      options.onTrouble({ kind: 'plaintext', remote: peer.address, why: 'a datagram without DTLS' })
    for (const record of records) {
      if (record.epoch === 0) beginning(record, peer, from)
      else if (record.epoch === 1) protectedOne(record, peer, from)
    }
  }

  /** What comes in plain counts only for a handshake; an alert in plain could be anybody's and ends nothing that is open. */
  function beginning(record: DtlsRecord, peer: Peer, from: string): void {
    if (record.type !== contentTypes.handshake) return
    for (const part of readParts(record.fragment)) {
      if (part.type === messageTypes.clientHello && part.offset === 0 && part.body.length === part.total)
        greeted(part, record.sequence, peer, from)
      else for (const message of pendings.get(from)?.assembly.take(part) ?? []) heard(message, peer, from)
    }
  }

  function greeted(message: Message, sequence: number, peer: Peer, from: string): void {
    const hello = readClientHello(message.body)
    if (!hello) return void options.onRefused(from, from, 'a greeting that cannot be read')
    const cookie = cookieOf(peer, hello)
    if (!isSame(cookie, hello.cookie)) {
      const body = Buffer.concat([word(0xfefd), counted(1, cookie)])
      const fragment = writeMessage({ type: messageTypes.helloVerify, number: 0, body })
      return void options.send(writeRecord({ type: contentTypes.handshake, epoch: 0, sequence, fragment }), peer)
    }
    const known = pendings.get(from)
    // He says it again, since our answer got lost.
    if (known?.hello.random.equals(hello.random)) return void answer(known, peer)
    const suite = suites.find(({ id }) => hello.suites.includes(id))
    const writer = createWriter()
    writer.startAt(sequence)
    if (!suite) {
      options.onRefused(from, from, 'no suite that both know')
      return void options.send(writer.alert(0, true, alerts.handshakeFailure), peer)
    }
    const random = randomBytes(32)
    const isBound = hello.extensions.has(extensionNumbers.extendedMaster)
    const extensions = new Map<number, Buffer>()
    if (hello.extensions.has(extensionNumbers.renegotiation) || hello.suites.includes(noRenegotiation))
      extensions.set(extensionNumbers.renegotiation, Buffer.from([0]))
    if (isBound) extensions.set(extensionNumbers.extendedMaster, Buffer.alloc(0))
    const flight = [
      [messageTypes.serverHello, writeServerHello({ random, suite: suite.id, extensions })],
      [messageTypes.serverHelloDone, Buffer.alloc(0)],
    ] as const
    const number = message.number
    const sent = flight.map(([type, body], i) => writeMessage({ type, number: number + i, body }))
    const pending: Pending = {
      ...{ hello, number, suite, random, writer, flight, isBound, since: clock.elapsed() },
      assembly: createAssembly(number + 1),
      transcript: Buffer.concat([writeMessage(message), ...sent]),
    }
    pendings.delete(from)
    pendings.set(from, pending)
    forgetOld()
    answer(pending, peer)
  }

  function answer(pending: Pending, peer: Peer): void {
    const records = pending.flight.map(([type, body], i) =>
      pending.writer.write(contentTypes.handshake, 0, writeMessage({ type, number: pending.number + i, body })),
    )
    options.send(Buffer.concat(records), peer)
  }

  function heard(message: Message, peer: Peer, from: string): void {
    const pending = pendings.get(from)
    if (!pending || message.type !== messageTypes.clientKeyExchange || pending.keys) return
    const identity = nameIn(message.body)
    if (identity === undefined) return void refuse(from, peer, pending, alerts.decodeError, 'a key exchange that cannot be read')
    pending.transcript = Buffer.concat([pending.transcript, writeMessage(message)])
    pending.identity = identity
    const { suite, random: serverRandom, hello, isBound, transcript } = pending
    // A stranger goes on with a key that nobody has: he learns no more than somebody with a wrong one.
    const key = options.keyOf(identity) ?? randomBytes(32)
    const sessionHash = isBound ? sha256(transcript) : undefined
    pending.keys = keysOf(key, { suite, clientRandom: hello.random, serverRandom, sessionHash })
    pending.reader = createReader(pending.keys.client)
  }

  function protectedOne(record: DtlsRecord, peer: Peer, from: string): void {
    const pending = pendings.get(from)
    if (pending?.keys && pending.reader && record.type === contentTypes.handshake) {
      const plain = pending.reader.open(record)
      if (plain) return void finished(plain, pending, peer, from)
    }
    const open = opens.get(from)
    const plain = open?.reader.open(record)
    if (!open || !plain) {
      if (pending?.keys && record.type === contentTypes.handshake)
        refuse(from, peer, pending, alerts.decryptError, 'a wrong key, or a stranger')
      else if (open && !open.reader.isRepeat(record.sequence))
        options.onTrouble({ kind: 'broken', remote: peer.address, why: 'a record that its key did not make' })
      return
    }
    open.heardAt = clock.elapsed()
    opens.delete(from)
    opens.set(from, open)
    if (record.type === contentTypes.data) options.onData(plain, open.session)
    // Our last words got lost, and it says its own again.
    else if (record.type === contentTypes.handshake) options.send(open.last, peer)
    else if (record.type === contentTypes.alert && (plain[0] === 2 || plain[1] === alerts.closeNotify)) end(from, open)
  }

  function finished(plain: Buffer, pending: Pending, peer: Peer, from: string): void {
    const keys = pending.keys as Keys
    for (const part of readParts(plain)) {
      for (const message of pending.assembly.take(part)) {
        const isRight = message.type === messageTypes.finished && isSame(message.body, keys.finished('client', pending.transcript))
        if (!isRight) return void refuse(from, peer, pending, alerts.decryptError, 'another handshake than ours')
        pending.transcript = Buffer.concat([pending.transcript, writeMessage(message)])
        established(pending, keys, peer, from)
      }
    }
  }

  function established(pending: Pending, keys: Keys, peer: Peer, from: string): void {
    const { writer, transcript } = pending
    writer.secure(keys.server)
    const body = keys.finished('server', transcript)
    const last = Buffer.concat([
      writer.write(contentTypes.changeCipherSpec, 0, Buffer.from([1])),
      writer.write(
        contentTypes.handshake,
        1,
        writeMessage({ type: messageTypes.finished, number: pending.number + pending.flight.length, body }),
      ),
    ])
    const session: DtlsSession = {
      identity: pending.identity ?? '',
      remote: from,
      suite: pending.suite.name,
      send: (data) => options.send(writer.write(contentTypes.data, 1, data), peer),
      close() {
        const open = opens.get(from)
        if (open?.session !== session) return
        options.send(writer.alert(1, false, alerts.closeNotify), peer)
        end(from, open)
      },
    }
    pendings.delete(from)
    const before = opens.get(from)
    if (before) end(from, before)
    opens.set(from, { session, reader: pending.reader as Open['reader'], writer, last, heardAt: clock.elapsed() })
    forgetOld()
    options.send(last, peer)
  }

  function refuse(from: string, peer: Peer, pending: Pending, code: number, why: string): void {
    pendings.delete(from)
    options.send(pending.writer.alert(0, true, code), peer)
    options.onRefused(pending.identity ?? from, from, why)
  }

  function end(from: string, open: Open): void {
    opens.delete(from)
    options.onEnd(open.session)
  }

  /** The quietest go first. */
  function forgetOld(): void {
    const now = clock.elapsed()
    for (const [from, { since }] of pendings) {
      if (now - since < handshakeMs && pendings.size <= mostPending) break
      pendings.delete(from)
    }
    for (const [from, open] of opens) {
      if (now - open.heardAt < idleMs && opens.size <= mostSessions) break
      end(from, open)
    }
  }

  return {
    receive,
    get sessions() {
      return opens.size
    },
    /** Its key counts no more. */
    drop(identity: string): void {
      for (const { session } of [...opens.values()]) if (session.identity === identity) session.close()
    },
    close(): void {
      for (const { session } of [...opens.values()]) session.close()
    },
  }
}

function nameIn(body: Buffer): string | undefined {
  try {
    const fields = createFields(body)
    const name = fields.counted(2)
    return fields.left === 0 && name.length > 0 && name.length <= 128 ? name.toString('utf8') : undefined
  } catch {
    return undefined
  }
}
