import { createAlive } from '../../families/sensors/alive.ts'
import { fromBytes, fromNames } from '../../families/sensors/mapping.ts'
import { plausibleMoment } from '../../families/sensors/message.ts'
import { spoken } from '../../families/sensors/spoken.ts'
import type { Line } from '../../lines/line.ts'
import type { Device } from '../../registry.ts'
import type { Signal } from '../../traits/trait.ts'
import type { HttpAsk, HttpReply } from '../../transport/http.ts'
import type { OpenProtocol, ProtocolDeps } from '../protocol.ts'
import { readers } from './codec.ts'
import type { Pushed } from './ctwing.ts'
import type { NbAddress } from './index.ts'
import { isAskedBy } from './onenet.ts'

type Sensor = Device<NbAddress>

/** Takes what the platforms of the carriers push, and tells it under the name of the sensor that it is about. */
export async function openPlatforms(deps: ProtocolDeps<NbAddress>): Promise<OpenProtocol<NbAddress>> {
  const { devices, http } = deps
  const isThere = createAlive(deps.clock)

  /** The platform that may speak here; it is a device with a secret, which stands in the address that it pushes to. */
  function prove({ params, line, remote, body }: HttpAsk): Sensor | undefined {
    const code = params.platform ?? ''
    const device = devices.get(code)
    const { platform, from } = device?.address ?? {}
    const isFrom = from === undefined || remote.replace('::ffff:', '') === from
    const isRight = devices.admits(code, params.secret ?? '', remote) && platform !== undefined && isFrom && line.prove(code)
    if (isRight) return device
    line.stranger(code.slice(0, 60), isFrom ? 'a wrong secret, or no platform' : `comes from ${remote}`, body)
    return undefined
  }

  await http.on('GET', '/nbiot/:platform/:secret', async (ask) => {
    const token = prove(ask)?.address.token
    if (token === undefined || !isAskedBy(token, ask.query)) return { status: 403, body: { error: 'not admitted' } }
    return { status: 200, headers: { 'content-type': 'text/plain' }, body: ask.query.get('msg') ?? '' }
  })

  await http.on(
    'POST',
    '/nbiot/:platform/:secret',
    async (ask): Promise<HttpReply> => {
      const server = prove(ask)
      if (!server?.address.platform) return { status: 403, body: { error: 'not admitted' } }
      const { line, body } = ask
      line.saw('in', body)
      await isThere(line, server.code)
      const read = readers[server.address.platform](body)
      if (!read.ok) {
        await line.unknown(body, `byte ${read.at}: ${read.why}`)
        return { status: 400, body: { error: read.why, at: read.at } }
      }
      for (const pushed of read.pushed) await take(pushed, server, line, body)
      return { status: 200, body: {} }
    },
    { maxBytes: 256 * 1024 },
  )

  async function take(pushed: Pushed, server: Sensor, line: Line, body: Buffer): Promise<void> {
    const sensor = devices.all().find(({ address, via }) => via === server.code && address.id === pushed.id)
    // Answered as taken all the same: the platform would push it again and again, and in the end pause for everybody.
    if (!sensor) return line.stranger(pushed.id, `not registered behind ${server.code}`, body)
    // That the platform thinks it gone is no word of the device; its silence tells us.
    if (pushed.kind === 'offline') return
    const told = signalsOf(sensor, pushed)
    if (typeof told === 'string') return line.unknown(body, `${sensor.code}: ${told}`)
    const at = plausibleMoment(pushed.at, deps.clock.now())
    await line.hear({ device: sensor.code, at, signals: told, key: pushed.key })
  }

  return { ports: { http: http.port ?? 0 }, close: async () => {} }
}

/** What a push tells, or why its content cannot be read. */
function signalsOf({ address: { fields }, product }: Sensor, { kind, values, bytes, name }: Pushed): Signal[] | string {
  if (kind === 'online' || kind === 'other') return []
  if (kind === 'event' || kind === 'response')
    return spoken(product, { type: wordOf(name) ?? (kind === 'event' ? 'platform.event' : 'command.response'), values: values ?? {} })
  if (bytes) {
    if (!fields) return `${bytes.length} bytes, and no map of them in the register`
    const mapped = fromBytes(fields, bytes)
    return mapped.ok ? spoken(product, { values: mapped.values }) : `byte ${mapped.at}: ${mapped.why}`
  }
  if (!values) return 'nothing in it'
  return spoken(product, { values: fields ? (fromNames(fields, values) as { values: typeof values }).values : values })
}

const wordOf = (name: string | undefined): string | undefined =>
  name !== undefined && /^[a-zA-Z][a-zA-Z0-9_-]{0,59}$/.test(name) ? name : undefined
