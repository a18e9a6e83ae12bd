// A vitest reporter: one line per test file while it runs, and one result file that the closing line,
// the failure list and the conformance report are all read from.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

const text = (error) => error?.stack || error?.message || String(error)

/** Everything of one test file in the shape of `.results/*.json`. */
function read(module) {
  const file = module.relativeModuleId
  const project = module.project.name
  const tests = []
  for (const test of module.children.allTests()) {
    const result = test.result()
    const state = result.state === 'pending' ? 'skipped' : result.state
    tests.push({ project, file, title: test.fullName, state, errors: (result.errors ?? []).map(text) })
  }
  const broken = [...module.errors().map((error) => ['the file could not be run', error])]
  for (const suite of module.children.allSuites()) for (const error of suite.errors()) broken.push([suite.fullName, error])
  for (const [title, error] of broken) tests.push({ project, file, title, state: 'failed', errors: [text(error)] })
  if (tests.length === 0) tests.push({ project, file, title: 'the file holds no tests', state: 'failed', errors: ['no tests found in it'] })
  return tests
}

export default class ResultReporter {
  onTestModuleEnd(module) {
    const tests = read(module)
    const failed = tests.filter((test) => test.state === 'failed').length
    const seconds = (module.diagnostic().duration / 1000).toFixed(1)
    console.log(
      `  ${failed ? '✗' : '✓'} ${module.relativeModuleId}  ${tests.length} tests${failed ? `, ${failed} failed` : ''}  ${seconds} s`,
    )
  }

  onTestRunEnd(modules, unhandled) {
    const tests = modules.flatMap(read)
    for (const error of unhandled)
      tests.push({ project: '', file: '', title: 'an error outside of any test', state: 'failed', errors: [text(error)] })
    const out = process.env.LIREN_RESULT_FILE
    if (!out) return
    mkdirSync(dirname(out), { recursive: true })
    writeFileSync(out, `${JSON.stringify({ suite: process.env.LIREN_RESULT_SUITE ?? 'tests', tests }, null, 1)}\n`)
  }
}
