import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { run } from './run.ts'

/** Folders that hold servers but are seldom on the PATH of a plain user. */
const serverFolders = ['/usr/sbin', '/usr/local/sbin', ...versions('/usr/lib/postgresql')]

function versions(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).map((version) => join(folder, version, 'bin')) : []
}

/** The full path of a program, wherever Debian puts it. */
export function findProgram(...names: readonly string[]): string | undefined {
  for (const folder of [...(process.env.PATH ?? '').split(delimiter), ...serverFolders]) {
    for (const name of names) {
      if (folder && existsSync(join(folder, name))) return join(folder, name)
    }
  }
  return undefined
}

export const isRoot = (): boolean => process.getuid?.() === 0

/** Why packages cannot be installed here, or undefined when they can. */
export function whyNotInstall(): string | undefined {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get')) return 'this machine has no apt-get'
  if (!isRoot()) return 'installing Debian packages needs root'
  return undefined
}

/** Debian asks this script before a package starts its server; 101 means no. */
const policy = '/usr/sbin/policy-rc.d'

async function withoutAutostart<T>(work: () => Promise<T>): Promise<T> {
  if (existsSync(policy)) return work()
  writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    return await work()
  } finally {
    rmSync(policy, { force: true })
  }
}

const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' }
const options = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3', '-o', 'Acquire::http::Timeout=60']

/** Somebody else (another test run, unattended upgrades) may be at it: wait for them, up to five minutes. */
async function apt(...args: readonly string[]): Promise<{ ok: boolean; output: string }> {
  for (let waited = 0; ; waited += 3) {
    const result = await run('apt-get', [...options, ...args], { env, timeout: 900_000 })
    if (result.ok || waited >= 300 || !/could not get lock|unable to lock|is held by process/i.test(result.output)) return result
    await wait(3000)
  }
}

/** Installs the packages; the reason why not comes back in a sentence. */
export async function installPackages(packages: readonly string[]): Promise<string | undefined> {
  const obstacle = whyNotInstall()
  if (obstacle) return obstacle
  return withoutAutostart(async () => {
    const install = () => apt('install', '-y', '--no-install-recommends', ...packages)
    let result = await install()
    if (!result.ok) {
      // Package lists that are old or missing name files that no longer exist.
      await apt('update')
      result = await install()
    }
    if (result.ok) return undefined
    const errors = result.output.split('\n').filter((line) => /^[EW]:/.test(line))
    return `apt-get could not install ${packages.join(' ')}: ${errors.slice(0, 3).join(' ') || 'no reason given'}`
  })
}
