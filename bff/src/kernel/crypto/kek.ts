import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, renameSync, statSync, unlinkSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CryptoError } from './provider.ts'

/** Where the key-encryption key comes from. It opens the keyring and is never in the database. */
export interface KekSource {
  /** For messages: the name of the setting or of the file. */
  readonly where: string
  read(): Buffer | undefined
  /** Makes one where there is none yet. */
  create(): Buffer
  /** A key that is to replace this one, written beside it first; undefined where the key is a setting. */
  readonly successor?: {
    read(): Buffer | undefined
    create(): Buffer
    /** From now on it is the key; the old one is gone. */
    promote(): void
  }
}

/** The setting wins; without it the key lives in a file of the data folder that only its owner may read. */
export const kekFrom = (config: { readonly LIREN_KEY: string; readonly LIREN_DATA: string }): KekSource =>
  config.LIREN_KEY === '' ? kekFile(join(config.LIREN_DATA, 'keys', 'kek')) : kekText(config.LIREN_KEY)

function kekText(text: string): KekSource {
  const key = parseKek(text, 'LIREN_KEY')
  return { where: 'LIREN_KEY', read: () => key, create: () => key }
}

export function kekFile(path: string): KekSource {
  const next = keyFile(`${path}.next`)
  return { ...keyFile(path), successor: { read: next.read, create: next.create, promote: () => renameSync(next.where, path) } }
}

function keyFile(path: string): Omit<KekSource, 'successor'> {
  const read = (): Buffer | undefined => {
    let text: string
    try {
      if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0)
        throw new CryptoError(`${path} can be read by others; allow its owner only (chmod 600)`)
      text = readFileSync(path, 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw error
    }
    return parseKek(text, path)
  }
  return {
    where: path,
    read,
    create() {
      const fresh = `${path}.${process.pid}.new`
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      writeDurably(fresh, `${randomBytes(32).toString('hex')}\n`)
      try {
        // Whole or not at all, and the first of several processes wins.
        linkSync(fresh, path)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      } finally {
        unlinkSync(fresh)
      }
      const key = read()
      if (!key) throw new CryptoError(`${path} could not be written`)
      return key
    },
  }
}

function writeDurably(path: string, text: string): void {
  const file = openSync(path, 'w', 0o600)
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

function parseKek(text: string, where: string): Buffer {
  const hex = text.trim()
  if (!/^([0-9a-f]{2}){16,32}$/i.test(hex)) throw new CryptoError(`${where} is not a key: 32 to 64 hex digits are`)
  const key = Buffer.from(hex, 'hex')
  if (new Set(key).size < 8)
    throw new CryptoError(`${where} repeats itself too much to be a key; take random digits (openssl rand -hex 32)`)
  return key
}
