import { commandsAnswerSchema } from '@liren/contract/device-commands'
import { expect, test } from 'vitest'
import { manualClock } from '../../test/manual-clock.ts'
import { silentLog } from '../../test/stand.ts'
import type { Fetch } from '../ports/ports.ts'
import { createAsker } from './ask.ts'
import { follow } from './follow.ts'

const signer = { publicKey: '', sign: (text: string) => `signature of ${text.length}`, unseal: () => undefined }
const { clock } = manualClock(1_000_000)

function asker(...answers: { status: number; body: unknown }[]) {
  const asked: { at: number; nonce: string }[] = []
  let number = 0
  const fetch: Fetch = async (_, init) => {
    asked.push(JSON.parse((JSON.parse(init.body) as { payload: string }).payload) as (typeof asked)[number])
    const answer = answers.shift() as { status: number; body: unknown }
    return { status: answer.status, json: async () => answer.body }
  }
  const ask = createAsker({ bridge: 'b-1', houseUrl: 'http://house', signer, clock, fetch, nonce: () => `nonce-${++number}` })
  return { asked, step: () => ask('commands', { after: 0 }, commandsAnswerSchema, 1000, new AbortController().signal) }
}

test('an answer that is not understood is refused as a whole', async () => {
  const { step } = asker({ status: 200, body: { now: 1, commands: [{ id: 'c-1', name: 'door.open' }] } })
  await expect(step()).rejects.toThrow(/not understood: commands/)
})

test('a refusal is told with its code, and every question has a word of its own', async () => {
  const refused = { status: 403, body: { error: { code: 'bridge.disabled' } } }
  const { step, asked } = asker(refused, refused)
  await expect(step()).rejects.toThrow('403 bridge.disabled')
  await expect(step()).rejects.toThrow('403')
  expect(asked.map(({ nonce }) => nonce)).toEqual(['nonce-1', 'nonce-2'])
})

test('a bridge whose clock is wrong asks again by the clock of the platform', async () => {
  const { step, asked } = asker(
    { status: 401, body: { error: { code: 'bridge.ask-old', details: { now: 9_000_000 } } } },
    { status: 200, body: { now: 9_000_000, commands: [] } },
  )
  await expect(step()).rejects.toThrow('bridge.ask-old')
  expect(await step()).toEqual({ now: 9_000_000, commands: [] })
  expect(asked.map(({ at }) => at)).toEqual([1_000_000, 9_000_000])
})

test('while the platform is away it is asked less and less often, and told once', async () => {
  const stop = new AbortController()
  const pauses: number[] = []
  let warned = 0
  const patient = { now: () => 0, elapsed: () => 0, sleep: async (ms: number) => void (pauses.push(ms) === 7 && stop.abort()) }
  const step = async () => {
    throw new Error('away')
  }
  await follow({ clock: patient, log: { ...silentLog, warn: () => void warned++ }, what: 'x', pauseMs: 5, step }, stop.signal)
  expect(pauses).toEqual([1000, 2000, 4000, 5000, 5000, 5000, 5000])
  expect(warned).toBe(1)
})
