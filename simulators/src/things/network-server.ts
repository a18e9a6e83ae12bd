import { uplink } from '@liren/device-bridge/protocols/lorawan/simulate'
import type { ThingList } from './list.ts'
import { openMqttLine, readOrder } from './mqtt-line.ts'
import { inTurns, type Stage } from './playing.ts'
import { sensors } from './sensors.ts'

const everyMs = 10 * 60_000

/** A network server that hears its sensors in turns; what is sent down to one is acknowledged. */
export async function playNetworkServer(stage: Stage, server: ThingList['servers'][number]): Promise<void> {
  const at = () => new Date(stage.now()).toISOString()
  const base = (devEui: string): string => `application/${server.application}/device/${devEui}`
  const down = `application/${server.application}/device/+/command/+`
  const client = await openMqttLine(stage, { ...server, topics: [down] }, (topic, payload, line) => {
    const devEui = topic.split('/')[3] ?? ''
    const ack = { ...uplink(server.application, devEui, {}, at()), queueItemId: readOrder(payload).id, acknowledged: true, fCntDown: 1 }
    stage.note(`${devEui} 收到下行 · a downlink arrived`)
    line.publish(`${base(devEui)}/event/ack`, JSON.stringify(ack), { qos: 1 })
  })
  await inTurns(stage, server.sensors, everyMs, async ({ code, product, devEui }) => {
    const object = sensors[product]?.(code, stage.now())
    if (!object || !client.connected) return
    await client.publishAsync(`${base(devEui)}/event/up`, JSON.stringify(uplink(server.application, devEui, { object }, at())), { qos: 1 })
  })
}
