import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openSpool } from './spool.ts'

const writer = fileURLToPath(new URL('../../test/spool-writer.ts', import.meta.url))

/** Runs a writer, kills it after it has promised `after` events, and returns all it promised. */
function promisedUntilKilled(folder: string, after: number, mode: string): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', writer, folder, mode], { stdio: ['ignore', 'pipe', 'inherit'] })
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      // the first line only says that the writer is ready, the last piece is not a whole line yet
      if (text.split('\n').length > after + 2) child.kill('SIGKILL')
    })
    child.on('error', reject)
    child.on('close', () => {
      const whole = text.slice(0, text.lastIndexOf('\n'))
      resolve(whole.split('\n').slice(1).map(Number))
    })
  })
}

async function kept(folder: string): Promise<number[]> {
  const spool = await openSpool({ folder, now: Date.now })
  const found = spool.peek(1_000_000).map((event) => event.at)
  await spool.close()
  return found
}

async function missingAfterKill(after: number, mode: string): Promise<{ promised: number; missing: number; found: number[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'liren-kill-'))
  try {
    const promised = await promisedUntilKilled(folder, after, mode)
    const found = await kept(folder)
    const known = new Set(found)
    return { promised: promised.length, missing: promised.filter((n) => !known.has(n)).length, found }
  } finally {
    await rm(folder, { recursive: true })
  }
}

test('every event that was promised is there after kill -9, once and in order', async () => {
  for (const after of [40, 333, 1200]) {
    const { promised, missing, found } = await missingAfterKill(after, 'kept')
    expect(promised).toBeGreaterThanOrEqual(after)
    expect(missing).toBe(0)
    expect(found).toEqual(found.map((_, i) => i))
  }
}, 60_000)

test('negative control: a promise given before the disk has the event is broken by kill -9', async () => {
  let missing = 0
  for (let round = 0; round < 10 && missing === 0; round++) missing += (await missingAfterKill(100 + round * 7, 'early')).missing
  expect(missing).toBeGreaterThan(0)
}, 60_000)
