// What `npm test` runs, in order. Each suite says what it needs; the runner decides whether it can run.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const minutes = (n) => n * 60_000

export const packages = (root) => JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).workspaces

const hasScript = (root, name, script) => Boolean(JSON.parse(readFileSync(join(root, name, 'package.json'), 'utf8')).scripts?.[script])

const tool = (program, ...args) => ({ command: process.execPath, args: [`node_modules/${program}`, ...args] })

/** One command, one check: it ends well or it does not. */
export function staticChecks(root) {
  return [
    {
      title: 'the code is formatted and free of lint findings',
      ...tool('@biomejs/biome/bin/biome', 'check', '.', '--max-diagnostics=200', '--error-on-warnings'),
    },
    ...packages(root)
      .filter((name) => hasScript(root, name, 'typecheck'))
      .map((name) => ({ title: `${name} type-checks`, ...tool('typescript/bin/tsc', '-p', name) })),
  ]
}

export function builds(root) {
  return packages(root)
    .filter((name) => hasScript(root, name, 'build'))
    .map((name) => ({ title: `${name} builds`, command: 'npm', args: ['run', 'build', '-w', name], limitMs: minutes(8) }))
}

const unitProjects = [
  'contract',
  'client',
  'bff',
  'device-bridge',
  'simulators',
  'tools',
  'bench',
  'admin',
  'miniapp',
  'h5',
  'deploy',
  'e2e',
]

/** `needs` names services (see tools/src/services); a suite without them runs everywhere. */
export function vitestSuites(root) {
  const suites = [
    { name: 'unit', text: 'unit, contract and HTTP tests on SQLite', projects: unitProjects, needs: [], limitMs: minutes(12) },
    {
      name: 'stores',
      text: 'the HTTP tests again on MariaDB and Redis',
      projects: ['bff'],
      needs: ['mariadb', 'redis'],
      limitMs: minutes(12),
    },
    { name: 'bridge', text: 'the device bridge on a real broker', projects: ['device-bridge'], needs: ['mosquitto'], limitMs: minutes(6) },
    { name: 'browser', text: 'journeys in Chromium', projects: ['browser'], needs: ['chromium'], builds: true, limitMs: minutes(15) },
    {
      name: 'weapp',
      text: 'the mini-program build in Chromium',
      projects: ['weapp'],
      needs: ['chromium'],
      builds: true,
      limitMs: minutes(10),
    },
  ]
  return suites.filter((suite) => suite.projects.some((project) => hasTests(root, project)))
}

const folders = { e2e: ['e2e/src'], browser: ['e2e/test/browser'], weapp: ['e2e/test/weapp'] }

/** A project without a single test file yet would make vitest fail for the wrong reason. */
function hasTests(root, project) {
  const places = folders[project] ?? [`${project}/src`, `${project}/test`, `${project}/migrations`]
  return places.some((place) => existsSync(join(root, place)) && holdsTest(join(root, place)))
}

function holdsTest(folder) {
  return readdirSync(folder, { recursive: true }).some((name) => /\.test\.tsx?$/.test(String(name)))
}
