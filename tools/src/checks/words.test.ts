import { describe, expect, it } from 'vitest'
import { code } from './files.ts'
import { forbiddenWords } from './words.ts'

const found = (path: string, text: string) => forbiddenWords({ path, text })

describe('forbidden words', () => {
  it('stand nowhere in the code', () => {
    expect(code().flatMap(forbiddenWords)).toEqual([])
  }, 120_000)

  it.each([
    ['bff/src/capabilities/repair/routes.ts', 'const at = Date.now()', /Clock/],
    ['device-bridge/src/presence/x.ts', 'const at = Date.now()', /Clock/],
    ['bff/src/engines/case/x.ts', 'const at = new Date()', /Clock/],
    ['bff/src/kernel/x.ts', 'const dice = Math.random()', /Random/],
    ['bff/src/kernel/x.ts', "await fetch('http://x')", /port/],
    ['admin/src/app/x.tsx', 'const a = <b>{(x as any).y}</b>', /as any/],
    ['client/src/x.ts', "eval('1')", /run as code/],
    ['client/src/x.ts', "const f = new Function('return 1')", /run as code/],
    ['bff/src/kernel/store/x.ts', 'await store.sequelize.sync()', /migrations/],
    ['bff/src/capabilities/x/read.ts', "rows('SELECT id FROM users LIMIT 20 OFFSET ?')", /OFFSET/],
    ['bff/src/capabilities/x/read.ts', 'rows(`SELECT id FROM users LIMIT 20 OFFSET ${n}`)', /OFFSET/],
    ['bff/src/kernel/http/x.ts', 'const ctx = { get tx() { return tx } }', /class shares one/],
    ['contract/src/x.ts', `// TO${''}DO later\nexport const a = 1`, /finish it/],
    ['contract/src/x.ts', `export const a = 1 /* FIX${''}ME */`, /finish it/],
    ['contract/src/x.test.ts', "it.skip('x', () => {})", /a test runs/],
  ])('are found in %s: %s', (path, text, why) => {
    expect(found(path, text).join()).toMatch(why)
  })

  it.each([
    ['bff/src/kernel/ports/system.ts', 'const now = () => Date.now()'],
    ['bff/src/kernel/x.ts', 'const at = new Date(row.at)'],
    ['bff/src/kernel/http/x.ts', 'class Attempt { get tx() { return this.#tx } }'],
    ['bff/src/kernel/x.ts', "const words = 'Date.now() // TODO'"],
    ['bff/src/kernel/x.test.ts', 'const at = Date.now()'],
    ['simulators/src/x.ts', 'const dice = Math.random()'],
  ])('are not seen in %s: %s', (path, text) => {
    expect(found(path, text)).toEqual([])
  })
})
