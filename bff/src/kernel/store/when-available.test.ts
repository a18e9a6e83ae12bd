import { pino } from 'pino'
import { expect, it } from 'vitest'
import { StoreError } from './store-error.ts'
import { whenAvailable } from './when-available.ts'

const around = { clock: { now: () => 0, sleep: async () => {} }, log: pino({ level: 'silent' }) }
const signal = () => new AbortController().signal

it('takes a step again until the database is there', async () => {
  let tries = 0
  const step = async () => {
    if (++tries < 4) throw new StoreError('unreachable')
  }
  await whenAvailable(step, around, signal())
  expect(tries).toBe(4)
})

it('forgives nothing that is not the absence of the database', async () => {
  for (const error of [new StoreError('damaged'), new TypeError('a defect')])
    await expect(
      whenAvailable(
        async () => {
          throw error
        },
        around,
        signal(),
      ),
    ).rejects.toBe(error)
})

it('waits no longer once the house is told to close', async () => {
  const leaving = new AbortController()
  let tries = 0
  const step = async () => {
    if (++tries === 2) leaving.abort()
    throw new StoreError('unreachable')
  }
  await whenAvailable(step, around, leaving.signal)
  expect(tries).toBe(2)
})
