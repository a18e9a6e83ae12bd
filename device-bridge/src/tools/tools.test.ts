import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../ports/system.ts'
import { protocols } from '../protocols/all.ts'
import { createMaster } from '../protocols/modbus/master.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'liren-decode-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** The command as an engineer types it. */
const npm = (script: string, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', script, '--', ...args], { cwd: root, encoding: 'utf8' })
  return { status, stdout, stderr }
}
const file = (name: string, content: string | Buffer): string => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

describe('npm run decode', () => {
  test('a wrong checksum ends with 1 and the position of its first byte', () => {
    const { status, stdout, stderr } = npm('decode', 'modbus', '0103003e0001ddfa')
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toContain('byte 6: checksum ddfa, right would be e5c6')
  })

  test('what is no hex, and half a byte, are told with their position', () => {
    expect(npm('decode', 'modbus', '0103zz').stderr).toContain('byte 2: "z" is not a hex digit')
    expect(npm('decode', 'modbus', '01030').stderr).toContain('byte 2: half a byte')
  })

  test('an unknown protocol, an unknown kind and no frame at all end with 2 and the usage', () => {
    expect(npm('decode', 'morse', '00')).toMatchObject({ status: 2, stderr: expect.stringContaining('There is no protocol "morse"') })
    expect(npm('decode', 'modbus', '00', '--as', 'ascii')).toMatchObject({ status: 2, stderr: expect.stringContaining('--as rtu | tcp') })
    expect(npm('decode', 'modbus')).toMatchObject({ status: 2, stderr: expect.stringContaining('npm run decode') })
  })

  test('--help lists every protocol', () => {
    const { status, stdout } = npm('decode', '--help')
    expect(status).toBe(0)
    for (const { name } of protocols) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'))
  })

  test('a good frame is printed as JSON, from hex with spaces, from a file of bytes and from a file of hex', () => {
    const expected = { framing: 'rtu', unit: 1, function: 4, name: 'read input registers', direction: 'question', start: 0, count: 18 }
    for (const given of [
      ['01 04 00 00', '00 12 70 07'],
      [file('frame.bin', Buffer.from('0104000000127007', 'hex'))],
      [file('one.hex', '0104000000127007 # 18 registers\n')],
    ]) {
      const { status, stdout } = npm('decode', 'modbus', ...given)
      expect([status, JSON.parse(stdout)]).toEqual([0, expected])
    }
  })

  test('a file with many frames names each line; one bad line makes it end with 1 and hides no other', () => {
    const { status, stdout, stderr } = npm('decode', 'modbus', file('many.hex', '# two\n0104000000127007\n0103003e0001ddfa\n1183044136\n'))
    expect(status).toBe(1)
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.slice(0, 7)),
    ).toEqual(['line 2:', 'line 4:'])
    expect(stderr).toContain('line 3: byte 6')
  })

  test('a protocol of text takes the text, and tells where it stops being JSON', () => {
    expect(JSON.parse(npm('decode', 'mqtt-sensor', '{"id":"a","values":{"open":true}}').stdout)).toMatchObject({ values: { open: true } })
    expect(npm('decode', 'mqtt-sensor', '{"values":{"open":tru}}')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('byte 18: not JSON'),
    })
  })
})

describe('npm run simulate', () => {
  test('without a protocol, with an unknown one and with wrong arguments it tells how it is used', () => {
    expect(npm('simulate')).toMatchObject({ status: 2, stdout: expect.stringContaining('modbus') })
    expect(npm('simulate', 'morse').status).toBe(2)
    expect(npm('simulate', 'modbus', 'http')).toMatchObject({ status: 1, stderr: expect.stringContaining('usage:') })
    expect(npm('simulate', 'modbus', '--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('[port] [unit]') })
  })

  test('a simulated meter answers a master and ends with its signal', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'device-bridge/src/simulate.ts', 'modbus', '0', '7'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const port = await new Promise<number>((resolve) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        const found = /127\.0\.0\.1:(\d+)/.exec(text)
        if (found) resolve(Number(found[1]))
      })
    })
    const master = createMaster({ host: '127.0.0.1', port }, { clock: systemClock, timeoutMs: 3000 })
    expect(await master.ask(7, { function: 4, start: 0, count: 4 })).toMatchObject({ ok: true })
    expect(await master.ask(7, { function: 4, start: 2, count: 4 })).toMatchObject({ ok: false, exception: 2 })
    master.close()
    const ended = new Promise((resolve) => child.on('exit', resolve))
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
  })
})
