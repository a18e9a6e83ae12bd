import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream, readFileSync } from 'node:fs'
import { type Readable, Transform, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'

/** What is known of a file of a backup; enough to refuse a damaged one before anything is touched. */
export interface SavedFile {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
  readonly sealed?: { readonly iv: string; readonly tag: string }
}

/** 32 bytes in hex, kept apart from the backups. */
export function readKey(path: string): Buffer {
  const text = readFileSync(path, 'utf8').trim()
  if (!/^[0-9a-f]{64}$/i.test(text)) throw new Error(`${path} should hold 64 hexadecimal digits.`)
  return Buffer.from(text, 'hex')
}

/** Passes everything on and hands each line to `see`. */
export function byLine(see: (line: string) => void): Transform {
  let rest = ''
  return new Transform({
    decodeStrings: true,
    transform(chunk: Buffer, _, next) {
      const lines = (rest + chunk.toString('latin1')).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) see(line)
      next(null, chunk)
    },
    flush(next) {
      if (rest !== '') see(rest)
      next()
    },
  })
}

/** Packs a stream into a file, sealed when there is a key. */
export async function save(source: Readable, folder: string, name: string, key: Buffer | undefined): Promise<SavedFile> {
  const hash = createHash('sha256')
  let bytes = 0
  const count = new Transform({
    transform(chunk: Buffer, _, next) {
      hash.update(chunk)
      bytes += chunk.length
      next(null, chunk)
    },
  })
  const iv = randomBytes(12)
  const cipher = key && createCipheriv('aes-256-gcm', key, iv)
  const target = createWriteStream(`${folder}/${name}`, { mode: 0o600, flags: 'wx' })
  if (cipher) await pipeline(source, createGzip(), cipher, count, target)
  else await pipeline(source, createGzip(), count, target)
  const sealed = cipher && { iv: iv.toString('hex'), tag: cipher.getAuthTag().toString('hex') }
  return { name, bytes, sha256: hash.digest('hex'), ...(sealed ? { sealed } : {}) }
}

/** Says what is wrong with a saved file, or nothing. */
export async function faultOf(folder: string, file: SavedFile): Promise<string | undefined> {
  const hash = createHash('sha256')
  let bytes = 0
  try {
    for await (const chunk of createReadStream(`${folder}/${file.name}`)) {
      hash.update(chunk as Buffer)
      bytes += (chunk as Buffer).length
    }
  } catch {
    return `${file.name} cannot be read`
  }
  if (bytes !== file.bytes) return `${file.name} has ${bytes} bytes instead of ${file.bytes}`
  return hash.digest('hex') === file.sha256 ? undefined : `${file.name} is not what was saved: its checksum differs`
}

/** Unpacks a saved file. */
export async function load(folder: string, file: SavedFile, key: Buffer | undefined, target: Writable): Promise<void> {
  const source = createReadStream(`${folder}/${file.name}`)
  if (!file.sealed) return pipeline(source, createGunzip(), target)
  if (!key) throw new Error(`${file.name} is sealed; give the key with --key-file.`)
  const open = createDecipheriv('aes-256-gcm', key, Buffer.from(file.sealed.iv, 'hex'))
  open.setAuthTag(Buffer.from(file.sealed.tag, 'hex'))
  await pipeline(source, open, createGunzip(), target).catch((error: Error) => {
    throw new Error(`${file.name} cannot be opened with this key: ${error.message}`)
  })
}
