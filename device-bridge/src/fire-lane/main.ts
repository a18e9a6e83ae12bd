import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock as clock } from '../ports/system.ts'
import { readConfig, readFireSettings } from './config.ts'
import { openControl } from './control.ts'
import { openDoors } from './doors.ts'
import { openEvidence } from './evidence.ts'
import { openLane } from './lane.ts'
import { openPanels } from './panels.ts'

const usage = `npm run fire-lane                        listens for panels and opens doors
npm run fire-lane -- test                asks every controller for the mode of every door; opens none
npm run fire-lane -- status              what is latched, and which doors are missing
npm run fire-lane -- reset <zone> <by>   ends a latch, signed with the key of the configuration`

const complain = (text: string): void => console.error(text)

async function run(): Promise<void> {
  const settings = readFireSettings(process.env)
  const config = await readConfig(settings.configFile)
  await mkdir(settings.folder, { recursive: true })
  const evidence = openEvidence(join(settings.folder, 'fire-evidence.jsonl'), clock, complain)
  const doors = await openDoors(clock)
  const lane = await openLane(config, settings.folder, clock, doors, evidence, complain)
  const panels = await openPanels(config, settings.host, settings.port, clock, lane, complain)
  const control = await openControl({ key: config.key, port: settings.controlPort, lane, clock })
  console.log(JSON.stringify({ ready: true, port: panels.port, controlPort: control.port, zones: config.zones.length }))
  const close = async (): Promise<void> => {
    await Promise.all([panels.close(), control.close(), lane.close()])
    await evidence.close()
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void close())
}

async function main([command, zone, by, ...rest]: readonly string[]): Promise<number | undefined> {
  if (command === undefined) return void (await run())
  // Not part of the process that waits for fire.
  const orders = await import('./orders.ts')
  if (command === 'test' && zone === undefined) return orders.test()
  if (command === 'status' && zone === undefined) return orders.status()
  if (command === 'reset' && zone !== undefined && by !== undefined && rest.length === 0) return orders.reset(zone, by)
  console.error(usage)
  return command === '--help' || command === '-h' ? 0 : 2
}

main(process.argv.slice(2)).then(
  (code) => {
    if (code !== undefined) process.exit(code)
  },
  (error: Error) => {
    console.error(process.env.LIREN_DEBUG ? error.stack : `the fire lane: ${error.message}`)
    process.exit(1)
  },
)
