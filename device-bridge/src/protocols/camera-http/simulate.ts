import { askWeb } from '../../transport/http-client.ts'
import type { Simulation } from '../protocol.ts'

const usage = `<http://host:port/camera/code/secret> [type]
  a camera that finds something now and every minute: camera.falling-object, camera.intrusion, camera.crowd, camera.occluded,
  camera.ebike or lift.ebike`

const values: Readonly<Record<string, object>> = {
  'camera.falling-object': {
    zone: 'east',
    confidencePercent: 90,
    // Something dropped from the ninth floor of eighteen, as the simulated facade shows it.
    trajectory: [0, 80, 160, 240, 320, 400, 480, 560].map((ms) => [500, 560 + 0.00009 * ms * ms + 0.03 * ms, ms]),
  },
  'camera.intrusion': { zone: 'north', target: 'person', rule: 'line' },
  'camera.crowd': { people: 31, limit: 20, isActive: true },
  'camera.occluded': { isActive: true },
  'camera.ebike': { behaviour: 'indoors', floor: '1' },
  'lift.ebike': { isInside: true },
}

/** A camera by hand. */
export const simulation: Simulation = {
  usage,
  async run([url, type = 'camera.falling-object'], io) {
    const found = values[type]
    if (!url || !URL.canParse(url) || !found) throw new Error(`usage: ${usage}`)
    for (let id = io.clock.now(); !io.signal.aborted; id++) {
      const body = JSON.stringify({ id: String(id), at: io.clock.now(), type, values: found })
      const answer = await askWeb({ method: 'POST', url, body, headers: { 'content-type': 'application/json' }, signal: io.signal })
      io.print(`${answer.status} ${answer.body.toString('utf8')}`)
      await io.clock.sleep(60_000, io.signal).catch(() => undefined)
    }
  },
}
