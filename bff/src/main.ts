import { hostname } from 'node:os'
import { setFlagsFromString } from 'node:v8'
import * as migrations from '../migrations/index.ts'
import { createHouse } from './app.ts'
import { closeTrail } from './capabilities/audit/trail.ts'
import { assertDemoGoesOn, DemoOverError } from './capabilities/setup/demo/state.ts'
import { recordStart, settingsFacts } from './kernel/audit/operations.ts'
import { type Config, ConfigError, readConfig, settings } from './kernel/config.ts'
import { CryptoError } from './kernel/crypto/provider.ts'
import { listen } from './kernel/http/server.ts'
import { assertNoDemoAccounts, DemoLeftError } from './kernel/identity/demo-guard.ts'
import { openKernel } from './kernel/open-kernel.ts'
import { StoreError } from './kernel/store/store-error.ts'
import { whenAvailable } from './kernel/store/when-available.ts'
import { version } from './kernel/version.ts'
import { mountsOf } from './mounts.ts'

// On a large machine the heap would grow to several times what lives in it before anything is collected.
setFlagsFromString('--heap-growing-percent=30')
// Copying what is young takes longer to share out among threads than to do, and they are others' threads.
setFlagsFromString('--no-parallel-scavenge')

/** Reasons that a person can act on are one sentence; everything else is a defect and keeps its trace. */
function sentenceOf(error: unknown): string | undefined {
  if (error instanceof ConfigError || error instanceof CryptoError || error instanceof DemoLeftError || error instanceof DemoOverError)
    return error.message
  if (error instanceof StoreError) return error.text.en
  const { code, port, path } = error as { code?: string; port?: number; path?: string }
  if (code === 'EADDRINUSE') return `Port ${port} is in use; set LIREN_PORT to another one or stop what listens there.`
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return `${path ?? 'The data folder'} cannot be written; set LIREN_DATA to a folder that can.`
  return undefined
}

async function start(config: Config): Promise<void> {
  const opened = await openKernel(config, migrations)
  const { kernel } = opened
  await assertNoDemoAccounts(kernel)
  await assertDemoGoesOn(kernel)
  kernel.metrics.collectProcess()
  let draining = false
  const serves = config.LIREN_WORKER !== 'only'
  const house = createHouse(
    kernel,
    mountsOf(kernel, () => draining, serves),
    serves,
  )
  const listening = await listen(house.app, config.LIREN_HOST, config.LIREN_PORT, (server) => {
    if (serves) house.live.attach(server)
  })
  const instance = `${hostname()}:${listening.port}`

  const leaving = new AbortController()
  let stopping: Promise<void> | undefined
  const stop = () => {
    stopping ??= (async () => {
      draining = true
      leaving.abort()
      kernel.log.info('closing: requests and work in hand are finished first')
      await Promise.all([listening.close(), house.live.close(), house.worker.stop()])
      await closeTrail(kernel, instance)
      await opened.close()
    })()
    void stopping.then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  process.on('disconnect', stop)

  // from the first request on, a database that goes away is waited for
  if (config.LIREN_WORKER !== 'separate') await whenAvailable(() => house.worker.start(), kernel, leaving.signal)
  if (serves) for (const capability of house.capabilities) capability.opened?.()
  const started = { instance, version, migrated: opened.migrated, settings: settingsFacts(kernel, settings) }
  await whenAvailable(() => recordStart(kernel, started), kernel, leaving.signal)
  if (leaving.signal.aborted) return
  kernel.log.info({ port: listening.port, migrated: opened.migrated, simulated: opened.simulated }, 'the house is open')
  process.send?.({ ready: true, port: listening.port })
}

let debug = false
try {
  const config = readConfig(process.env)
  debug = config.LIREN_DEBUG
  await start(config)
} catch (error) {
  const sentence = sentenceOf(error)
  process.stderr.write(`${sentence && !debug ? sentence : ((error as Error).stack ?? String(error))}\n`)
  process.exit(1)
}
