import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Dictionary } from './words.ts'

const root = join(import.meta.dirname, '../..')
const han = /\p{Script=Han}/u
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))

const withoutComments = (source: string): string => source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '')
const names = (sentence: string): string[] => [...new Set([...sentence.matchAll(/\{(\w+)/g)].map((match) => match[1] as string))].sort()

/** Faults of a dictionary: a missing side, Chinese left in the English side, values that only one side speaks of. */
const faultsOf = (words: Dictionary): string[] =>
  Object.entries(words).flatMap(([key, [zh, en]]) => {
    const faults: string[] = []
    if (zh.trim() === '' || en.trim() === '') faults.push(`${key}: empty`)
    if (han.test(en.replace(/「[^」]*」/g, '')) && !key.startsWith('own')) faults.push(`${key}: Chinese in the English sentence`)
    if (names(zh).join() !== names(en).join()) faults.push(`${key}: different values`)
    return faults
  })

describe('dictionaries', () => {
  it('reports a faulty dictionary', () => {
    expect(faultsOf({ a: ['', 'x'], b: ['好', '好'], c: ['{n} 户', '{m} houses'] })).toEqual([
      'a: empty',
      'b: Chinese in the English sentence',
      'c: different values',
    ])
  })

  for (const file of files.filter((name) => name.endsWith('words.ts') && !name.includes('language/'))) {
    it(`says everything in ${file} in both languages with the same values`, async () => {
      const module = (await import(join(root, file))) as { words: Dictionary }
      expect(Object.keys(module.words).length).toBeGreaterThan(0)
      expect(faultsOf(module.words)).toEqual([])
    })
  }

  it('keeps sentences out of components', () => {
    const spoken = files
      .filter((file) => !/((words|screens)\.tsx?|\.test\.tsx?)$/.test(file))
      .filter((file) => han.test(withoutComments(readFileSync(join(root, file), 'utf8'))))
    expect(spoken).toEqual([])
    expect(han.test(withoutComments("const title = '用户' // 用户"))).toBe(true)
  })
})
