import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { prepare } from './prepare.ts'
import { rpxToVw } from './tags.ts'
import { withEventColons } from './wxml.ts'
import { withRenamedTags } from './wxss.ts'

const fixture = fileURLToPath(new URL('../../fixtures/tiny-weapp', import.meta.url))

describe('preparing a mini-program', () => {
  let folder: string
  let root: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'liren-weapp-'))
    root = join(folder, 'dist')
    cpSync(fixture, root, { recursive: true })
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  const problems = async () => (await prepare(root, join(folder, 'out'))).problems.join('\n')

  it('finds the pages of all packages and nothing wrong with a sound build', async () => {
    const prepared = await prepare(root, join(folder, 'out'))
    expect(prepared.problems).toEqual([])
    expect(prepared.pages).toEqual(['pages/home/index', 'pages/me/index', 'pkg-more/detail/index'])
    expect(readFileSync(join(folder, 'out/runtime.js'), 'utf8').length).toBeGreaterThan(10_000)
  })

  it('names a page whose file is missing', async () => {
    rmSync(join(root, 'pkg-more/detail/index.js'))
    expect(await problems()).toMatch(/missing pkg-more\/detail\/index\.js/)
  })

  it('names a broken template', async () => {
    writeFileSync(join(root, 'pages/me/index.wxml'), '<view><text>{{name}</view>')
    expect(await problems()).toMatch(/pages\/me\/index\.wxml/)
  })

  it('names a style that imports what does not exist', async () => {
    writeFileSync(join(root, 'app.wxss'), "@import './lost.wxss';")
    expect(await problems()).toMatch(/app\.wxss: imports lost\.wxss, which does not exist/)
  })
})

describe('what the browser would read otherwise', () => {
  it('is written as events', () => {
    expect(withEventColons('<view bindtap="eh" catchtouchmove="eh" binding="x" bind:a="b"/>')).toBe(
      '<view bind:tap="eh" catch:touchmove="eh" bind:ing="x" bind:a="b"/>',
    )
  })

  it('is renamed in selectors and left alone in declarations', () => {
    expect(withRenamedTags('.a > button:active, image { transition: image } @media (min-width: 1px) { form { color: red } }')).toBe(
      '.a > wx-button:active, wx-image { transition: image } @media (min-width: 1px) { wx-form { color: red } }',
    )
  })

  it('is measured in shares of the screen', () => {
    expect(rpxToVw('width: 375rpx; margin: -7.5rpx 10px')).toBe('width: 50vw; margin: -1vw 10px')
  })
})
