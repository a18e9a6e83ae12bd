import { describe, expect, it } from 'vitest'
import { run } from './child.mjs'

const node = (code: string, options = {}) => run(process.execPath, ['-e', code], options)

describe('running another program', () => {
  it('keeps what it said on both streams and how it ended', async () => {
    const ended = await node("console.log('out'); console.error('err'); process.exitCode = 3")
    expect(ended).toMatchObject({ code: 3, signal: null, timedOut: false })
    expect(ended.tail).toMatch(/out[\s\S]*err|err[\s\S]*out/)
  })

  it('ends it, and what it started, at the limit', async () => {
    const grandchild = "require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e3)'], { stdio: 'inherit' })"
    const ended = await node(`${grandchild}; setInterval(() => {}, 1e3)`, { limitMs: 500 })
    expect(ended).toMatchObject({ timedOut: true, signal: 'SIGKILL' })
  })

  it('tells that a program does not exist', async () => {
    expect(await run('no-such-program-anywhere', [])).toMatchObject({ code: 127 })
  })
})
