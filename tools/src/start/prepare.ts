/**
 * Brings the data folder to what this version needs: opens the store, migrates, checks the keys, fills in the demo
 * community at the first start. A process of its own, so that what it needs in memory is given back before the
 * house opens.
 */
import { readConfig } from '@liren/bff/kernel/config'
import { openKernel } from '@liren/bff/kernel/open-kernel'
import * as migrations from '@liren/bff/migrations'
import { sentenceOf } from './failure.ts'
import type { PrepareMessage } from './prepare-messages.ts'

const tell = (message: PrepareMessage): void => void process.send?.(message)

async function prepare(): Promise<void> {
  const config = readConfig({ LIREN_LOG_LEVEL: 'error', ...process.env })
  const opened = await openKernel(config, migrations)
  try {
    tell({ kind: 'migrated', count: opened.migrated.length })
  } finally {
    await opened.close()
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
