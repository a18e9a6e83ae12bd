/**
 * Brings the data folder to what this version needs: opens the store, migrates, fills in the demo community at
 * the first start. A process of its own, so that what it needs in memory is given back before the house opens.
 */

import { databaseUrl, readConfig } from '@liren/bff/kernel/config'
import { systemClock, systemRandom } from '@liren/bff/kernel/ports/system'
import { migrate } from '@liren/bff/kernel/store/migrate'
import { openStore } from '@liren/bff/kernel/store/open'
import * as migrations from '@liren/bff/migrations'
import { sentenceOf } from './failure.ts'
import type { PrepareMessage } from './prepare-messages.ts'

const tell = (message: PrepareMessage): void => void process.send?.(message)

async function prepare(): Promise<void> {
  const config = readConfig(process.env)
  const store = await openStore(databaseUrl(config), {
    clock: systemClock,
    random: systemRandom,
    allowWeak: config.LIREN_DB_ALLOW_WEAK,
    warn: (sentence) => tell({ kind: 'warning', sentence }),
  })
  try {
    const applied = await migrate(store, migrations, { now: () => systemClock.now() })
    tell({ kind: 'migrated', count: applied.length })
  } finally {
    await store.close()
  }
}

prepare().then(
  () => process.disconnect?.(),
  (error: unknown) => {
    tell({ kind: 'failed', text: sentenceOf(error), stack: error instanceof Error ? (error.stack ?? '') : '' })
    process.exitCode = 1
    process.disconnect?.()
  },
)
