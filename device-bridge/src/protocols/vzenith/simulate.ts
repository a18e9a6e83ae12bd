import { askWeb } from '../../transport/http-client.ts'
import type { Simulation } from '../protocol.ts'

const usage = `<http://host:port/vzenith/code/secret> <serial> [plate]
  a camera that asks for orders without end and reads one plate (浙A12345) at its beginning; it prints what it is told`

/** One result as a camera posts it. */
export const plateResult = (serial: string, plate: string, plateid: number, at: number, more: object = {}) => ({
  AlarmInfoPlate: {
    channel: 0,
    deviceName: 'IVS',
    serialno: serial,
    result: {
      PlateResult: {
        ...{ license: plate, plateid, confidence: 95, colorType: 5, type: 19, direction: 0, triggerType: 1, isoffline: 0 },
        ...{ timeStamp: { Timeval: { sec: Math.floor(at / 1000), usec: 0 } }, ...more },
      },
    },
  },
})

/** The question that a camera repeats. */
export function heartbeat(serial: string): { headers: Record<string, string>; body: string } {
  const field = (name: string, value: string): string => `--cometmark\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  const body = `${field('device_name', 'IVS')}${field('serialno', serial)}${field('channel_num', '1')}--cometmark--\r\n`
  return { headers: { 'content-type': 'multipart/form-data; boundary=cometmark' }, body }
}

/** A camera by hand. */
export const simulation: Simulation = {
  usage,
  async run([url, serial, plate = '浙A12345'], io) {
    if (!url || !URL.canParse(url) || !serial) throw new Error(`usage: ${usage}`)
    const post = async (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }): Promise<void> => {
      const answer = await askWeb({ method: 'POST', url, headers, body, silenceMs: 30_000, signal: io.signal })
      io.print(`${answer.status} ${answer.body.toString('utf8')}`)
    }
    await post(JSON.stringify(plateResult(serial, plate, 1, io.clock.now())))
    const beat = heartbeat(serial)
    while (!io.signal.aborted) await post(beat.body, beat.headers).catch(() => io.clock.sleep(1000, io.signal).catch(() => undefined))
  },
}
