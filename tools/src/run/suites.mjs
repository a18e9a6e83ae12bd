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
    { title: 'the clause register adds up', command: 'npm', args: ['run', '--silent', 'check', '-w', 'docs'] },
    ...packages(root)
      .filter((name) => hasScript(root, name, 'typecheck'))
      .map((name) => ({ title: `${name} type-checks`, command: 'npm', args: ['run', '--silent', 'typecheck', '-w', name] })),
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

/**
 * `needs` names services (see tools/src/services); a suite without them runs everywhere. `files` and `titles` narrow a
 * second run of a package to what a service changes, `among` to folders.
 */
export function vitestSuites(root) {
  const suites = [
    { name: 'unit', text: 'unit, contract and HTTP tests on SQLite', projects: unitProjects, needs: [], limitMs: minutes(50) },
    {
      name: 'stores',
      text: 'the HTTP tests again on MariaDB and Redis',
      projects: ['bff', 'e2e'],
      needs: ['mariadb', 'redis'],
      files: /describeStores?\(|describeHttp\(|redisUrl|LIREN_TEST_(DB|REDIS)_URL/,
      titles: '\\((mysql|redis)|[Rr]edis',
      limitMs: minutes(40),
    },
    {
      name: 'deploy',
      text: 'backup, log and exchange of servers on MariaDB, Redis and nginx',
      projects: ['deploy'],
      needs: ['mariadb', 'redis', 'nginx'],
      files: /LIREN_TEST_|engines\.ts'/,
      limitMs: minutes(10),
    },
    {
      name: 'postgres',
      text: 'the store, signing in and repairs again on PostgreSQL',
      projects: ['bff'],
      needs: ['postgres'],
      files: /describeStores?\(/,
      among: /kernel\/store\/|session\/sign-in|repair\/repair\./,
      titles: '\\(postgres',
      limitMs: minutes(8),
    },
    {
      name: 'bridge',
      text: 'the device bridge on a real broker',
      projects: ['device-bridge'],
      needs: ['mosquitto'],
      files: /LIREN_TEST_MQTT_URL/,
      limitMs: minutes(10),
    },
    { name: 'browser', text: 'journeys in Chromium', projects: ['browser'], needs: ['chromium'], builds: true, limitMs: minutes(35) },
    {
      name: 'weapp',
      text: 'the mini-program build in Chromium',
      projects: ['weapp'],
      needs: ['chromium'],
      builds: true,
      limitMs: minutes(10),
    },
  ]
  return suites
    .map((suite) => ({
      ...suite,
      paths: suite.projects
        .flatMap((project) => testFiles(root, project, suite.files))
        .filter((path) => !suite.among || suite.among.test(path)),
    }))
    .filter((suite) => suite.paths.length > 0)
}

const folders = { e2e: ['e2e/src'], browser: ['e2e/test/browser'], weapp: ['e2e/test/weapp'] }

/** Test files of a project; with a pattern, those that look at the service the suite is about. */
function testFiles(root, project, pattern) {
  const places = folders[project] ?? [`${project}/src`, `${project}/test`, `${project}/migrations`]
  return places
    .filter((place) => existsSync(join(root, place)))
    .flatMap((place) => readdirSync(join(root, place), { recursive: true }).map((name) => `${place}/${String(name).replaceAll('\\', '/')}`))
    .filter((path) => /\.test\.tsx?$/.test(path))
    .filter((path) => !pattern || pattern.test(readFileSync(join(root, path), 'utf8')))
}
