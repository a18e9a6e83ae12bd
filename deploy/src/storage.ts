import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { output } from '@liren/bff/engines/backup/program'

const help = `npm run storage -- state   --with <file>                    what this MariaDB is, and how far it has got
npm run storage -- promote --with <file>                    it takes writes from now on, alone; of a standby: all it received is applied first
npm run storage -- follow  --with <file> --primary <file>   it becomes the standby; nothing is acknowledged without it any more
npm run storage -- alone   --with <file>                    the primary goes on without its standby

A file is an option file of the client: [client] host, port, user, password of somebody who may administer that server.`

const follower = 'liren_replica'
const patienceMs = 60_000

interface Server {
  /** One statement, or several. */
  run(sql: string): Promise<string>
  value(expression: string): Promise<string>
  /** What it knows of following another; empty when it follows nobody. */
  following(): Promise<Readonly<Record<string, string>>>
  readonly host: string
  readonly port: number
}

function serverOf(file: string): Server {
  const options = readFileSync(file, 'utf8')
  const named = (name: string, otherwise: string) => new RegExp(`^\\s*${name}\\s*=\\s*(\\S+)`, 'm').exec(options)?.[1] ?? otherwise
  const run = async (sql: string, ...how: string[]) => (await output('mariadb', [`--defaults-file=${file}`, ...how, '-e', sql])).trim()
  return {
    run: (sql) => run(sql, '-N', '-B'),
    value: (expression) => run(`SELECT ${expression}`, '-N', '-B'),
    async following() {
      const lines = (await run('SHOW SLAVE STATUS', '-E')).split('\n').flatMap((line) => [/^\s*(\w+): ?(.*)$/.exec(line) ?? []])
      return Object.fromEntries(lines.flatMap(([, name, value = '']) => (name ? [[name, value] as const] : [])))
    },
    host: named('host', '127.0.0.1'),
    port: Number(named('port', '3306')),
  }
}

async function until(what: string, is: () => Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < patienceMs; waited += 100) {
    if (await is()) return
    await wait(100)
  }
  throw new Error(`${what}: not within ${patienceMs / 1000} seconds`)
}

/** Everything that the old primary acknowledged lies here already; it is applied before the first new write. */
async function promote(server: Server): Promise<string> {
  if ((await server.following()).Master_Host !== undefined) {
    await server.run('STOP SLAVE IO_THREAD; START SLAVE SQL_THREAD')
    await until('applying what was received', async () => {
      const { Gtid_IO_Pos: received, Last_SQL_Error: error } = await server.following()
      if (error) throw new Error(error)
      return received === '' || received === (await server.value('@@gtid_slave_pos'))
    })
    await server.run('STOP SLAVE; RESET SLAVE ALL')
  }
  await server.run('SET GLOBAL rpl_semi_sync_master_enabled = 0; SET GLOBAL read_only = 0')
  return `takes writes, alone, from ${(await server.value('@@gtid_current_pos')) || 'its beginning'} on`
}

async function follow(server: Server, primary: Server): Promise<string> {
  if ((await primary.value('@@global.read_only')) !== '0') throw new Error('the primary takes no writes: promote it first')
  const password = randomBytes(24).toString('base64url')
  await primary.run(`CREATE OR REPLACE USER ${follower}@'%' IDENTIFIED BY '${password}'; GRANT REPLICATION SLAVE ON *.* TO ${follower}@'%'`)
  await server.run(
    `SET GLOBAL read_only = 1; SET GLOBAL rpl_semi_sync_master_enabled = 0; SET GLOBAL rpl_semi_sync_slave_enabled = 1; STOP SLAVE;
     SET GLOBAL gtid_slave_pos = @@gtid_current_pos;
     CHANGE MASTER TO MASTER_HOST = '${primary.host}', MASTER_PORT = ${primary.port}, MASTER_USER = '${follower}', MASTER_PASSWORD = '${password}', MASTER_USE_GTID = slave_pos, MASTER_CONNECT_RETRY = 5;
     START SLAVE`,
  )
  const goal = await primary.value('@@gtid_binlog_pos')
  await until('catching up with the primary', async () => {
    const { Last_IO_Error: io, Last_SQL_Error: sql } = await server.following()
    // it holds what the primary never had, or lacks what the primary keeps no more: only a copy helps
    if (sql || /gtid|binlog/i.test(io ?? '')) throw new Error(`${sql || io}. Copy the primary anew, as the manual says.`)
    return (await server.value(`MASTER_GTID_WAIT('${goal}', 0.1)`)) === '0'
  })
  // a commit waits for the standby as long as it takes: a primary that is cut off acknowledges nothing
  await primary.run(
    "SET GLOBAL rpl_semi_sync_master_timeout = 18446744073709551615; SET GLOBAL rpl_semi_sync_master_wait_point = 'AFTER_SYNC'; SET GLOBAL rpl_semi_sync_master_enabled = 1",
  )
  await until('the first acknowledgement', async () =>
    (await primary.run("SHOW STATUS LIKE 'Rpl_semi_sync_master_clients'")).endsWith('\t1'),
  )
  return `follows ${primary.host}:${primary.port} and has all it wrote`
}

async function state(server: Server): Promise<string> {
  const status = await server.following()
  const role =
    status.Master_Host === undefined
      ? `takes ${(await server.value('@@global.read_only')) === '0' ? '' : 'no '}writes; ${(await server.value('@@global.rpl_semi_sync_master_enabled')) === '1' ? 'waits for its standby' : 'alone'}`
      : `follows ${status.Master_Host}:${status.Master_Port}: receives ${status.Slave_IO_Running}, applies ${status.Slave_SQL_Running}, ${status.Seconds_Behind_Master} s behind ${status.Last_IO_Error}${status.Last_SQL_Error}`
  return `${role}; at ${await server.value('@@gtid_current_pos')}`
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { with: { type: 'string' }, primary: { type: 'string' }, help: { type: 'boolean' } },
  })
  const [word] = positionals
  const server = values.with === undefined ? undefined : serverOf(values.with)
  if (word === 'promote' && server) console.log(`✓ ${await promote(server)}`)
  else if (word === 'follow' && server && values.primary) console.log(`✓ ${await follow(server, serverOf(values.primary))}`)
  else if (word === 'alone' && server) {
    await server.run('SET GLOBAL rpl_semi_sync_master_enabled = 0')
    console.log('✓ goes on alone; a failure of this server now loses what no standby has')
  } else if (word === 'state' && server) console.log(await state(server))
  else {
    console.log(help)
    if (!values.help) process.exitCode = 2
  }
}

main().catch((error: Error) => {
  console.error(`✗ ${error.message}`)
  process.exitCode = 1
})
