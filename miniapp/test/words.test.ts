import { readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Text } from '@liren/contract'
import { describe, expect, test } from 'vitest'

const folder = resolve(__dirname, '../src/words')
const han = /[\u3400-\u9fff]/

const isText = (value: unknown): value is Text =>
  typeof value === 'object' && value !== null && typeof (value as Text).zh === 'string' && typeof (value as Text).en === 'string'

/** Every sentence of a module with its path; a function is asked with example values. */
function sentences(value: unknown, path: string): [string, Text][] {
  if (isText(value)) return [[path, value]]
  if (typeof value === 'function') return value.length === 0 ? [] : sentences((value as (...args: number[]) => unknown)(1, 2, 3), path)
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, inner]) => sentences(inner, `${path}.${name}`))
  return []
}

const modules = readdirSync(folder).filter((name) => name.endsWith('.ts') && name !== 'kit.ts')
const all = (await Promise.all(modules.map(async (name) => sentences(await import(`${folder}/${name}`), name.replace('.ts', ''))))).flat()

describe('the dictionary', () => {
  test('holds the words of every screen', () => {
    expect(all.length).toBeGreaterThan(300)
  })

  test('says everything in both languages', () => {
    const faulty = all.filter(
      ([path, { zh, en }]) =>
        zh.trim() === '' || en.trim() === '' || (han.test(en) && !path.includes('languages.zh') && !path.includes('clear-demo')),
    )
    expect(faulty.map(([path]) => path)).toEqual([])
  })

  test('has Chinese where Chinese is read, apart from names, numbers and signs', () => {
    const faulty = all.filter(
      ([path, { zh }]) => !han.test(zh) && !/^[、，；：]$/.test(zh) && !/languages\.en|photoWords\.count/.test(path),
    )
    expect(faulty.map(([path]) => path)).toEqual([])
  })

  test('speaks calmly and politely: no exclamation, no 亲, no jargon of machines', () => {
    const faulty = all.filter(([, { zh, en }]) => /[！!]|亲，|系统异常|参数错误|无权限|确定要/.test(zh) || /!/.test(en))
    expect(faulty.map(([path, { zh }]) => `${path} ${zh}`)).toEqual([])
  })

  test('never mixes a device alarm with calling the police', () => {
    expect(all.filter(([, { zh }]) => zh.includes('报警')).map(([path]) => path)).toEqual([])
  })
})
