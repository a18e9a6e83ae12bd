// Whether what passed on the first database passed on the second: the sum of two suites, judged as a test of its own.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { failure } from './results.mjs'

const least = 1000
const title = '[SZSQ-6.8-a] every test that is written for all databases passed on SQLite and on MariaDB'

const mark = (kind) => ` (${kind}) > `
const on = (tests, kind) =>
  new Map(
    tests
      .filter((test) => test.title.includes(mark(kind)) && test.state !== 'skipped')
      .map((test) => [`${test.file} ${test.title.replace(mark(kind), ' > ')}`, test]),
  )

/** Tests of files that are written for SQLite alone by their own word are left out. */
export function judgeEngines({ unit, stores, projects, isForOne }) {
  const first = [...on(unit, 'sqlite')].filter(([, test]) => projects.includes(test.project) && !isForOne(test.file))
  const second = on(stores, 'mysql')
  const wrong = first.filter(([key, test]) => test.state !== 'passed' || second.get(key)?.state !== 'passed').map(([key]) => key)
  if (first.length < least) return failure('engines', title, `only ${first.length} tests ran on SQLite, at least ${least} are expected`)
  if (wrong.length > 0) return failure('engines', title, `not passed on both:\n${wrong.join('\n')}`)
  return { project: 'engines', file: '', title, state: 'passed', errors: [] }
}

export const isForSqliteAlone = (root) => (file) => readFileSync(join(root, file), 'utf8').includes("describeStore('sqlite'")
