import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCryptoProvider } from './create.ts'
import { createJavascriptSm2 } from './sm2-javascript.ts'
import { createOpensslSm2 } from './sm2-openssl.ts'
import { dice } from './testing.ts'

/**
 * The openssl command as a witness: another process, another build, another way in. Six comparisons a round;
 * LIREN_TEST_CRYPTO_ROUNDS=170 makes it a thousand.
 */
const rounds = Number(process.env.LIREN_TEST_CRYPTO_ROUNDS ?? 35)
const distId = ['-rawin', '-digest', 'sm3', '-pkeyopt', 'distid:1234567812345678']
const drivers = [createCryptoProvider({ sm2: [createOpensslSm2] }), createCryptoProvider({ sm2: [createJavascriptSm2] })]
const run = promisify(execFile)
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liren-crypto-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function file(name: string, content: Buffer | string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

async function openssl(...args: string[]): Promise<string> {
  const { stdout } = await run('openssl', args)
  return stdout
}

async function output(...args: string[]): Promise<Buffer> {
  const out = join(folder, 'out')
  await openssl(...args, '-out', out)
  return readFile(out)
}

describe('cross-checks with the openssl command', () => {
  it('agrees on SM2 signatures, SM2 encryption and SM4, both ways', async () => {
    const random = dice()
    for (let i = 0; i < rounds; i++) {
      const crypto = drivers[i % drivers.length] as (typeof drivers)[0]
      const where = `seed ${random.seed} round ${i} by ${crypto.sm2Driver}`
      const { privateKey, publicKey } = crypto.generateKeyPair()
      const data = random.bytes(1 + random.int(300))
      const [key, iv] = [random.bytes(16), random.bytes(16)]
      const [secret, open, plain] = [await file('key', privateKey), await file('pub', publicKey), await file('plain', data)]

      const signature = await file('signature', crypto.sign(privateKey, data))
      const verified = await openssl('pkeyutl', '-verify', '-pubin', '-inkey', open, '-in', plain, '-sigfile', signature, ...distId)
      expect(verified, where).toContain('Verified Successfully')
      const theirs = await output('pkeyutl', '-sign', '-inkey', secret, '-in', plain, ...distId)
      expect(crypto.verify(publicKey, data, theirs), where).toBe(true)

      const sealed = await file('sealed', crypto.encrypt(publicKey, data))
      expect(await output('pkeyutl', '-decrypt', '-inkey', secret, '-in', sealed), where).toEqual(data)
      const theirSealed = await output('pkeyutl', '-encrypt', '-pubin', '-inkey', open, '-in', plain)
      expect(crypto.decrypt(privateKey, theirSealed), where).toEqual(data)

      const sm4 = ['-K', key.toString('hex'), '-iv', iv.toString('hex'), '-in', plain]
      expect(await output('enc', '-sm4-ctr', ...sm4), where).toEqual(crypto.sm4Encrypt(key, iv, data))
      expect(await output('enc', '-sm4-cbc', ...sm4), where).toEqual(crypto.sm4CbcEncrypt(key, iv, data))
    }
  }, 600_000)

  it('agrees on SM3 and HMAC-SM3', async () => {
    const random = dice()
    const messages = Array.from({ length: 200 }, () => random.bytes(random.int(300)))
    const names = await Promise.all(messages.map((message, i) => file(`m${i}`, message)))
    const [crypto] = drivers as [(typeof drivers)[0]]
    const last = (line: string) => line.split(' ').at(-1)
    const digests = (await openssl('dgst', '-sm3', ...names)).trim().split('\n').map(last)
    expect(digests, `seed ${random.seed}`).toEqual(messages.map((message) => crypto.sm3(message).toString('hex')))
    const key = random.bytes(32)
    const macs = await openssl('dgst', '-sm3', '-mac', 'HMAC', '-macopt', `hexkey:${key.toString('hex')}`, ...names)
    expect(macs.trim().split('\n').map(last)).toEqual(messages.map((message) => crypto.hmacSm3(key, message).toString('hex')))
  })

  it('is refused by the command when the user id differs', async () => {
    const [crypto] = drivers as [(typeof drivers)[0]]
    const { privateKey, publicKey } = crypto.generateKeyPair()
    const [open, plain] = [await file('pub', publicKey), await file('plain', 'x')]
    const signature = await file('signature', crypto.sign(privateKey, Buffer.from('x'), 'somebody else'))
    await expect(openssl('pkeyutl', '-verify', '-pubin', '-inkey', open, '-in', plain, '-sigfile', signature, ...distId)).rejects.toThrow()
  })
})
