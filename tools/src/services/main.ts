/**
 * `tsx tools/src/services/main.ts [--only mariadb,redis] -- <command>` runs a command with LIREN_TEST_DB_URL,
 * LIREN_TEST_REDIS_URL, LIREN_TEST_MQTT_URL, LIREN_TEST_PG_URL and LIREN_CHROMIUM set, as far as they can be had.
 */
import { spawn } from 'node:child_process'
import { startServices, type Wanted } from './services.ts'

const all = ['mariadb', 'redis', 'mosquitto', 'chromium'] as const

function parse(argv: readonly string[]): { wanted: Wanted; command: readonly string[] } {
  const at = argv.indexOf('--')
  const command = at < 0 ? [] : argv.slice(at + 1)
  const only = argv.slice(0, at < 0 ? undefined : at)
  const names = only[0] === '--only' ? (only[1] ?? '').split(',') : [...all]
  const known: readonly string[] = [...all, 'postgres', 'nginx']
  const strange = names.filter((name) => !known.includes(name))
  if (command.length === 0 || strange.length > 0) {
    throw new Error(`usage: main.ts [--only ${known.join(',')}] -- command …${strange.length ? ` (unknown: ${strange.join(', ')})` : ''}`)
  }
  return { wanted: Object.fromEntries(names.map((name) => [name, true])), command }
}

async function main(): Promise<number> {
  const { wanted, command } = parse(process.argv.slice(2))
  const services = await startServices(wanted)
  for (const { name, reason } of services.missing) console.error(`services: no ${name}: ${reason}`)
  const [program = '', ...args] = command
  const child = spawn(program, args, { stdio: 'inherit', env: { ...process.env, ...services.env } })
  const forward = (signal: NodeJS.Signals) => child.kill(signal)
  process.on('SIGINT', forward)
  process.on('SIGTERM', forward)
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0)))
    })
  } finally {
    await services.stop()
  }
}

main().then(
  (code) => process.exit(code),
  (error) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  },
)
