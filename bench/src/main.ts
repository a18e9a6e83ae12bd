/** `npm run bench`: what the house costs, against the same queries on bare servers in the same run. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as migrations from '../../bff/migrations/index.ts'
import { createHouse } from '../../bff/src/app.ts'
import { catalogue } from '../../bff/src/capabilities/app/catalogue.ts'
import { readConfig } from '../../bff/src/kernel/config.ts'
import { openKernel } from '../../bff/src/kernel/open-kernel.ts'
import { startServices } from '../../tools/src/services/services.ts'
import { bundleHouse, here, tokenFor } from './house.ts'
import { writePage } from './page.ts'
import { quiet, startServer } from './process.ts'
import { type Measured, measure, type Scenario, type Target } from './scenario.ts'
import { seedRepairs } from './seed.ts'
import { sizes } from './sizes.ts'

if (process.argv.includes('search') || process.argv.includes('--search')) {
  await import('./search/main.ts')
  process.exit()
}

const rows = Number(process.env.BENCH_ROWS ?? 100_000)
const seconds = Number(process.env.BENCH_SECONDS ?? 5)
const rounds = Number(process.env.BENCH_ROUNDS ?? 3)
const say = (line: string) => process.stdout.write(`${line}\n`)

const data = mkdtempSync(join(tmpdir(), 'liren-bench-'))
const services = await startServices({ mariadb: true })
const db = services.env.LIREN_TEST_DB_URL
if (!db) throw new Error(`MariaDB is needed: ${JSON.stringify(services.missing)}`)

try {
  const env = {
    LIREN_DATA: data,
    LIREN_DB_URL: db,
    LIREN_LOG_LEVEL: 'silent',
    LIREN_PORT: '17341',
    LIREN_RATE_FACTOR: '1000000',
    LIREN_WORKER: 'separate',
  }
  say(`seeding ${rows} repairs …`)
  const opened = await openKernel(readConfig(env, 'test'), migrations)
  createHouse(opened.kernel)
  const seeded = await seedRepairs(opened.kernel, rows)
  const tokens = {
    manager: await tokenFor(opened.kernel, seeded.manager, 'admin'),
    resident: await tokenFor(opened.kernel, seeded.resident, 'resident'),
  }
  await opened.kernel.store.run('ANALYZE TABLE repairs')
  await opened.close()

  bundleHouse()
  const tiles = join(data, 'tiles.json')
  writeFileSync(tiles, JSON.stringify({ items: catalogue.filter((one) => one.ends.includes('resident')) }))
  const bare = {
    BENCH_TILES: tiles,
    BENCH_DB: db.replace(/^mariadb/, 'mysql'),
    BENCH_ESTATE: seeded.estate.id,
  }
  const targets: Target[] = [
    { name: 'liren', port: 17341, process: await startServer(here('../../bff/dist/main.js'), env), token: tokens.manager },
    { name: 'bare driver', port: 17342, process: await startServer(here('./bare/driver.ts'), { ...bare, BENCH_PORT: '17342' }) },
    {
      name: 'bare driver, same six rows',
      port: 17345,
      process: await startServer(here('./bare/driver.ts'), { ...bare, BENCH_PORT: '17345', BENCH_SIX: '1' }),
      only: 'create',
    },
    { name: 'bare sequelize', port: 17343, process: await startServer(here('./bare/sequelize.ts'), { ...bare, BENCH_PORT: '17343' }) },
  ]
  const pick = () => seeded.readable[Math.floor(Math.random() * seeded.readable.length)] ?? ''
  const draft = JSON.stringify({
    kind: 'home',
    category: 'water',
    description: '厨房水管漏水，地板湿了',
    placeId: seeded.house.id,
    photos: [],
  })
  const only = process.env.BENCH_ONLY?.split(',')
  const all: Scenario[] = [
    { name: 'list', method: 'GET', path: () => '/api/repairs?limit=20' },
    { name: 'read', method: 'GET', path: () => `/api/repairs/${pick()}` },
    { name: 'create', method: 'POST', path: () => '/api/repairs', body: () => draft },
  ]

  all.push({ name: 'cached', method: 'GET', path: () => '/api/apps/tiles?end=resident' })
  const scenarios = all.filter((scenario) => !only || only.includes(scenario.name))

  for (const target of targets) await quiet(target.process.pid)
  const table: Record<string, Record<string, Measured>> = {}
  for (const scenario of scenarios) {
    const runs: Record<string, Measured[]> = {}
    for (let round = 0; round < rounds; round++)
      for (const target of targets) {
        if (scenario.name === 'cached' && target.name === 'bare sequelize') continue
        if (target.only && target.only !== scenario.name) continue
        const who = scenario.name === 'create' && target.token ? { ...target, token: tokens.resident } : target
        // every server has answered often enough to be compiled before it is measured, however slow it is
        if (round === 0) for (let warm = 0; warm < 4000; ) warm += (await measure(who, scenario, 2)).answered
        const list = runs[target.name] ?? []
        list.push(await measure(who, scenario, seconds))
        runs[target.name] = list
      }
    table[scenario.name] = Object.fromEntries(Object.entries(runs).map(([name, list]) => [name, median(list)]))
    print(scenario.name, table[scenario.name] ?? {})
  }
  const start = await startTimes()
  const result = { rows, seconds, rounds, node: process.version, table, start, sizes: sizes() }
  writeFileSync(
    here('../latest.json'),
    `${JSON.stringify(result, null, 2)}
`,
  )
  writePage(here('../../docs/benchmarks.md'), result)
  for (const target of targets) await target.process.stop()
} finally {
  await services.stop()
  rmSync(data, { recursive: true, force: true })
}

/** From the command to the first good answer, on an empty folder and again. */
async function startTimes(): Promise<{ first: number; second: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'liren-start-'))
  const times: number[] = []
  for (let i = 0; i < 2; i++) {
    const began = performance.now()
    const started = await startServer(here('../../bff/dist/main.js'), {
      LIREN_DATA: folder,
      LIREN_DB_URL: '',
      LIREN_PORT: '17344',
      LIREN_LOG_LEVEL: 'silent',
    })
    times.push(Math.round(performance.now() - began))
    await started.stop()
  }
  rmSync(folder, { recursive: true, force: true })
  return { first: times[0] ?? 0, second: times[1] ?? 0 }
}

function median(list: readonly Measured[]): Measured {
  return [...list].sort((a, b) => a.cpuMsPerRequest - b.cpuMsPerRequest)[Math.floor(list.length / 2)] as Measured
}

function print(name: string, results: Record<string, Measured>): void {
  const base = results['bare driver']
  say(`\n${name}`)
  for (const [target, one] of Object.entries(results)) {
    const ratio = base ? (one.cpuMsPerRequest / base.cpuMsPerRequest).toFixed(2) : '–'
    say(
      `  ${target.padEnd(16)} ${String(one.perSecond).padStart(6)}/s  cpu ${one.cpuMsPerRequest} ms (×${ratio})  p99 ${one.p99} ms  rss ${one.rssMb} MB  failed ${one.failed}`,
    )
  }
}
