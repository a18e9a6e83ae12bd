#!/usr/bin/env node
// One command proves the house: installs what is missing, starts what the tests need, runs every suite and
// closes with `N passed, N failed`. `node test.mjs --help` explains.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from './tools/src/run/child.mjs'
import { isForSqliteAlone, judgeEngines } from './tools/src/run/engines.mjs'
import { installCommand, missing, nodeTooOld } from './tools/src/run/install.mjs'
import { count, failure, failureText, readResult, verdict } from './tools/src/run/results.mjs'
import { startServices } from './tools/src/run/services.mjs'
import { builds, staticChecks, vitestSuites } from './tools/src/run/suites.mjs'

const root = dirname(fileURLToPath(import.meta.url))
const results = join(root, '.results')
const help = `npm test                      everything: lint, types, unit, HTTP on SQLite, HTTP on MariaDB and Redis,
                              a part on PostgreSQL, deployment, bridge, builds, browser and mini-program
npm run test:fast             no services, no builds, no browser
npm run test:fast -- <text>   only test files whose path contains <text>, without lint and types
npm test -- --only=<suite>    one suite: checks, unit, stores, postgres, deploy, bridge, builds, browser, weapp

CI=true        a service that cannot be started counts as a failure instead of being skipped
Results lie in .results/, one file per suite; npm run conformance reads them.`

function readArguments(args) {
  const options = { fast: false, only: undefined, filters: [] }
  for (const arg of args) {
    if (arg === '--help' || arg === '-h') options.help = true
    else if (arg === '--fast') options.fast = true
    else if (arg.startsWith('--only=')) options.only = arg.slice('--only='.length)
    else if (arg === '--changed' || !arg.startsWith('-')) options.filters.push(arg)
    else throw new Error(`Unknown option ${arg}. See --help.`)
  }
  return options
}

/** The heading of a suite, with the minutes that have passed since the start. */
function announce(text) {
  console.log(`\n${text}  [${(process.uptime() / 60).toFixed(1)} min]`)
}

/** Commands as checks: each counts as one test, and its output is its failure message. */
async function runChecks(name, checks) {
  announce(name)
  const tests = []
  const queue = [...checks]
  const worker = async () => {
    for (let check = queue.shift(); check; check = queue.shift()) {
      const ended = await run(check.command, check.args, {
        cwd: root,
        env: { NX_DAEMON: 'false', NX_NO_CLOUD: 'true' },
        limitMs: check.limitMs,
      })
      const ok = ended.code === 0 && !ended.timedOut
      console.log(`  ${ok ? '✓' : '✗'} ${check.title}`)
      tests.push(ok ? { project: name, file: '', title: check.title, state: 'passed', errors: [] } : failure(name, check.title, ended.tail))
    }
  }
  await Promise.all(name === 'builds' ? [worker()] : [worker(), worker()])
  writeFileSync(join(results, `${name}.json`), `${JSON.stringify({ suite: name, tests }, null, 1)}\n`)
  return tests
}

async function runVitest(suite, env, filters) {
  announce(`${suite.name}: ${suite.text}`)
  const file = join(results, `${suite.name}.json`)
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=./tools/src/run/reporter.mjs']
  args.push(...suite.projects.map((name) => `--project=${name}`))
  if (suite.titles) args.push(`--testNamePattern=${suite.titles}`)
  args.push(...(filters.length > 0 ? filters : suite.files ? suite.paths : []))
  const ended = await run(process.execPath, args, {
    cwd: root,
    env: { ...env, LIREN_RESULT_FILE: file, LIREN_RESULT_SUITE: suite.name },
    show: true,
    limitMs: suite.limitMs,
  })
  const tests = readResult(file, suite.name, ended)
  return suite.titles ? tests.filter((test) => test.state !== 'skipped') : tests
}

async function main() {
  const options = readArguments(process.argv.slice(2))
  if (options.help) return console.log(help)
  const tooOld = nodeTooOld()
  if (tooOld) throw new Error(tooOld)

  const why = missing(root)
  if (why) {
    console.log(`Installing (${why}) …`)
    const ended = await run(installCommand[0], installCommand[1], { cwd: root, show: true, limitMs: 900_000 })
    if (ended.code !== 0) throw new Error('npm ci did not finish; see above.')
  }

  rmSync(results, { recursive: true, force: true })
  mkdirSync(results, { recursive: true })
  const wanted = (name) => !options.only || options.only === name
  const suites = vitestSuites(root).filter((suite) => wanted(suite.name) && !(options.fast && suite.needs.length > 0))
  const tests = []
  const notes = []

  if (wanted('checks') && options.filters.length === 0) tests.push(...(await runChecks('checks', staticChecks(root))))
  const needed = [...new Set(suites.flatMap((suite) => suite.needs))]
  const services = needed.length > 0 ? await startServices(root, needed) : { env: {}, missing: new Map(), stop: async () => {} }
  try {
    for (const [name, reason] of services.missing) {
      notes.push(`${name} is not available: ${reason}`)
      if (process.env.CI === 'true') tests.push(failure('services', `${name} is available`, reason))
    }
    const runnable = suites.filter((suite) => {
      const lacks = suite.needs.filter((need) => services.missing.has(need))
      if (lacks.length > 0) notes.push(`not run: ${suite.text} (without ${lacks.join(', ')})`)
      return lacks.length === 0
    })
    const building = !options.fast && (wanted('builds') || runnable.some((suite) => suite.builds))
    const plain = runnable.filter((suite) => !suite.builds)
    for (const suite of plain) tests.push(...(await runVitest(suite, suite.needs.length > 0 ? services.env : {}, options.filters)))
    if (building) tests.push(...(await runChecks('builds', builds(root))))
    for (const suite of runnable.filter((suite) => suite.builds)) tests.push(...(await runVitest(suite, services.env, options.filters)))
    const stores = plain.find(({ name }) => name === 'stores')
    if (stores && plain.some(({ name }) => name === 'unit') && options.filters.length === 0) tests.push(compareEngines(stores))
  } finally {
    await services.stop()
  }
  close(tests, notes)
}

/** Both suites have run: what the first database did, the second did as well. */
function compareEngines({ projects }) {
  const of = (name) => JSON.parse(readFileSync(join(results, `${name}.json`), 'utf8')).tests
  const judged = judgeEngines({ unit: of('unit'), stores: of('stores'), projects, isForOne: isForSqliteAlone(root) })
  writeFileSync(join(results, 'engines.json'), `${JSON.stringify({ suite: 'engines', tests: [judged] }, null, 1)}\n`)
  return judged
}

function close(tests, notes) {
  const figures = count(tests)
  const failures = failureText(tests)
  if (failures) console.log(`\nFailures\n\n${failures}`)
  if (notes.length > 0) console.log(`\n${notes.join('\n')}`)
  if (figures.skipped > 0) console.log(`\n${figures.skipped} skipped`)
  if (existsSync(results)) writeFileSync(join(results, 'summary.txt'), `${figures.passed} passed, ${figures.failed} failed\n`)
  console.log(`\n${figures.passed} passed, ${figures.failed} failed`)
  process.exitCode = verdict(figures)
}

main().catch((error) => {
  console.error(error.message)
  console.log('\n0 passed, 1 failed')
  process.exitCode = 1
})
