/**
 * Brings the data folder to what this version needs: opens the store, migrates, checks the keys, fills in the demo
 * community at the first start. A process of its own, so that what it needs in memory is given back before the
 * house opens.
 */
import { capabilities } from '@liren/bff/capabilities/all'
import { setupCode } from '@liren/bff/capabilities/setup/code'
import { clearDemo } from '@liren/bff/capabilities/setup/demo/clear'
import { readEnd } from '@liren/bff/capabilities/setup/demo/state'
import { isSetUp, readProgress } from '@liren/bff/capabilities/setup/read'
import { readConfig } from '@liren/bff/kernel/config'
import { demoLeft, hasDemoAccounts } from '@liren/bff/kernel/identity/demo-guard'
import type { Kernel } from '@liren/bff/kernel/kernel'
import { openKernel } from '@liren/bff/kernel/open-kernel'
import * as migrations from '@liren/bff/migrations'
import type { ProfileName } from '../seed/profile.ts'
import { mayBeSeeded, seed } from '../seed/seed.ts'
import { StartFailure, sentenceOf } from './failure.ts'
import type { PrepareMessage } from './prepare-messages.ts'

const tell = (message: PrepareMessage): void => void process.send?.(message)

async function prepare(): Promise<void> {
  const config = readConfig({ LIREN_LOG_LEVEL: 'error', ...process.env })
  const opened = await openKernel(config, migrations)
  try {
    tell({ kind: 'migrated', count: opened.migrated.length })
    await open(opened.kernel)
  } finally {
    await opened.close()
  }
}

async function open(kernel: Kernel): Promise<void> {
  const end = await readEnd(kernel)
  if (end === undefined && kernel.config.LIREN_DEMO) return fillIn(kernel, kernel.config.LIREN_DEMO_PROFILE)
  if (end !== undefined) await settleEnd(kernel)
  if (end !== undefined && kernel.config.LIREN_DEMO) tell({ kind: 'over' })
  await openForReal(kernel)
}

/** A demonstration that was cleared: what was begun is finished, and nothing that came in behind it stays. */
async function settleEnd(kernel: Kernel): Promise<void> {
  const { done } = await readProgress(kernel)
  if (done.length > 0 || (await isSetUp(kernel))) return
  kernel.surface.mount(capabilities.map((create) => create(kernel)))
  await clearDemo(kernel)
}

/** The demo community, at the first start; a database with anything of its own in it is left as it is. */
async function fillIn(kernel: Kernel, profile: ProfileName): Promise<void> {
  if (!(await mayBeSeeded(kernel))) {
    tell({
      kind: 'warning',
      sentence: '数据库里已有自己的数据，不写入演示社区 · This database holds data of its own; the demo community is not filled in',
    })
    return
  }
  const label = `演示社区 · demo community (${profile})`
  kernel.surface.mount(capabilities.map((create) => create(kernel)))
  const written = await seed(kernel, profile, ({ set, share }) => {
    tell({ kind: 'seeding', text: `${label}: ${set.text.zh}`, share })
  })
  if (written.length > 0) tell({ kind: 'seeded', text: label })
}

/** Outside the demonstration: its people, whose passwords everybody knows, must not be there; a new house asks for its set-up code. */
async function openForReal(kernel: Kernel): Promise<void> {
  if (await hasDemoAccounts(kernel)) throw new StartFailure(demoLeft.zh, demoLeft.en)
  if (!(await isSetUp(kernel))) tell({ kind: 'setup', code: setupCode(kernel) })
}

prepare().then(
  () => process.disconnect?.(),
  (error: unknown) => {
    tell({ kind: 'failed', text: sentenceOf(error), stack: error instanceof Error ? (error.stack ?? '') : '' })
    process.exitCode = 1
    process.disconnect?.()
  },
)
