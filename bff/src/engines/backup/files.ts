import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream, readFileSync } from 'node:fs'
import { PassThrough, pipeline as pump, type Readable, Transform, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'

/** What is known of a file of a backup; enough to refuse a damaged one before anything is touched. */
export interface SavedFile {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
  /** Missing in backups of older versions. */
  readonly sm3?: string
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
  const [hash, sm3] = [createHash('sha256'), createHash('sm3')]
  let bytes = 0
  const count = new Transform({
    transform(chunk: Buffer, _, next) {
      hash.update(chunk)
      sm3.update(chunk)
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
  return { name, bytes, sha256: hash.digest('hex'), sm3: sm3.digest('hex'), ...(sealed ? { sealed } : {}) }
}

/** Says what is wrong with a saved file, or nothing. */
export async function faultOf(folder: string, file: SavedFile): Promise<string | undefined> {
  const [hash, sm3] = [createHash('sha256'), createHash('sm3')]
  let bytes = 0
  try {
    for await (const chunk of createReadStream(`${folder}/${file.name}`)) {
      hash.update(chunk as Buffer)
      sm3.update(chunk as Buffer)
      bytes += (chunk as Buffer).length
    }
  } catch {
    return `${file.name} cannot be read`
  }
  if (bytes !== file.bytes) return `${file.name} has ${bytes} bytes instead of ${file.bytes}`
  const same = hash.digest('hex') === file.sha256 && (file.sm3 === undefined || sm3.digest('hex') === file.sm3)
  return same ? undefined : `${file.name} is not what was saved: its checksum differs`
}

/** Unpacks a saved file as it is read. */
export function opened(folder: string, file: SavedFile, key: Buffer | undefined): Readable {
  if (file.sealed && !key) throw new Error(`${file.name} is sealed; give the key with --key-file.`)
  const source = createReadStream(`${folder}/${file.name}`)
  const gunzip = createGunzip()
  const target = new PassThrough().once('close', () => source.destroy())
  const end = (error: Error | null | undefined) => {
    if (error) target.destroy(file.sealed ? new Error(`${file.name} cannot be opened with this key: ${error.message}`) : error)
  }
  if (file.sealed) {
    const open = createDecipheriv('aes-256-gcm', key as Buffer, Buffer.from(file.sealed.iv, 'hex'))
    open.setAuthTag(Buffer.from(file.sealed.tag, 'hex'))
    pump(source, open, gunzip, end)
  } else pump(source, gunzip, end)
  gunzip.pipe(target)
  return target
}

/** Unpacks a saved file into a stream. */
export const load = async (folder: string, file: SavedFile, key: Buffer | undefined, target: Writable): Promise<void> =>
  pipeline(opened(folder, file, key), target)

/** Unpacks a small saved file whole. */
export async function loadWhole(folder: string, file: SavedFile, key: Buffer | undefined): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of opened(folder, file, key)) parts.push(part as Buffer)
  return Buffer.concat(parts)
}
