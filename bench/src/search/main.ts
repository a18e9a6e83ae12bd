/** `npm run bench -- --search`: finding among very many records, beside a bare look-up by an index in the same run. */
import { existsSync, mkdirSync, readFileSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import * as migrations from '../../../bff/migrations/index.ts'
import { createHouse } from '../../../bff/src/app.ts'
import { readConfig } from '../../../bff/src/kernel/config.ts'
import { openKernel } from '../../../bff/src/kernel/open-kernel.ts'
import { startMariadb } from '../../../tools/src/services/mariadb.ts'
import { bundleHouse, here, tokenFor } from '../house.ts'
import { type Started, startServer } from '../process.ts'
import type { Target } from '../scenario.ts'
import { addCompany } from './company.ts'
import { fill, filled, type Ground, makeGround } from './fill.ts'
import { type Asked, ask, type Question } from './load.ts'
import { writeSearchPage } from './page.ts'
import { questionsOf } from './questions.ts'

const rows = Number(process.env.BENCH_ROWS ?? 10_000_000)
const seconds = Number(process.env.BENCH_SECONDS ?? 5)
const people = Number(process.env.BENCH_PEOPLE ?? 50)
const folder = process.env.BENCH_FOLDER ?? join(tmpdir(), 'liren-bench-search')
const company = { people: 50_000, vehicles: 20_000, devices: 10_000 }
/** Rows, their indexes while they are sorted, and the search file. */
const bytesPerRow = 2_500
const say = (line: string) => process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`)

mkdirSync(folder, { recursive: true })
const { bavail, bsize } = statfsSync(folder)
const there = existsSync(join(folder, 'ground.json'))
if (!there && bavail * bsize < rows * bytesPerRow)
  throw new Error(`${folder} has room for ${Math.floor((bavail * bsize) / bytesPerRow)} rows only; set BENCH_FOLDER or BENCH_ROWS`)

const database = await startMariadb(folder)
const servers: Started[] = []
try {
  const env = {
    LIREN_DATA: join(folder, 'data'),
    LIREN_DB_URL: database.url,
    LIREN_LOG_LEVEL: 'silent',
    LIREN_PORT: '17361',
    LIREN_RATE_FACTOR: '1000000',
    LIREN_WORKER: 'separate',
  }
  const opened = await openKernel(readConfig(env, 'test'), migrations)
  createHouse(opened.kernel)
  const ground = there ? (JSON.parse(readFileSync(join(folder, 'ground.json'), 'utf8')) as Ground) : await makeGround(opened.kernel)
  writeFileSync(join(folder, 'ground.json'), JSON.stringify(ground))
  say(`filling ${rows.toLocaleString('en')} cases, ${(await filled(opened.kernel)).toLocaleString('en')} are there …`)
  let told = Date.now()
  await fill(opened.kernel, ground, rows, (done) => {
    if (Date.now() - told < 20_000 && done < rows) return
    told = Date.now()
    say(`${done.toLocaleString('en')} …${done === rows ? ' sorting the indexes' : ''}`)
  })
  await addCompany(opened.kernel, company)
  const tokens = {
    wide: await tokenFor(opened.kernel, ground.wide, 'admin'),
    narrow: await tokenFor(opened.kernel, ground.narrow, 'admin'),
  }
  await opened.close()

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
  const { bare: lookUp, house: questions } = questionsOf(ground, tokens, rows, company)
  const table: Record<string, Asked> = {}
  await ask(baseline, lookUp, people, seconds)
  table[lookUp.name] = await ask(baseline, lookUp, people, seconds)
  const measure = async (asked: readonly Question[], note = '') => {
    for (const question of asked) {
      await ask(house, question, people, Math.min(seconds, 2))
      const name = `${question.name}${note}`
      table[name] = await ask(house, question, people, seconds)
      say(`${name}: ${JSON.stringify(table[name])}`)
    }
  }
  const write = (indexSeconds?: number) =>
    writeSearchPage(here('../../docs/benchmarks.md'), {
      ...{ rows, people, seconds, node: process.version, table, indexSeconds },
      indexMb: Math.round(statSync(file).size / 1e6),
    })

  say('the house writes its search index …')
  const began = Date.now()
  if (!(await isComplete(tokens.wide))) {
    const lists = questions.filter(({ name }) => name.startsWith('list'))
    await measure(lists, ' (while the index is being written)')
    write()
  }
  while (!(await isComplete(tokens.wide))) {
    await wait(20_000)
    say(`${Math.round(statSync(file).size / 1e6)} MB of index …`)
  }
  const indexSeconds = Math.round((Date.now() - began) / 1000)
  await measure(questions)
  write(indexSeconds)
} finally {
  for (const server of servers) await server.stop()
  await database.stop()
  if (process.env.BENCH_KEEP !== '1') rmSync(folder, { recursive: true, force: true })
}

async function isComplete(token: string): Promise<boolean> {
  const answer = await fetch('http://127.0.0.1:17361/api/search?q=BX0000000001', { headers: { authorization: `Bearer ${token}` } })
  // turned away under load: it is asked again
  if (answer.status === 503) return false
  if (!answer.ok) throw new Error(`the house answers ${answer.status}: ${await answer.text()}`)
  return ((await answer.json()) as { isComplete: boolean }).isComplete
}
