import { connectMqtt, readConfig } from '../index.ts'

/** A lamp on a long line over MQTT with TLS: says whether it is on, and is switched from afar. */
const config = await readConfig(process.argv[2] ?? 'device.json')
let isOn = false

const device = await connectMqtt(config, {
  async onCommand({ name, args }) {
    if (name !== 'lamp.set') return { code: 404, message: `a lamp cannot do ${name}` }
    isOn = args.isOn === true
    console.log(`switched ${isOn ? 'on' : 'off'}`)
    await device.tell({ type: 'lamp.state', values: { isOn } })
    return { code: 0, data: { isOn } }
  },
  onOpen: () => console.log('connected'),
  onTrouble: (reason) => console.log(reason),
})
await device.tell({ type: 'lamp.state', values: { isOn } })
console.log('told')
process.once('SIGTERM', () => void device.close().then(() => process.exit(0)))
process.once('SIGINT', () => void device.close().then(() => process.exit(0)))
