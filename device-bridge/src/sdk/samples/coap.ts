import { createCoapDevice, readConfig } from '../index.ts'

/** A smoke detector on a battery: wakes, says how it is, does what waited for it, sleeps. */
const config = await readConfig(process.argv[2] ?? 'device.json')
const sleepSeconds = Number(process.argv[3] ?? 60)

const device = createCoapDevice(config, ({ name }) => {
  console.log(`asked to ${name}`)
  return name === 'alarm.silence' ? { code: 0 } : { code: 404, message: `a detector cannot do ${name}` }
})
for (;;) {
  const done = await device.wake([{ values: { alarm: false, battery: 88 } }]).catch((error: Error) => error.message)
  console.log(typeof done === 'number' ? `told, ${done} done, sleeping` : `not heard: ${done}`)
  await new Promise((resolve) => setTimeout(resolve, sleepSeconds * 1000))
}
