import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { armFailpoints, FailpointError, failpoint, failpointNames } from './failpoint.ts'

describe('failpoints', () => {
  afterEach(() => armFailpoints(''))

  it('do nothing unless armed', () => {
    for (const name of failpointNames) expect(failpoint(name)).toBeUndefined()
  })

  it('throw when armed, each under its own name only', async () => {
    armFailpoints('store.before-commit=throw')
    await expect(failpoint('store.before-commit')).rejects.toBeInstanceOf(FailpointError)
    expect(failpoint('store.after-commit')).toBeUndefined()
  })

  it('act on the passage that was asked for and on no other', async () => {
    armFailpoints('store.before-commit=throw@2')
    expect(failpoint('store.before-commit')).toBeUndefined()
    await expect(failpoint('store.before-commit')).rejects.toBeInstanceOf(FailpointError)
    expect(failpoint('store.before-commit')).toBeUndefined()
  })

  it('let the work go on after a delay', async () => {
    armFailpoints('store.before-commit=delay:1, outbox.before-publish=throw')
    await expect(failpoint('store.before-commit')).resolves.toBeUndefined()
    await expect(failpoint('outbox.before-publish')).rejects.toBeInstanceOf(FailpointError)
  })

  it.each(['store.before-comit=throw', 'store.before-commit', 'store.before-commit=burn', 'store.before-commit=throw@x', '=exit'])(
    'refuse "%s", which would silently do nothing',
    (text) => expect(() => armFailpoints(text)).toThrow('LIREN_FAILPOINTS'),
  )

  it('each stand somewhere in the code', () => {
    const source = join(dirname(fileURLToPath(import.meta.url)), '..')
    const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => /(?<!\.test)\.ts$/.test(name))
    const text = files.map((name) => readFileSync(join(source, name), 'utf8')).join('\n')
    for (const name of failpointNames) expect(text).toContain(`failpoint('${name}')`)
  })
})
