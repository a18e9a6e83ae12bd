import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type DoorSensor, startDoorSensor } from './door-sensor.ts'
import { type MeterSim, startMeterSim } from './modbus-meter.ts'
import { type Siren, startSiren } from './siren.ts'

type ListedDevice =
  | { readonly code: string; readonly protocol: 'modbus'; readonly host: string; readonly port: number; readonly unit: number }
  | { readonly code: string; readonly protocol: 'mqtt-sensor'; readonly model: string; readonly secret: string }

export interface SimulatedDevices {
  readonly meters: number
  readonly doors: readonly { readonly code: string; readonly sensor: DoorSensor }[]
  close(): Promise<void>
}

const loopback = new Set(['127.0.0.1', 'localhost', '::1'])

/** Imitates the devices of the bridge's own list, as far as they are on this machine. */
export async function startDevices(dataFolder: string, mqttUrl: string, now: () => number): Promise<SimulatedDevices> {
  const devices = await listed(join(dataFolder, 'bridge', 'devices.json'))
  const meters: MeterSim[] = []
  const doors: { code: string; sensor: DoorSensor }[] = []
  const sirens: Siren[] = []
  for (const [index, device] of devices.entries()) {
    if (device.protocol === 'modbus' && loopback.has(device.host)) {
      const meter = await startMeterSim({ port: device.port, unit: device.unit, read: consumption(index, now) }).catch((error: Error) => {
        console.error(`meter ${device.code} is not simulated: ${error.message}`)
        return undefined
      })
      if (meter) meters.push(meter)
    }
    if (device.protocol === 'mqtt-sensor' && device.model === 'door-contact') {
      doors.push({ code: device.code, sensor: startDoorSensor({ brokerUrl: mqttUrl, device: device.code, secret: device.secret, now }) })
    }
    if (device.protocol === 'mqtt-sensor' && device.model === 'siren')
      sirens.push(startSiren({ brokerUrl: mqttUrl, device: device.code, secret: device.secret, now }))
  }
  const beat = setInterval(() => {
    for (const { sensor } of doors) if (sensor.connected) sensor.alive().catch(() => undefined)
  }, 30_000)
  return {
    meters: meters.length,
    doors,
    async close() {
      clearInterval(beat)
      await Promise.all([
        ...meters.map((meter) => meter.close()),
        ...doors.map(({ sensor }) => sensor.close()),
        ...sirens.map((siren) => siren.close()),
      ])
    },
  }
}

async function listed(file: string): Promise<ListedDevice[]> {
  const content = await readFile(file, 'utf8').catch(() => '[]')
  return JSON.parse(content) as ListedDevice[]
}

/** A total that follows from the clock alone, so that a restart never makes a meter run backwards. */
function consumption(index: number, now: () => number) {
  const base = Date.UTC(2026, 0, 1)
  return () => {
    const hours = (now() - base) / 3_600_000
    const wave = Math.sin((hours / 24) * 2 * Math.PI - Math.PI / 2)
    const watts = 900 + index * 150 + 500 * wave
    const averageWatts = 900 + index * 150
    const swing = -500 * (24 / (2 * Math.PI)) * Math.cos((hours / 24) * 2 * Math.PI - Math.PI / 2)
    return { volts: 229 + wave, watts, totalWh: 2_000_000 + averageWatts * hours + swing }
  }
}
