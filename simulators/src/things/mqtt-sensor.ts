import type { MqttClient } from 'mqtt'
import { fetchBuild, playUpdate } from './firmware.ts'
import type { ThingList } from './list.ts'
import { messageId, openMqttLine, readOrder } from './mqtt-line.ts'
import { inTurns, pause, type Stage } from './playing.ts'
import { sensors } from './sensors.ts'

const everyMs = 60_000

/** A sensor on our own topics that does what it is asked: a lamp that was switched by hand stays so until the evening. */
export async function playMqttSensor(stage: Stage, { code, secret, product }: ThingList['sensors'][number]): Promise<void> {
  const topic = (kind: string): string => `v1/demo/${product}/${code}/${kind}`
  const byHand = new Map<string, { readonly value: unknown; readonly until: number }>()
  let count = 0
  const tell = async (client: { publishAsync(topic: string, text: string, options: { qos: 1 }): Promise<unknown> }) => {
    const now = stage.now()
    const values: Record<string, unknown> = { ...sensors[product]?.(code, now) }
    for (const [name, { value, until }] of byHand) if (until > now) values[name] = value
    await client.publishAsync(topic('event'), JSON.stringify({ id: messageId(now, count++), ts: now, values }), { qos: 1 })
  }
  /** Accepted at once; how it ends is said when it has ended. */
  const update = async (line: MqttClient, id: string, { url, sm3 }: Record<string, unknown>): Promise<void> => {
    const send = (kind: string, content: object) => line.publishAsync(topic(kind), JSON.stringify(content), { qos: 1 })
    const say = (type: string, values: object) => send('event', { id: messageId(stage.now(), count++), ts: stage.now(), type, values })
    await send('cmd/reply', { id, code: 1 })
    const isNew = await playUpdate(String(url), {
      ...{ get: fetchBuild, sm3: sm3 === undefined ? undefined : String(sm3), rest: () => pause(4000, stage.signal) },
      say: (state) => say('device.firmware', { state }),
      restart: (release) => say('device.described', { firmware: release }),
    })
    if (isNew) await send('cmd/reply', { id, code: 0 })
  }
  const client = await openMqttLine(stage, { code, secret, topics: [topic('cmd')] }, (_, payload, line) => {
    const { id, name, args = {} } = readOrder(payload)
    if (id === undefined) return
    if (name === 'firmware.update') return void update(line, id, args).catch(() => undefined)
    if (name === 'lamp.set') for (const [key, value] of Object.entries(args)) byHand.set(key, { value, until: stage.now() + 6 * 3_600_000 })
    stage.note(`${code} 执行命令 ${name} · did what it was asked`)
    line.publish(topic('cmd/reply'), JSON.stringify({ id, code: 0 }), { qos: 1 })
    void tell(line).catch(() => undefined)
  })
  await inTurns(stage, [client], everyMs, async () => {
    if (client.connected) await tell(client)
  })
}
