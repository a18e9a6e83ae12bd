import { createHttpsDevice, readConfig } from '../index.ts'

/** A sensor behind a modem: posts over HTTPS under its signature, and polls for what it is asked. */
const config = await readConfig(process.argv[2] ?? 'device.json')
const stop = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort())

const device = createHttpsDevice(
  config,
  ({ name }) => {
    console.log(`asked to ${name}`)
    return name === 'device.identify' ? { code: 0 } : { code: 404, message: `this sensor cannot do ${name}` }
  },
  stop.signal,
)
while (!stop.signal.aborted) {
  try {
    await device.tell({ values: { temperatureC: 21.5, battery: 77 } })
    console.log('told')
    console.log(`${await device.poll(20)} done`)
  } catch (error) {
    if (stop.signal.aborted) break
    console.log((error as Error).message)
    await new Promise((resolve) => setTimeout(resolve, 2000))
  }
}
