import { z } from '@liren/contract'
import { decodeMessage } from '../../families/sensors/message.ts'
import { sensorCommands } from '../../families/sensors/replies.ts'
import type { Device } from '../../registry.ts'
import { badFrame, goodFrame, protocol } from '../protocol.ts'
import { createSensorCommands } from './commands.ts'
import { createSensorListener, sensorTopics } from './listen.ts'
import { createSessions, mustSeal } from './sessions.ts'
import { simulation } from './simulate.ts'

/** Sensors on our own MQTT topics. */
export const mqttSensor = protocol({
  name: 'mqtt-sensor',
  text: 'Sensors on our own MQTT topics, JSON',
  address: z.object({ tenant: z._default(z.string().check(z.regex(/^[a-z0-9-]{1,40}$/)), 'demo') }),
  isText: true,
  decode(bytes) {
    const message = decodeMessage(bytes, Number.MAX_SAFE_INTEGER)
    if (message.ok) return goodFrame(JSON.parse(bytes.toString('utf8')))
    return badFrame(message.at, message.why)
  },
  async open(deps) {
    const sessions = createSessions(deps)
    const publish = (device: Device<{ tenant: string }>, text: string): Promise<void> =>
      deps.mqtt.publish(`v1/${device.address.tenant}/${device.product}/${device.code}/cmd`, text)
    const commands = createSensorCommands(publish, sessions, () => deps.clock.now())
    await deps.mqtt.serve({
      topics: sensorTopics,
      mayPublish: (device, topic) => topic.split('/')[3] === device && !topic.endsWith('/cmd'),
      maySubscribe: (device, topic) => /^v1\/[a-z0-9-]+\/[a-z0-9-]+\/([a-z0-9-]+)\/cmd$/.exec(topic)?.[1] === device,
      onMessage: createSensorListener({ ...deps, deviceOf: (code) => deps.devices.get(code), commands, sessions, publish }),
    })
    return {
      ports: {},
      commands: sensorCommands,
      reaches(code) {
        const device = deps.devices.get(code)
        return deps.mqtt.isListening(code) && (device === undefined || !mustSeal(device) || sessions.has(code))
      },
      send: commands.send,
      close: async () => {},
    }
  },
  simulate: simulation,
})
