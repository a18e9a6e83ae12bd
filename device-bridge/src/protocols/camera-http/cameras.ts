import type { Line } from '../../lines/line.ts'
import type { Device } from '../../registry.ts'
import type { HttpAsk, HttpReply } from '../../transport/http.ts'
import type { OpenProtocol, ProtocolDeps } from '../protocol.ts'
import { readPush } from './codec.ts'
import type { CameraAddress } from './index.ts'

type Camera = Device<CameraAddress>

/** Of one terminal, and the two that all of them share. */
const ownTopic = /^mqtt\/face\/([^/]+)\/(Rec|Snap|Ack)$/
const sharedTopics = ['mqtt/face/heartbeat', 'mqtt/face/basic']
const cameraTopic = /^camera\/([^/]+)\/event$/

/** Takes what cameras and terminals tell, and confirms it once it lies on disk. */
export async function openCameras(deps: ProtocolDeps<CameraAddress>): Promise<OpenProtocol<CameraAddress>> {
  await deps.http.on('POST', '/camera/:device/:secret', serve, { maxBytes: 8 * 1024 * 1024 })
  await deps.mqtt.serve({
    topics: ['camera/+/event', 'mqtt/face/+/Rec', 'mqtt/face/+/Snap', 'mqtt/face/+/Ack', ...sharedTopics],
    mayPublish: (code, topic) => {
      const device = deps.devices.get(code)
      return device !== undefined && (sharedTopics.includes(topic) || byTopic(topic) === device)
    },
    maySubscribe: (code, topic) => {
      const id = deps.devices.get(code)?.address.deviceId
      return id !== undefined && topic === `mqtt/face/${id}`
    },
    async onMessage({ topic, payload, retained, line }) {
      // What was retained is of the past, and would be told again at every connection.
      if (retained) return
      const device = line.device === undefined ? (byTopic(topic) ?? bySelf(payload)) : deps.devices.get(line.device)
      if (!device || !line.prove(device.code)) return line.stranger(topic.slice(0, 100), 'no such camera', payload)
      await take(device, line, payload)
    },
  })

  function byTopic(topic: string): Camera | undefined {
    const code = cameraTopic.exec(topic)?.[1]
    if (code !== undefined) return deps.devices.get(code)
    const id = ownTopic.exec(topic)?.[1]
    return id === undefined ? undefined : deps.devices.all().find(({ address }) => address.deviceId === id)
  }

  /** At a foreign broker, which does not say who published on a shared topic. */
  function bySelf(payload: Buffer): Camera | undefined {
    const read = readPush(payload, false)
    return read.ok
      ? deps.devices.all().find(({ address }) => address.deviceId !== undefined && address.deviceId === read.push.deviceId)
      : undefined
  }

  async function serve({ params, body, line }: HttpAsk): Promise<HttpReply> {
    const code = params.device ?? ''
    const device = deps.devices.get(code)
    if (!device || !deps.devices.admits(code, params.secret ?? '', line.remote) || !line.prove(code)) {
      line.stranger(code.slice(0, 60), device ? 'wrong secret' : 'no such camera')
      return { status: 403, body: { code: 463, desc: 'not admitted' } }
    }
    line.saw('in', body.subarray(0, 4096))
    const why = await take(device, line, body)
    return why === undefined ? { status: 200, body: { code: 200, desc: 'OK' } } : { status: 400, body: why }
  }

  /** What is wrong with it; undefined when it is kept. */
  async function take(device: Camera, line: Line, bytes: Buffer): Promise<{ code: number; desc: string } | undefined> {
    const read = readPush(bytes, device.address.inLift)
    if (!read.ok) {
      await line.unknown(bytes, `byte ${read.at}: ${read.why}`)
      return { code: read.code, desc: read.why }
    }
    const { push } = read
    if (push.deviceId !== undefined && push.deviceId !== device.address.deviceId) {
      await line.unknown(bytes.subarray(0, 1024), `speaks as ${push.deviceId.slice(0, 64)}`)
      return { code: 463, desc: 'another device' }
    }
    if (push.kind === 'alive') await line.hear({ signals: [] })
    else await line.hear({ signals: push.signals, at: push.at, ...(push.key === undefined ? {} : { key: push.key }) })
    return undefined
  }

  return { ports: { http: deps.http.port ?? 0 }, async close() {} }
}
