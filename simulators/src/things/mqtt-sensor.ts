import type { ThingList } from './list.ts'
import { messageId, openMqttLine, readOrder } from './mqtt-line.ts'
import { inTurns, type Stage } from './playing.ts'
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
  const client = await openMqttLine(stage, { code, secret, topics: [topic('cmd')] }, (_, payload, line) => {
    const { id, name, args = {} } = readOrder(payload)
    if (id === undefined) return
    if (name === 'lamp.set') for (const [key, value] of Object.entries(args)) byHand.set(key, { value, until: stage.now() + 6 * 3_600_000 })
    stage.note(`${code} 执行命令 ${name} · did what it was asked`)
    line.publish(topic('cmd/reply'), JSON.stringify({ id, code: 0 }), { qos: 1 })
    void tell(line).catch(() => undefined)
  })
  await inTurns(stage, [client], everyMs, async () => {
    if (client.connected) await tell(client)
  })
}
