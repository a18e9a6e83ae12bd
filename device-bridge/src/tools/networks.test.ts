import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStand, until } from '../../test/stand.ts'
import { systemChance, systemClock } from '../ports/system.ts'
import { findProtocol } from '../protocols/all.ts'

const application = '17c82e96-be03-4f38-aef3-f83d48582d97'
const guide = readFileSync(new URL('../../../docs/operations/device-bridge.md', import.meta.url), 'utf8')
const scheme = (network: string): string => guide.split('\n').find((line) => line.startsWith('| ') && line.includes(network)) ?? ''

let stand: Awaited<ReturnType<typeof openStand>>
beforeAll(async () => {
  stand = await openStand([
    { code: 'smoke-1', protocol: 'coap', model: 'smoke-detector', secret: 'the-secret-of-smoke-1' },
    { code: 'ctwing-1', protocol: 'nbiot', secret: 'the-secret-of-ctwing', platform: 'ctwing' },
    { code: 'water-1', protocol: 'nbiot', model: 'water-meter-nb', id: 'acf7', via: 'ctwing-1' },
    { code: 'lora-1', protocol: 'lorawan', secret: 'the-secret-of-lora-1', application },
    { code: 'bin-1', protocol: 'lorawan', model: 'waste-bin', devEui: '0101010101010101', via: 'lora-1' },
  ])
})
afterAll(() => stand.close())

/** The simulator as an operator starts it, until what it says was told. */
async function play(protocol: string, args: string[], code: string, type: string): Promise<void> {
  const count = () => stand.platform.told(code, type).length
  const before = count()
  const stop = new AbortController()
  const simulation = findProtocol(protocol)?.simulate
  const running = simulation?.run(args, { print: () => undefined, signal: stop.signal, clock: systemClock, chance: systemChance })
  await until(() => count() > before)
  stop.abort()
  await running
}
const nbiot = () =>
  play('nbiot', [`http://127.0.0.1:${stand.bridge.httpPort}/nbiot/ctwing-1/the-secret-of-ctwing`, 'acf7'], 'water-1', 'meter.water-read')

test('[GB42455-6.2-d] simulated devices of NB-IoT are heard by CoAP and through a platform; the guide tells of SIM and platform', async () => {
  const port = stand.bridge.ports['coap.dtls']
  await play('coap', [`127.0.0.1:${port}`, 'smoke-1', 'the-secret-of-smoke-1'], 'smoke-1', 'fire.cleared')
  await nbiot()
  expect(scheme('NB-IoT')).toMatch(/CoAP over DTLS.*SIM.*platform.*push address/)
})

test('[ZJWL-7.3.2.2.4] uplinks of played LoRaWAN and NB-IoT gateways arrive; the guide has a scheme for each network', async () => {
  const broker = `mqtt://127.0.0.1:${stand.bridge.mqttPort}`
  await play('lorawan', [broker, 'lora-1', 'the-secret-of-lora-1', application, '0101010101010101'], 'bin-1', 'bin.level')
  await nbiot()
  for (const network of ['cellular', 'NB-IoT', 'LoRaWAN', 'Wi-Fi']) expect(scheme(network), network).toMatch(/\| .*(MQTT|CoAP|ChirpStack)/)
})
