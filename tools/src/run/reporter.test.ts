import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from '../checks/files.ts'
import { run } from './child.mjs'
import { count, readResult } from './results.mjs'

const files = {
  'good.test.ts': "import { it, expect } from 'vitest'\nit('adds', () => expect(1 + 1).toBe(2))",
  'bad.test.ts': "import { it, expect } from 'vitest'\nit('adds', () => expect(1 + 1).toBe(3))",
  'broken.test.ts': "import './nothing-here.ts'\nimport { it } from 'vitest'\nit('never runs', () => {})",
  'setup.test.ts':
    "import { beforeAll, describe, it } from 'vitest'\ndescribe('d', () => { beforeAll(() => { throw new Error('no table') }); it('x', () => {}) })",
  'empty.test.ts': 'export {}',
  'loose.test.ts':
    "import { it } from 'vitest'\nit('passes', async () => { setTimeout(() => { throw new Error('too late') }, 0); await new Promise((r) => setTimeout(r, 50)) })",
}

let folder: string
const resultOf = async (name: keyof typeof files) => {
  const file = join(folder, `${name}.json`)
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--root', folder, `--reporter=${root}tools/src/run/reporter.mjs`, name]
  const ended = await run(process.execPath, args, { cwd: root, env: { LIREN_RESULT_FILE: file, VITEST: '' } })
  return { ended, tests: readResult(file, 'unit', ended) }
}

describe('the result reporter', () => {
  beforeAll(() => {
    mkdirSync(join(root, '.results'), { recursive: true })
    folder = mkdtempSync(join(root, '.results', 'reporter-'))
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
    writeFileSync(join(folder, 'vitest.config.mjs'), 'export default {}')
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.each<[keyof typeof files, { passed: number; failed: number }, RegExp]>([
    ['good.test.ts', { passed: 1, failed: 0 }, /^$/],
    ['bad.test.ts', { passed: 0, failed: 1 }, /to be 3/],
    ['broken.test.ts', { passed: 0, failed: 1 }, /nothing-here/],
    ['setup.test.ts', { passed: 0, failed: 1 }, /no table/],
    ['empty.test.ts', { passed: 0, failed: 1 }, /no test/i],
    ['loose.test.ts', { passed: 1, failed: 1 }, /too late/],
  ])('tells what %s proved', async (name, figures, said) => {
    const { tests } = await resultOf(name)
    expect(count(tests)).toMatchObject(figures)
    expect(tests.flatMap((test: { errors: string[] }) => test.errors).join('\n')).toMatch(said)
  })

  it('writes titles with the names of the suites around them', async () => {
    await resultOf('setup.test.ts')
    const written = JSON.parse(readFileSync(join(folder, 'setup.test.ts.json'), 'utf8'))
    expect(written.tests.map((test: { title: string }) => test.title)).toContain('d > x')
  })
})
