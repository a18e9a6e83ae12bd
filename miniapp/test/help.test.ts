import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { CapabilityContract } from '@liren/contract'
import { allCapabilities } from '@liren/contract/capabilities/index'
import { describe, expect, test } from 'vitest'
import { pageKeys } from '../src/parts/page-keys'
import { articles, findArticles } from '../src/pkg-sys/parts/help/find'

Object.assign(globalThis, { defineAppConfig: <T>(config: T) => config })
const { default: config } = (await import('../src/app.config')) as {
  default: { pages: string[]; subPackages: { root: string; pages: string[] }[] }
}
const pages = [...config.pages, ...config.subPackages.flatMap(({ root, pages: under }) => under.map((page) => `${root}/${page}`))]

/** The parts of the platform that a screen here talks to, by what it imports of the contract. */
const source = resolve(__dirname, '../src')
const used = new Set(
  readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.tsx') && !path.includes('.test.'))
    .flatMap((path) => [...readFileSync(`${source}/${path}`, 'utf8').matchAll(/@liren\/contract\/capabilities\/([a-z-]+)'/g)])
    .map(([, name]) => name),
)
const seenHere = (capability: CapabilityContract) => used.has(capability.name)

describe('help', () => {
  test('every page of the app has a key', () => {
    expect([...pageKeys].map((key) => `${key}/index`).sort()).toEqual([...pages].sort())
  })

  test('[SZSQ-6.7-a] no page key lacks help text: each has its purpose, steps and the words it uses, in both languages', () => {
    for (const key of pageKeys) {
      const { title, about, steps, terms } = articles[key]
      const texts = [title, about, ...steps, ...terms.flatMap(({ term, meaning }) => [term, meaning])]
      expect(steps.length, key).toBeGreaterThan(0)
      expect(terms.length, key).toBeGreaterThan(0)
      expect(
        texts.filter(({ zh, en }) => zh.trim() === '' || en.trim() === ''),
        key,
      ).toEqual([])
    }
  })

  test('every part of the platform that these ends use is explained by an article', () => {
    expect(used.has('repair')).toBe(true)
    const explained = new Set(Object.values(articles).flatMap(({ modules }) => modules))
    expect(
      allCapabilities
        .filter(seenHere)
        .map(({ name }) => name)
        .filter((name) => !explained.has(name)),
    ).toEqual([])
  })

  test('no article speaks of a part that does not exist', () => {
    const known = new Set(allCapabilities.map(({ name }) => name))
    expect(Object.values(articles).flatMap(({ modules }) => modules.filter((name) => !known.has(name)))).toEqual([])
  })
})

describe('searching the help', () => {
  test('nonsense finds nothing', () => {
    expect(findArticles('宇宙飞船')).toEqual([])
  })
  test('a word in a title comes before a word in the text', () => {
    expect(findArticles('报修')[0]).toBe('pkg-case/new')
    expect(findArticles('催办')).toContain('pkg-case/detail')
  })
  test('several words must all be there, in either language and whatever their case', () => {
    expect(findArticles('URGE rate')).toEqual(['pkg-case/detail'])
  })
  test('an empty question lists everything', () => {
    expect(findArticles('  ')).toHaveLength(pageKeys.length)
  })
})
