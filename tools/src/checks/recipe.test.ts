import { describe, expect, it } from 'vitest'
import { read } from './files.ts'
import { compileFaults, snippets } from './recipe.ts'

const recipe = snippets(read('CONTRIBUTING.md'))

describe('the recipe "add a capability in an hour"', () => {
  it('has a contract, a migration and a capability', () => {
    expect(recipe.map(({ path }) => path)).toEqual([
      'contract/src/capabilities/lost.ts',
      'bff/migrations/9000-lost.ts',
      'bff/src/capabilities/lost/index.ts',
    ])
  })

  it('compiles among the real files', () => {
    expect(compileFaults(recipe)).toEqual([])
  }, 120_000)

  it('would be caught if it did not', () => {
    const broken = recipe.map((file) => ({ ...file, text: file.text.replace('claimed: row.is_claimed === 1', 'claimed: row.is_claimed') }))
    expect(compileFaults(broken).join()).toMatch(/lost\/index\.ts:\d+: .*number.*boolean/)
  }, 120_000)
})
