import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import type { PrepareMessage } from '../../tools/src/start/prepare-messages.ts'
import { ensureBuilt } from './builds.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A data folder with the small demo community in it; every house starts with a copy. */
    readonly seededFolder: string
  }
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const prepare = fileURLToPath(new URL('../../tools/src/start/prepare.ts', import.meta.url))

/** What a house of the journeys is told, and nothing of what the test runner was told. */
export const houseEnv = (settings: Readonly<Record<string, string>>): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value && !name.startsWith('LIREN_') ? [[name, value]] : [])),
  ),
  LIREN_DEMO_PROFILE: 'small',
  LIREN_LOG_LEVEL: 'warn',
  LIREN_RATE_FACTOR: '1000',
  LIREN_PASSWORD_ROUNDS: '1000',
  ...settings,
})

function seedInto(folder: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = fork(prepare, {
      cwd: root,
      env: houseEnv({ LIREN_DATA: folder }),
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    let why = ''
    child.on('message', (message: PrepareMessage) => {
      if (message.kind === 'failed') why = `${message.text.en}\n${message.stack}`
    })
    child.once('error', reject)
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`The demo community could not be seeded: ${why || code}`))))
  })
}

/** Once before all journeys of a suite: the builds, and a community to begin with. */
export default async function setup(project: TestProject): Promise<() => void> {
  await ensureBuilt(['bff', 'admin', 'h5', ...(project.name === 'weapp' ? (['miniapp'] as const) : [])])
  const folder = mkdtempSync(join(tmpdir(), 'liren-seeded-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  await seedInto(folder).catch((error: unknown) => {
    remove()
    throw error
  })
  project.provide('seededFolder', folder)
  return remove
}
