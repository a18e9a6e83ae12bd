import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { missing, nodeTooOld } from './install.mjs'

let root: string
const entry = (version: string, more = {}) => ({ version, ...more })
const write = (path: string, packages: Record<string, unknown>) => writeFileSync(join(root, path), JSON.stringify({ packages }))

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'liren-install-'))
  mkdirSync(join(root, 'node_modules/koa'), { recursive: true })
  write('package-lock.json', { '': {}, 'node_modules/koa': entry('3.3.0'), 'node_modules/fsevents': entry('2.0.0', { optional: true }) })
})

describe('what is missing', () => {
  it('is everything on a fresh clone', () => {
    rmSync(join(root, 'node_modules'), { recursive: true })
    expect(missing(root)).toBe('nothing is installed yet')
  })

  it('is nothing when npm put every package in place, parts for other platforms aside', () => {
    write('node_modules/.package-lock.json', { 'node_modules/koa': entry('3.3.0') })
    expect(missing(root)).toBeUndefined()
  })

  it('is a package of another version', () => {
    write('node_modules/.package-lock.json', { 'node_modules/koa': entry('3.2.0') })
    expect(missing(root)).toBe('node_modules/koa should be 3.3.0')
  })

  it('is a package whose folder is gone', () => {
    write('node_modules/.package-lock.json', { 'node_modules/koa': entry('3.3.0') })
    rmSync(join(root, 'node_modules/koa'), { recursive: true })
    expect(missing(root)).toBe('node_modules/koa is gone')
  })
})

describe('the Node version', () => {
  it.each(['18.20.0', '20.18.3'])('%s is refused with a sentence', (version) => {
    expect(nodeTooOld(version)).toBe(`Node 20.19 or newer is needed; this is ${version}.`)
  })

  it.each(['20.19.0', '22.1.0', '24.21.0'])('%s is taken', (version) => {
    expect(nodeTooOld(version)).toBeUndefined()
  })
})
