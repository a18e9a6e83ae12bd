// What a run proved: reading result files, counting, and printing failures in full.
import { existsSync, readFileSync } from 'node:fs'

/** Tests of one result file. A run that ended badly without saying so is itself a failure. */
export function readResult(file, suite, ended) {
  const tests = []
  if (existsSync(file)) {
    try {
      tests.push(...JSON.parse(readFileSync(file, 'utf8')).tests)
    } catch (error) {
      tests.push(failure(suite, 'the result file could not be read', String(error)))
    }
  } else
    tests.push(
      failure(
        suite,
        ended.timedOut ? 'the suite was ended at its time limit' : 'the suite left no result',
        ended.tail || `it ended with ${describe(ended)}`,
      ),
    )
  const failed = tests.some((test) => test.state === 'failed')
  if (!failed && (ended.code !== 0 || ended.timedOut))
    tests.push(failure(suite, 'the suite ended badly', `${describe(ended)}\n${ended.tail}`))
  return tests
}

export const failure = (suite, title, error) => ({ project: suite, file: '', title, state: 'failed', errors: [error] })

const describe = (ended) =>
  ended.timedOut ? 'no end within its time limit' : ended.signal ? `signal ${ended.signal}` : `exit code ${ended.code}`

/** A test that was left out of one suite and ran in another is not skipped. */
export function count(tests) {
  const of = (state) => tests.filter((test) => test.state === state)
  const key = (test) => [test.project, test.file, test.title].join('\u0000')
  const ran = new Set([...of('passed'), ...of('failed')].map(key))
  return { passed: of('passed').length, failed: of('failed').length, skipped: of('skipped').filter((test) => !ran.has(key(test))).length }
}

/** Every failure with all it said. */
export function failureText(tests) {
  return tests
    .filter((test) => test.state === 'failed')
    .map((test) => `✗ ${[test.project, test.file, test.title].filter(Boolean).join(' · ')}\n${indent(test.errors.join('\n'))}`)
    .join('\n\n')
}

const indent = (text) => text.replace(/^/gm, '    ')

/** Zero tests prove nothing, so they are not a success. */
export const verdict = ({ passed, failed }) => (failed === 0 && passed > 0 ? 0 : 1)
