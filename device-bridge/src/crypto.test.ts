import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSigner, sm3 } from './crypto.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'liren-key-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** The openssl command as an independent judge. */
function opensslVerifies(publicKey: string, text: string, signature: string): boolean {
  const file = (name: string, content: string | Buffer): string => {
    const path = join(folder, name)
    writeFileSync(path, content)
    return path
  }
  const args = ['pkeyutl', '-verify', '-pubin', '-inkey', file('key.pem', publicKey), '-rawin', '-digest', 'sm3']
  args.push('-pkeyopt', 'distid:1234567812345678', '-in', file('text', text), '-sigfile', file('sig', Buffer.from(signature, 'base64')))
  try {
    return execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .includes('Successfully')
  } catch {
    return false
  }
}

test('openssl accepts what the bridge signed, and nothing else', async () => {
  const signer = await openSigner(join(folder, 'bridge.key'))
  for (const text of ['', 'a', '{"bridge":"桥"}', 'x'.repeat(5000)]) {
    const signature = signer.sign(text)
    expect(opensslVerifies(signer.publicKey, text, signature)).toBe(true)
    expect(opensslVerifies(signer.publicKey, `${text}.`, signature)).toBe(false)
  }
})

test('the key is made once, belongs to its user alone, and stays the same', async () => {
  const file = join(folder, 'a', 'bridge.key')
  const first = await openSigner(file)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect((await openSigner(file)).publicKey).toBe(first.publicKey)
})

test('a key file that is not a key is refused and left as it is', async () => {
  const file = join(folder, 'bridge.key')
  writeFileSync(file, 'oops')
  await expect(openSigner(file)).rejects.toThrow('64 hex digits')
  expect(readFileSync(file, 'utf8')).toBe('oops')
})

test('the digest of "abc" is the one of GB/T 32905', () => {
  expect(sm3('abc')).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0')
})
