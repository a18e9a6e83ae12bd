/**
 * `npm run bench -- search`: finding among very many records, beside a bare look-up by an index in the same run.
 * What it wrote is kept in BENCH_FOLDER until a run is complete, so that an interrupted one goes on. Ends with an error
 * where a question takes longer than BENCH_LIMIT_MS at the 97.5th percentile, or fails.
 */
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { startMariadb } from '../../../tools/src/services/mariadb.ts'
import { bundleHouse, here } from '../house.ts'
import { type Started, startServer } from '../process.ts'
import type { Target } from '../scenario.ts'
import { indexedCases } from './indexed.ts'
import { beyond } from './limit.ts'
import { ask, type Question, settled } from './load.ts'
import { type Pair, writeSearchPage } from './page.ts'
import { prepare } from './prepare.ts'
import { questionsOf } from './questions.ts'

const rows = Number(process.env.BENCH_ROWS ?? 10_000_000)
const seconds = Number(process.env.BENCH_SECONDS ?? 5)
const people = Number(process.env.BENCH_PEOPLE ?? 50)
const limitMs = Number(process.env.BENCH_LIMIT_MS ?? 5_000)
const folder = process.env.BENCH_FOLDER ?? join(tmpdir(), 'liren-bench-search')
/** Without it the questions are asked with as much of the index as there is. */
const waits = process.env.BENCH_INDEX !== 'partial'
const company = { people: 50_000, vehicles: 20_000, devices: 10_000 }
const say = (line: string) => process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`)

mkdirSync(folder, { recursive: true })
const database = await startMariadb(folder)
const servers: Started[] = []
let isDone = false
try {
  const env = {
    LIREN_DATA: join(folder, 'data'),
    LIREN_DB_URL: database.url,
    LIREN_LOG_LEVEL: 'error',
    LIREN_PORT: '17361',
    LIREN_RATE_FACTOR: '1000000',
    LIREN_WORKER: 'separate',
  }
  const prepared = await prepare({ folder, rows, company, env }, say)
  const { tokens, ground } = prepared

  bundleHouse()
  writeFileSync(join(folder, 'tiles.json'), '{}')
  const bare = {
    BENCH_DB: database.url,
    BENCH_ESTATE: ground.estates[0]?.id ?? '',
    BENCH_TILES: join(folder, 'tiles.json'),
    BENCH_PORT: '17362',
  }
  const house: Target = { name: 'liren', port: 17361, process: await startServer(here('../../bff/dist/main.js'), env) }
  servers.push(house.process)
  const baseline: Target = { name: 'bare driver', port: 17362, process: await startServer(here('./bare/driver.ts'), bare) }
  servers.push(baseline.process)

  const file = join(folder, 'data', 'search', 'search.db')
  const { bare: lookUp, house: questions } = questionsOf(prepared, rows, company)
  const table: Record<string, Pair> = {}
  const loadBefore = loadavg()[0] ?? 0
  const measure = async (target: Target, asked: readonly Question[], note = '') => {
    for (const question of asked) {
      const name = `${question.name}${note}`
      await settled(target, question)
      const alone = await ask(target, question, 1, seconds)
      table[name] = { alone, many: await ask(target, question, people, seconds) }
      say(`${name}: ${JSON.stringify(table[name])}`)
    }
  }
  const isWhole = () => isComplete(tokens.wide)
  const write = (indexed: number | undefined) =>
    writeSearchPage(here('../../docs/benchmarks.md'), {
      ...{ rows, people, seconds, node: process.version, table, indexed, load: [loadBefore, loadavg()[0] ?? 0] },
      indexMb: existsSync(file) ? Math.round(statSync(file).size / 1e6) : 0,
    })

  await measure(baseline, [lookUp])
  if (waits && !(await isWhole())) {
    say('the house writes its search index …')
    const lists = questions.filter(({ name }) => name.startsWith('list') || name.startsWith('passages'))
    await measure(house, lists, ' (while the index is being written)')
    for (; !(await isWhole()); await wait(20_000)) say(`${Math.round(statSync(file).size / 1e6)} MB of index …`)
  }
  await measure(house, questions)
  write((await isWhole()) ? undefined : indexedCases(file))
  for (const sentence of beyond(table, limitMs)) {
    say(sentence)
    process.exitCode = 1
  }
  isDone = true
} finally {
  for (const server of servers) await server.stop()
  await database.stop()
  if (isDone && process.env.BENCH_KEEP !== '1') rmSync(folder, { recursive: true, force: true })
}

async function isComplete(token: string): Promise<boolean> {
  const answer = await fetch('http://127.0.0.1:17361/api/search?q=BX0000000001', { headers: { authorization: `Bearer ${token}` } })
  // turned away under load: it is asked again
  if (answer.status === 503) return false
  if (!answer.ok) throw new Error(`the house answers ${answer.status}: ${await answer.text()}`)
  return ((await answer.json()) as { isComplete: boolean }).isComplete
}
