import type { Device } from '../../registry.ts'
import type { TcpLine } from '../../transport/tcp-server.ts'
import { createHappenings } from '../happenings.ts'
import type { OpenProtocol, ProtocolDeps } from '../protocol.ts'
import { createCipher } from './cipher.ts'
import { type Message, readMessage, readPadded, writeBody } from './codec.ts'
import { createReader, cutFrame, encodeFrame, type Frame } from './frame.ts'
import type { PileAddress } from './index.ts'
import { openLedger } from './ledger.ts'
import { messages, type Values } from './messages.ts'
import { commands, createOrders } from './orders.ts'
import { createSession, type Happened, type Session } from './session.ts'
import { createUplink } from './uplink.ts'

type Pile = Device<PileAddress>
/** A heartbeat of each gun every ten seconds; three missed, and the link is dead. */
const idleMs = 35_000

/** Takes the calls of piles: login first, then whatever they tell. The newest connection of a pile is the one that counts. */
export async function openPlatform(deps: ProtocolDeps<PileAddress>): Promise<OpenProtocol<PileAddress>> {
  const ledger = await openLedger(deps.folder)
  const happened: Happened = createHappenings()
  const uplink = createUplink({ clock: deps.clock, ledger })
  const orders = createOrders({ clock: deps.clock, ledger, happened })
  const sessions = new Map<string, Session>()
  const byLine = new WeakMap<object, Session>()

  const cipherOf = (device: Pile) => device.address.cipher && createCipher(device.address.cipher, device.secret)

  /** The body in the clear, or why there is none. */
  function opened(frame: Frame, device: Pile): { readonly body: Buffer } | { readonly why: string } {
    if (frame.encryption === 0) return device.address.cipher ? { why: 'plain, and this pile encrypts' } : { body: frame.body }
    if (frame.encryption !== 1) return { why: `encryption ${frame.encryption} is not known` }
    const cipher = cipherOf(device)
    if (!cipher) return { why: 'encrypted, and the register holds no key' }
    const body = cipher.open(frame.body)
    return body ? { body } : { why: 'encrypted with another key' }
  }

  function read(frame: Frame, device: Pile): { readonly message: Message } | { readonly why: string } {
    const plain = opened(frame, device)
    if ('why' in plain) return plain
    const body = { type: frame.type, body: plain.body }
    const found = device.address.cipher?.padding === 'zero' ? readPadded(body) : readMessage(body)
    return found.ok ? found : { why: `byte ${found.at}: ${found.why}` }
  }

  const server = await deps.tcp({
    port: deps.port('tcp', 8767),
    host: deps.host,
    reader: createReader,
    idleMs,
    onFrame,
    onEnd(line) {
      const session = byLine.get(line)
      if (session && sessions.get(session.device) === session) sessions.delete(session.device)
    },
  })

  async function onFrame(bytes: Buffer, line: TcpLine): Promise<void> {
    const cut = cutFrame(bytes)
    if (!cut.ok) return line.unknown(bytes, cut.why)
    const { frame } = cut
    if (frame.type === 0x01) return login(frame, bytes, line)
    const session = byLine.get(line)
    const device = session && deps.devices.get(session.device)
    if (!session || !device) {
      line.stranger(line.remote, 'spoke before its login', bytes)
      return line.close('no login')
    }
    const found = read(frame, device)
    if ('why' in found) return line.unknown(bytes, found.why)
    const { message } = found
    if (messages[message.type].from !== 'pile') return line.unknown(bytes, 'a frame of the platform, from a pile')
    if ('pile' in message.values && message.values.pile !== session.pile)
      return line.unknown(bytes, `speaks for pile ${message.values.pile}`)
    await uplink(session, device, message, frame.sequence)
    happened.tell({ device: session.device, message })
  }

  async function login(frame: Frame, bytes: Buffer, line: TcpLine): Promise<void> {
    const found = deps.devices.all().flatMap((device) => {
      const one = read(frame, device)
      return 'message' in one && one.message.type === 0x01 && one.message.values.pile === device.address.pile
        ? [{ device, told: one.message.values }]
        : []
    })[0]
    const refused = found ? refusal(found.device, found.told, line) : 'not registered'
    if (!found || refused !== undefined || !line.prove(found.device.code)) {
      const claimed = frame.encryption === 0 ? readMessage(frame) : undefined
      const pile = claimed?.ok && claimed.message.type === 0x01 ? claimed.message.values.pile : undefined
      line.stranger(pile ?? line.remote, refused ?? 'switched off, or another pile on this line', bytes)
      if (pile !== undefined)
        line.write(encodeFrame({ sequence: frame.sequence, encryption: 0, type: 0x02, body: writeBody(0x02, { pile, result: 1 }) }))
      return line.close('not admitted')
    }
    const { device, told } = found
    const session = createSession({ line, device: device.code, pile: told.pile, login: told, cipher: cipherOf(device) })
    const before = sessions.get(device.code)
    await line.hear({
      signals: [
        {
          type: 'device.described',
          values: {
            firmware: told.software,
            hardware: `${told.kind === 0 ? 'DC' : 'AC'}, ${told.guns} guns, V${told.version.toFixed(1)}`,
            iccid: told.sim,
          },
        },
      ],
    })
    byLine.set(line, session)
    sessions.set(device.code, session)
    if (before && before.line !== line) before.line.close('a newer connection of this pile')
    session.write(0x02, { pile: told.pile, result: 0 }, frame.sequence)
    session.write(0x56, { pile: told.pile, at: deps.clock.now() })
    happened.tell({ device: device.code, message: { type: 0x01, values: told } })
  }

  function refusal(device: Pile, told: Values<0x01>, line: TcpLine): string | undefined {
    const { from, sim } = device.address
    if (from !== undefined && !line.remote.startsWith(`${from}:`)) return 'not registered at this address'
    return sim === undefined || sim === told.sim ? undefined : 'with another SIM'
  }

  return {
    ports: { tcp: server.port },
    devicesChanged() {
      for (const [code, session] of sessions) if (!deps.devices.get(code)) session.line.close('switched off')
    },
    commands,
    reaches: (code) => sessions.has(code),
    send: (order) => orders(sessions.get(order.device.code), order),
    close: () => server.close(),
  }
}
