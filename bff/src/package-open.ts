import { createPrivateKey, createPublicKey } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { createCryptoProvider } from './kernel/crypto/create.ts'
import { openPackage } from './kernel/crypto/exchange-package.ts'
import { CryptoError } from './kernel/crypto/provider.ts'

const usage = `npm run package:open -- <file.lpkg> --key <private key> --house <keys> [--out <folder>]

For partners: checks that a package was signed by the house and is whole, opens it with your own SM2 private key (PEM)
and saves what is in it. --house is what https://<house>/api/subscription-keys answers, saved as a file, or one PEM. Nothing is
overwritten. Exit code 0: opened. 1: refused, with the reason. 2: could not be tried.`

/** What was typed is not enough to begin with. */
class UsageError extends Error {}

interface Options {
  readonly file: string
  readonly key: string
  readonly house: string
  readonly out: string
}

function parse(argv: readonly string[]): Options {
  const given: Partial<Record<keyof Options, string>> = {}
  const rest = [...argv]
  while (rest.length > 0) {
    const word = rest.shift() ?? ''
    const option = /^--(key|house|out)$/.exec(word)?.[1] as 'key' | 'house' | 'out' | undefined
    const value = option ? rest.shift() : word
    if (word === '--help') throw new UsageError(usage)
    if (value === undefined || value.startsWith('--') || (!option && given.file !== undefined))
      throw new UsageError(`${word} is not understood.\n\n${usage}`)
    given[option ?? 'file'] = value
  }
  const { file, key, house, out = '.' } = given
  if (!file || !key || !house) throw new UsageError(usage)
  return { file, key, house, out }
}

function textOf(path: string): string {
  if (!existsSync(path)) throw new UsageError(`${path} is not there`)
  return readFileSync(path, 'utf8')
}

/** Every key by its id. A single PEM stands for whichever key the package names. */
function houseKeys(text: string, named: string): ReadonlyMap<string, string> {
  if (text.includes('-----BEGIN')) {
    if (!text.trimStart().startsWith('{')) return new Map([[named, spki(text)]])
    const { items = [] } = JSON.parse(text) as { items?: { keyId: string; publicKey: string }[] }
    return new Map(items.map(({ keyId, publicKey }) => [keyId, publicKey]))
  }
  throw new UsageError('--house is neither the answer of /api/subscription-keys nor a PEM')
}

const spki = (pem: string): string => createPublicKey(pem).export({ type: 'spki', format: 'pem' }) as string

/** Private keys of openssl may come as `EC PRIVATE KEY`; the house's own reader knows one form. */
function partnerKey(text: string): { privateKey: string; publicKey: string } {
  try {
    const key = createPrivateKey(text)
    return { privateKey: key.export({ type: 'pkcs8', format: 'pem' }) as string, publicKey: spki(text) }
  } catch {
    throw new UsageError('--key is no private key in PEM')
  }
}

function nameOf(text: string): string {
  try {
    return String((JSON.parse(text) as { from?: unknown }).from)
  } catch {
    return ''
  }
}

function main(): void {
  const { file, key, house, out } = parse(process.argv.slice(2))
  const text = textOf(file)
  const opened = openPackage(createCryptoProvider(), text, {
    ...partnerKey(textOf(key)),
    houseKeys: houseKeys(textOf(house), nameOf(text)),
  })
  // a name from elsewhere is a name, never a path
  const saved = join(out, basename(opened.name.replaceAll('\\', '/')))
  writeFileSync(saved, opened.content, { flag: 'wx' })
  console.log(
    `Signed by ${opened.from} at ${opened.madeAt}, number ${opened.id}, whole. Saved as ${saved} (${opened.content.length} bytes).`,
  )
}

try {
  main()
} catch (error) {
  const isRefused = error instanceof CryptoError
  const said = isRefused || error instanceof UsageError || (error as { code?: string }).code !== undefined
  console.error(said ? (error as Error).message : error)
  process.exitCode = isRefused ? 1 : 2
}
