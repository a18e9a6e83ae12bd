import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startMariadb } from '../../../tools/src/services/mariadb.ts'
import type { Service } from '../../../tools/src/services/service.ts'
import { judge, type Verdict } from './check.ts'
import { startClient } from './clients.ts'
import { openJournal, readJournal } from './journal.ts'
import { openAt, outside, setStage, startVictim, tormentedAt } from './stage.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const run = promisify(execFile)
const shipped = readFileSync(join(root, 'deploy/compose/mariadb-standby.cnf'), 'utf8')

export interface StandbyOptions {
  readonly clients: number
  /** So many writes are promised before each blow. */
  readonly writes: number
  /** For the negative control: the primary goes on alone, and the standby hears nothing more. */
  readonly alone?: boolean
}

export interface StandbyResult extends Verdict {
  /** From each kill of the primary to the next promised write. */
  readonly gapsMs: readonly number[]
  /** The house was the same process from beginning to end. */
  readonly samePid: boolean
}

/** A server with the settings that are shipped, and the file by which the operator's command reaches it. */
async function server(folder: string, name: string, id: number): Promise<Service & { readonly file: string }> {
  const own = join(folder, name)
  mkdirSync(own)
  const settings = shipped
    .split('\n')
    .filter((line) => /^\w/.test(line) && !line.startsWith('server_id'))
    .map((line) => `--${line.replace(/\s*=\s*/, '=')}`)
  const service = await startMariadb(own, [...settings, `--server-id=${id}`])
  const file = join(folder, `${name}.cnf`)
  writeFileSync(file, `[client]\nhost=127.0.0.1\nport=${service.port}\nuser=root\n`, { mode: 0o600 })
  return Object.assign(service, { file })
}

const storage = (...args: string[]) =>
  run(process.execPath, ['--import', 'tsx', 'deploy/src/storage.ts', ...args], { cwd: root, env: outside as NodeJS.ProcessEnv })

/** Clients write while the primary is killed, the standby takes its place, and the old primary comes back as the new standby; then once more, the other way round. */
export async function standby({ clients: count, writes, alone }: StandbyOptions): Promise<StandbyResult> {
  const folder = mkdtempSync(join(tmpdir(), 'liren-standby-'))
  const [a, b] = [await server(folder, 'a', 1), await server(folder, 'b', 2)]
  await storage('promote', '--with', a.file)
  await run('mariadb', [
    `--defaults-file=${a.file}`,
    '-e',
    "CREATE DATABASE house; CREATE USER liren@'%'; GRANT ALL ON house.* TO liren@'%'",
  ])
  await storage('follow', '--with', b.file, '--primary', a.file)
  const settings = tormentedAt(join(folder, 'house'), `mysql://liren@127.0.0.1:${a.port}/house?standby=127.0.0.1:${b.port}`)
  const { opened, token, placeId } = await setStage(settings)
  await opened.close()
  const victim = await startVictim(folder, () => settings)
  const { pid } = victim
  const path = join(folder, 'journal')
  const journal = openJournal(path)
  const clients = Array.from({ length: count }, (_, i) => startClient({ origin: victim.url, token, placeId, journal, name: `c${i}` }))
  const promised = () => clients.reduce((sum, client) => sum + client.promised(), 0)
  const more = async (goal: number) => {
    for (const end = promised() + goal; promised() < end; ) await wait(10)
  }
  const gapsMs: number[] = []
  const failOver = async (from: Service, to: { file: string }) => {
    await from.kill()
    const killed = Date.now()
    await storage('promote', '--with', to.file)
    await more(1)
    gapsMs.push(Date.now() - killed)
    await more(writes)
  }
  // it answers before it has written down that it opened; a server that fails then ends
  const opening = "SELECT COUNT(*) FROM house.audit_entries WHERE action = 'operation.started'"
  const hasOpened = async () => (await run('mariadb', [`--defaults-file=${a.file}`, '-N', '-e', opening])).stdout.trim() !== '0'
  try {
    while (!(await hasOpened())) await wait(100)
    await more(writes)
    if (alone) {
      await storage('alone', '--with', a.file)
      await run('mariadb', [`--defaults-file=${b.file}`, '-e', 'STOP SLAVE IO_THREAD'])
      await more(writes)
    }
    await failOver(a, b)
    if (!alone) {
      await a.restart()
      await storage('follow', '--with', a.file, '--primary', b.file)
      await more(writes)
      // nothing but the old primary is left: whatever is there now, it has resynchronised
      await failOver(b, a)
    }
    await Promise.all(clients.map((client) => client.finish()))
    const again = await openAt(settings)
    try {
      return { ...(await judge(again.kernel.store, readJournal(path))), gapsMs, samePid: victim.pid === pid }
    } finally {
      await again.close()
    }
  } finally {
    journal.close()
    await victim.stop()
    await Promise.all([a.stop(), b.stop()])
    rmSync(folder, { recursive: true, force: true })
  }
}
