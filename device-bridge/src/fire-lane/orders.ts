import { request } from 'node:http'
import { join } from 'node:path'
import { systemClock as clock } from '../ports/system.ts'
import { readConfig, readFireSettings } from './config.ts'
import { signReset } from './control.ts'
import { openDoors } from './doors.ts'
import { openEvidence } from './evidence.ts'

const complain = (text: string): void => console.error(text)

/** Asks every controller for the mode of every door; opens none. Answers with the exit code. */
export async function test(): Promise<number> {
  const settings = readFireSettings(process.env)
  const config = await readConfig(settings.configFile)
  const doors = await openDoors(clock)
  const evidence = openEvidence(join(settings.folder, 'fire-evidence.jsonl'), clock, complain)
  const modes: Record<number, string> = { 1: 'normally open', 2: 'normally closed', 3: 'controlled' }
  const all = config.zones.flatMap((zone) => zone.doors.map((door) => ({ zone: zone.code, door })))
  const found = await Promise.all(
    all.map(async ({ zone, door }) => {
      const mode = (await doors.read(door)) ?? (await doors.read(door)) ?? (await doors.read(door))
      evidence.add('tested', { zone, door: door.code, isReached: mode !== undefined })
      console.log(`${zone} ${door.code} ${mode === undefined ? 'SILENT' : (modes[mode] ?? `no such door, mode ${mode}`)}`)
      return mode !== undefined && modes[mode] !== undefined
    }),
  )
  await evidence.close()
  await doors.close()
  const missing = found.filter((isThere) => !isThere).length
  console.log(missing === 0 ? `all ${found.length} doors answer` : `${missing} of ${found.length} doors do not answer`)
  return missing === 0 ? 0 : 1
}

/** Shows what the running lane holds. */
export async function status(): Promise<number> {
  console.log(JSON.stringify((await ask('GET', '/status')).value, null, 2))
  return 0
}

/** Asks the running lane, on loopback. */
const ask = (method: string, path: string, body: object = {}): Promise<{ status: number; value: Record<string, unknown> }> =>
  new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: readFireSettings(process.env).controlPort, method, path }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, value: JSON.parse(text) as Record<string, unknown> }))
    })
    asked.on('error', (error) => reject(new Error(`the fire lane does not answer: ${error.message}`)))
    asked.end(method === 'GET' ? undefined : JSON.stringify(body))
  })

/** Ends a latch of the running lane. Answers with the exit code. */
export async function reset(zone: string, by: string): Promise<number> {
  const { key } = await readConfig(readFireSettings(process.env).configFile)
  const nonce = String((await ask('POST', '/nonce')).value.nonce)
  const { status, value } = await ask('POST', '/reset', { zone, by, nonce, signature: signReset(key, { zone, by, nonce }) })
  console.log(status === 200 ? `${zone} is not latched any more; its doors stay open until they are put back` : String(value.error))
  return status === 200 ? 0 : 1
}
