import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EdgeRule, rulesText, type SignedRulesAnswer } from '@liren/contract/device-rules'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStand, standIn, until } from '../../test/stand.ts'
import { createSigner } from '../crypto.ts'
import { openHouseKeys } from './house-keys.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'liren-house-keys-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const [first, second, stranger] = ['1', '2', '3'].map((digit) => createSigner(digit.repeat(64))) as [Signer, Signer, Signer]
type Signer = ReturnType<typeof createSigner>
const ask = { bridge: 'bridge-1', nonce: 'a-nonce-of-the-bridge' }
const rules: EdgeRule[] = [
  {
    ...{ id: 'r-1', version: 1, given: [], restMs: 0 },
    when: [{ kind: 'event', devices: ['smoke-1'], type: 'fire.alarmed', where: [] }],
    actions: [{ device: 'door-1', order: { name: 'door.open', values: {} }, ttlMs: 5000 }],
  },
]
const signed = (by: readonly Signer[], answer = { revision: 1, rules }, asked = ask): SignedRulesAnswer => ({
  ...answer,
  signatures: by.map(({ publicKey, sign }) => ({ keyId: 'house-1', publicKey, signature: sign(rulesText(asked, answer)) })),
})

test('unsigned, wrongly signed, altered and replayed answers are refused, also at the first contact', async () => {
  const keys = await openHouseKeys(folder)
  const good = signed([first])
  for (const bad of [
    signed([]),
    { ...good, revision: 2 },
    { ...good, rules: [{ ...rules[0], id: 'r-2' } as EdgeRule] },
    signed([first], undefined, { ...ask, nonce: 'a-nonce-of-yesterday' }),
    { ...good, signatures: good.signatures.map((one) => ({ ...one, publicKey: second.publicKey })) },
  ])
    await expect(keys.check(ask, bad)).rejects.toThrow('not signed by the house')
  await keys.check(ask, good)
})

test('the first key is kept; another counts only beside a known one, and then by itself, over restarts', async () => {
  await (await openHouseKeys(folder)).check(ask, signed([first]))
  const keys = await openHouseKeys(folder)
  await expect(keys.check(ask, signed([stranger]))).rejects.toThrow('not signed by the house')
  await keys.check(ask, signed([first, second]))
  await (await openHouseKeys(folder)).check(ask, signed([second]))
  await expect(keys.check(ask, signed([stranger]))).rejects.toThrow()
})

test('a bridge puts no rule in force that the house which it knows has not signed, and keeps those it has', async () => {
  const platform = standIn()
  Object.assign(platform.state, { rules, rulesRevision: 1 })
  const kept = () => JSON.parse(readFileSync(join(folder, 'bridge', 'rules.json'), 'utf8')) as { revision: number }
  const stand = await openStand([], { platform, folder })
  await until(() => {
    try {
      return kept().revision === 1
    } catch {
      return false
    }
  })
  let asked = 0
  const house = platform.state.houseKeys
  Object.assign(platform.state, { rules: [], rulesRevision: 2 })
  const answerBy = (signers: Signer[]): void =>
    void Object.defineProperty(platform.state, 'houseKeys', {
      configurable: true,
      get() {
        asked += 1
        return signers
      },
    })
  answerBy([stranger])
  await until(() => asked >= 2)
  expect(kept().revision).toBe(1)
  answerBy(house)
  await until(() => kept().revision === 2)
  await stand.close()
})
