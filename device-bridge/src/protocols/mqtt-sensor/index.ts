import { z } from '@liren/contract'
import { decodeMessage } from '../../families/sensors/message.ts'
import { sensorCommands } from '../../families/sensors/replies.ts'
import { badFrame, goodFrame, protocol } from '../protocol.ts'
import { createSensorCommands } from './commands.ts'
import { createSensorListener, sensorTopics } from './listen.ts'
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
    const commands = createSensorCommands(deps.mqtt, () => deps.clock.now())
    await deps.mqtt.serve({
      topics: sensorTopics,
      mayPublish: (device, topic) => topic.split('/')[3] === device && !topic.endsWith('/cmd'),
      maySubscribe: (device, topic) => /^v1\/[a-z0-9-]+\/[a-z0-9-]+\/([a-z0-9-]+)\/cmd$/.exec(topic)?.[1] === device,
      onMessage: createSensorListener({ ...deps, deviceOf: (code) => deps.devices.get(code), commands }),
    })
    return {
      ports: {},
      commands: sensorCommands,
      reaches: (device) => deps.mqtt.isListening(device),
      send: commands.send,
      close: async () => {},
    }
  },
  simulate: simulation,
})
