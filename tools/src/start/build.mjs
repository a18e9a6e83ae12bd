// What has to be built before the house can start, and whether it is stale. Plain Node.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** `inputs` are folders whose content decides, the first being the package itself; `output` is there when a build was complete. */
export const targets = [
  { name: 'bff', text: '服务端 server', inputs: ['bff', 'contract'], output: 'bff/dist/main.js' },
  { name: 'device-bridge', text: '设备网桥 device bridge', inputs: ['device-bridge', 'contract'], output: 'device-bridge/dist/main.js' },
  { name: 'simulators', text: '模拟器 simulators', inputs: ['simulators', 'contract'], output: 'simulators/dist/main.js' },
  { name: 'admin', text: '管理后台 back office', inputs: ['admin', 'client', 'contract'], output: 'admin/dist/index.html' },
  { name: 'h5', text: '居民端 resident app', inputs: ['h5', 'miniapp', 'client', 'contract'], output: 'h5/dist/index.html' },
]

const made = new Set(['node_modules', 'dist', 'coverage'])
const withoutEffect = /\.test\.tsx?$|\.md$/

function filesUnder(folder) {
  const found = []
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.') || made.has(entry.name)) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) found.push(...filesUnder(path))
    else if (!withoutEffect.test(entry.name)) found.push(path)
  }
  return found.sort()
}

/** A hash over the names and contents of everything that goes into a target. */
export function fingerprint(root, target) {
  const hash = createHash('sha256')
  const files = target.inputs.flatMap((folder) => filesUnder(join(root, folder)))
  for (const file of [...files, join(root, 'package-lock.json'), join(root, 'tsconfig.base.json')]) {
    if (existsSync(file))
      hash
        .update(`${file.slice(root.length)}\0`)
        .update(readFileSync(file))
        .update('\0')
  }
  return hash.digest('hex')
}

const noteOf = (root, target) => join(root, '.cache', 'build', `${target.name}.sha256`)

/** Targets whose sources changed since their last complete build, with the hash to note afterwards. */
export function stale(root, wanted = targets) {
  const found = []
  for (const target of wanted) {
    const hash = fingerprint(root, target)
    const note = noteOf(root, target)
    const same = existsSync(note) && readFileSync(note, 'utf8') === hash && existsSync(join(root, target.output))
    if (!same) found.push({ ...target, hash })
  }
  return found
}

/** Builds one target; throws one sentence that says where the whole output lies. */
export async function build(root, target) {
  mkdirSync(join(root, '.cache', 'build'), { recursive: true })
  const { code, output } = await run('npm', ['run', 'build', '-w', target.name], root)
  const log = join(root, '.cache', 'build', `${target.name}.log`)
  writeFileSync(log, output)
  if (code !== 0 || !existsSync(join(root, target.output))) {
    throw new Error(`${target.text} 构建失败 · The build of ${target.name} failed: ${firstError(output)} (${log})`)
  }
  writeFileSync(noteOf(root, target), target.hash)
}

const firstError = (output) =>
  output
    .split('\n')
    .find((line) => /error/i.test(line) && !/^npm /.test(line))
    ?.trim() ?? 'no reason was given'

/** Runs to the end and keeps what was said. Ctrl-C reaches it by itself: it shares our terminal. */
export function run(command, args, cwd) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' })
    let output = ''
    const keep = (chunk) => {
      output = (output + chunk).slice(-200_000)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', (error) => resolve({ code: 127, output: `${output}\n${error}` }))
    child.on('close', (code) => resolve({ code, output }))
  })
}
