import { join } from 'node:path'
import { openOutside } from './adapters/open.ts'
import { createAudit } from './audit/create-audit.ts'
import type { Config } from './config.ts'
import { createCryptoProvider } from './crypto/create.ts'
import { createSealer } from './crypto/create-sealer.ts'
import { kekFrom } from './crypto/kek.ts'
import { type Keyring, openKeyring } from './crypto/keyring.ts'
import { watchKeyring } from './crypto/watch-keyring.ts'
import { armFailpoints } from './failpoint.ts'
import { createTraffic } from './http/traffic.ts'
import type { Kernel } from './kernel.ts'
import { createMetrics } from './metrics.ts'
import { openPorts } from './ports/open.ts'
import { createIds, systemClock, systemRandom } from './ports/system.ts'
import type { Clock, Random } from './ports/time.ts'
import { openSearch } from './search/open.ts'
import { type MigrationModules, migrate } from './store/migrate.ts'
import { openStore } from './store/open.ts'
import { createSurface } from './surface.ts'
import { openLog } from './web/log-folder.ts'

export interface OpenedKernel {
  readonly kernel: Kernel
  readonly keyring: Keyring
  readonly simulated: readonly string[]
  /** Names of the migrations that this start applied. */
  readonly migrated: readonly string[]
  close(): Promise<void>
}

/** What tests put in place of the real world. */
export interface Replacements {
  readonly clock?: Clock
  readonly random?: Random
  readonly fetch?: typeof fetch
}

export const databaseUrl = (config: Config): string => config.LIREN_DB_URL || `sqlite:${join(config.LIREN_DATA, 'liren.db')}`

/** Opens everything in the order in which it depends on each other, and closes it in the other. */
export async function openKernel(config: Config, migrations: MigrationModules, replace: Replacements = {}): Promise<OpenedKernel> {
  const clock = replace.clock ?? systemClock
  const random = replace.random ?? systemRandom
  const ids = createIds(clock, random)
  const log = openLog(config)
  armFailpoints(config.LIREN_FAILPOINTS)
  const crypto = createCryptoProvider({ onFallback: (reason) => log.warn({ reason }, 'SM2 runs on its second implementation') })

  const url = databaseUrl(config)
  const store = await openStore(url, {
    random,
    // one connection would wait for itself for ever; where there are more, the tests have looked
    isWatched: config.mode === 'test' || url.startsWith('sqlite:'),
    synchronous: config.LIREN_DB_SYNC,
    statementSeconds: config.LIREN_DB_TIMEOUT,
    allowWeak: config.LIREN_DB_ALLOW_WEAK,
    warn: (sentence) => log.warn(sentence),
  })
  const migrated = await migrate(store, migrations, { now: () => clock.now() })
  const keyring = await openKeyring({ store, crypto, clock, random, ids, kek: kekFrom(config) })
  const ports = await openPorts({
    redisUrl: config.LIREN_REDIS_URL || undefined,
    filesUrl: config.LIREN_FILES_URL || undefined,
    dataFolder: config.LIREN_DATA,
    clock,
    ids,
    log,
  })
  const outside = openOutside(config, { fetch: replace.fetch ?? fetch, cache: ports.cache, lock: ports.lock, clock, log })
  const stopWatching = watchKeyring(keyring, clock, log)

  const sealer = createSealer(crypto, keyring, random)
  const search = openSearch(join(config.LIREN_DATA, 'search', 'search.db'), sealer, keyring)

  const kernel: Kernel = {
    config,
    clock,
    random,
    ids,
    log,
    store,
    crypto,
    keyring,
    metrics: createMetrics(),
    sealer,
    search,
    audit: createAudit({ store, clock, ids, crypto, keyring }),
    cache: ports.cache,
    lock: ports.lock,
    bus: ports.bus,
    files: ports.files,
    limiter: ports.limiter,
    pingRedis: ports.pingRedis,
    wechat: outside.wechat,
    sms: outside.sms,
    government: outside.government,
    cityFire: outside.cityFire,
    simulated: outside.simulated,
    surface: createSurface(),
    traffic: createTraffic(store, clock),
  }
  return {
    kernel,
    keyring,
    migrated,
    simulated: outside.simulated,
    close: async () => {
      stopWatching()
      await search.close()
      await ports.close()
      await store.close()
    },
  }
}
