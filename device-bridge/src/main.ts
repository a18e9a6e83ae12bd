import { join } from 'node:path'
import { pino } from 'pino'
import { openBridge } from './bridge.ts'
import type { Fetch } from './ports/ports.ts'
import { systemChance, systemClock } from './ports/system.ts'
import { readRegistry } from './registry.ts'
import { readSettings } from './settings.ts'

const drainMs = 15_000

async function main(): Promise<void> {
  const settings = readSettings(process.env)
  const log = pino({ level: settings.LIREN_LOG_LEVEL, base: null })
  const registry = await readRegistry(join(settings.LIREN_DATA, 'bridge', 'devices.json'))
  const bridge = await openBridge(settings, { clock: systemClock, chance: systemChance, fetch: globalThis.fetch as Fetch, log, registry })
  log.info(
    { devices: registry.all().length, ports: bridge.ports, mqttPort: bridge.mqttPort, healthPort: bridge.healthPort },
    'the bridge is open',
  )

  let closing = false
  const close = (): void => {
    if (closing) return
    closing = true
    // A line that does not let go holds nobody up: whatever was promised lies on the disk.
    setTimeout(() => {
      log.warn('the bridge ends with lines that did not close')
      process.exit(1)
    }, drainMs).unref()
    bridge.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'the bridge did not close well')
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', close)
  process.on('SIGINT', close)
}

main().catch((error: Error) => {
  console.error(process.env.LIREN_DEBUG ? error.stack : `the bridge cannot start: ${error.message}`)
  process.exitCode = 1
})
