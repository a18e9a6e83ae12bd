import { existsSync, readdirSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run, targets } from '../../tools/src/start/build.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))

interface Target {
  readonly name: string
  readonly inputs: readonly string[]
  readonly output: string
}

const known: readonly Target[] = [
  ...targets,
  { name: 'miniapp', inputs: ['miniapp', 'client', 'contract'], output: 'miniapp/dist/weapp/app.json' },
]

const made = new Set(['node_modules', 'dist', 'coverage'])

/** When something that goes into a build was last touched. Tests do not go into it. */
function lastTouched(folder: string): number {
  let last = 0
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.') || made.has(entry.name) || /\.test\.tsx?$|\.md$/.test(entry.name)) continue
    const path = join(folder, entry.name)
    last = Math.max(last, entry.isDirectory() ? lastTouched(path) : statSync(path).mtimeMs)
  }
  return last
}

function isFresh({ inputs, output }: Target): boolean {
  const path = join(root, output)
  if (!existsSync(path)) return false
  return statSync(path).mtimeMs >= Math.max(...inputs.map((folder) => lastTouched(join(root, folder))))
}

/** The test runner says NODE_ENV=test and more of the kind; a build believes it. */
const asOutsideTests = ['NODE_ENV', 'VITEST', 'TEST', 'MODE', 'DEV', 'PROD', 'SSR', 'BASE_URL'].flatMap((name) => ['-u', name])

/** Builds what is missing or older than its sources. A journey walks through what people get, never through sources. */
export async function ensureBuilt(names: readonly ('bff' | 'admin' | 'h5' | 'miniapp')[]): Promise<void> {
  for (const target of known.filter(({ name }) => (names as readonly string[]).includes(name))) {
    if (isFresh(target)) continue
    const { code, output } = await run('env', [...asOutsideTests, 'npm', 'run', 'build', '-w', target.name], root)
    const path = join(root, target.output)
    if (code !== 0 || !existsSync(path))
      throw new Error(
        `The journeys need a build of ${target.name}, and it fails; npm run build -w ${target.name} shows why:\n${output.slice(-1500)}`,
      )
    // a build that changed nothing leaves its files as they were
    const now = new Date()
    utimesSync(path, now, now)
  }
}
