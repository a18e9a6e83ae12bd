import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { localFiles } from './files/local.ts'
import { readS3Url, s3Files } from './files/s3.ts'
import { s3Stub } from './files/s3-stub.ts'
import { encodePath, signRequest } from './files/sigv4.ts'
import type { Files } from './ports.ts'
import { systemClock } from './system.ts'

const folders: string[] = []
const folder = async () => {
  const path = await mkdtemp(join(tmpdir(), 'liren-files-'))
  folders.push(path)
  return path
}
afterAll(() => Promise.all(folders.map((path) => rm(path, { recursive: true, force: true }))))

const read = async (files: Files, key: string) => {
  const found = await files.open(key)
  return found && { bytes: await buffer(found.stream), size: found.size }
}

/** What every file store must do, whatever it is made of. */
function behavesAsFiles(name: string, open: () => Promise<Files>) {
  describe(`files: ${name}`, () => {
    it.each(['', '../etc/passwd', '/etc/passwd', 'a/../b', 'a//b', 'a\\b', 'A', 'a b', '.a', 'a/.b', 'a\0', '照片', `a${'a'.repeat(300)}`])(
      'refuses a key that is not ours: %j',
      async (key) => {
        const files = await open()
        await expect(files.put(key, Buffer.from('x'), 'text/plain')).rejects.toThrow('not a key')
        await expect(files.open(key)).rejects.toThrow('not a key')
        await expect(files.remove(key)).rejects.toThrow('not a key')
      },
    )

    it('gives undefined for what is not there, and removing it is no fault', async () => {
      const files = await open()
      expect(await files.open('f/none')).toBeUndefined()
      await files.remove('f/none')
    })

    it('gives back the same bytes, from a buffer and from a stream', async () => {
      const files = await open()
      const bytes = randomBytes(20_000)
      expect(await files.put('f/one', bytes, 'image/jpeg')).toEqual({ size: bytes.length })
      expect(await files.put('f/two.thumb', Readable.from([bytes.subarray(0, 7), bytes.subarray(7)]), 'image/jpeg')).toEqual({
        size: bytes.length,
      })
      expect(await read(files, 'f/one')).toEqual({ bytes, size: bytes.length })
      expect(await read(files, 'f/two.thumb')).toEqual({ bytes, size: bytes.length })
    })

    it('replaces the whole content, and removes it', async () => {
      const files = await open()
      await files.put('f/one', Buffer.from('a long first version'), 'text/plain')
      await files.put('f/one', Buffer.from('second'), 'text/plain')
      expect((await read(files, 'f/one'))?.bytes.toString()).toBe('second')
      await files.remove('f/one')
      expect(await files.open('f/one')).toBeUndefined()
    })

    it('keeps nothing of a stream that broke off', async () => {
      const files = await open()
      const broken = Readable.from(
        (async function* () {
          yield Buffer.from('half')
          throw new Error('the line went dead')
        })(),
      )
      await expect(files.put('f/half', broken, 'text/plain')).rejects.toThrow('the line went dead')
      expect(await files.open('f/half')).toBeUndefined()
    })
  })
}

behavesAsFiles('local disk', async () => localFiles(await folder()))

describe('files: S3', () => {
  const secret = 'a/secret+with=signs'
  let stub: Awaited<ReturnType<typeof s3Stub>>
  beforeAll(async () => {
    stub = await s3Stub(secret)
  })
  afterAll(() => stub.stop())
  const open = (url = stub.url) => s3Files({ ...readS3Url(url), clock: systemClock, fetch })

  behavesAsFiles('S3-compatible store', async () => open())

  it('signs as the published examples say', () => {
    const keys = { accessKey: 'AKIAIOSFODNN7EXAMPLE', secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', region: 'us-east-1' }
    const host = 'examplebucket.s3.amazonaws.com'
    const at = Date.UTC(2013, 4, 24)
    const signature = (headers: Record<string, string>) => /Signature=(\w+)/.exec(headers.authorization ?? '')?.[1]
    const get = { method: 'GET', host, path: '/test.txt', headers: { range: 'bytes=0-9' }, body: Buffer.alloc(0) }
    expect(signature(signRequest(keys, get, at))).toBe('f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41')
    const put = {
      method: 'PUT',
      host,
      path: `/${encodePath('test$file.text')}`,
      headers: { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
      body: Buffer.from('Welcome to Amazon S3.'),
    }
    expect(signature(signRequest(keys, put, at))).toBe('98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd')
  })

  it('is refused by the store with another secret, and says that it cannot be reached', async () => {
    const wrong = open(stub.url.replace(encodeURIComponent(secret), 'wrong'))
    await expect(wrong.put('f/one', Buffer.from('x'), 'text/plain')).rejects.toMatchObject({ code: 'unavailable', status: 503 })
    expect(stub.refusals.at(-1)).toBe('another signature')
  })

  it.each([
    [500, 'unavailable'],
    [503, 'unavailable'],
    [507, 'storage.full'],
  ])('turns %i into an honest refusal, never into an absent file', async (status, code) => {
    stub.breakWith(status)
    await expect(open().open('f/one')).rejects.toMatchObject({ code })
    await expect(open().put('f/one', Buffer.from('x'), 'text/plain')).rejects.toMatchObject({ code })
    await expect(open().remove('f/one')).rejects.toMatchObject({ code })
    stub.breakWith(undefined)
  })

  it('says so when nobody answers', async () => {
    const away = open('s3://k:s@127.0.0.1:1/liren-files?tls=off')
    await expect(away.open('f/one')).rejects.toMatchObject({ code: 'unavailable' })
  })

  it.each(['http://k:s@host/bucket', 's3://host/bucket', 's3://k:s@host/', 's3://k@host/bucket', 'not a url'])(
    'refuses the address %j',
    (url) => {
      expect(() => readS3Url(url)).toThrow()
    },
  )
})

describe('files: local disk', () => {
  it('has the same files after the program was started again, without what was left half-written', async () => {
    const root = await folder()
    const before = await localFiles(root)
    await before.put('f/kept', Buffer.from('kept'), 'text/plain')
    await writeFile(join(root, 'parts', 'left-by-a-kill'), 'half')
    const after = await localFiles(root)
    expect((await read(after, 'f/kept'))?.bytes.toString()).toBe('kept')
    expect(await readdir(join(root, 'parts'))).toEqual([])
  })

  it('keeps two keys apart that differ in their slashes only', async () => {
    const files = await localFiles(await folder())
    await files.put('a/b', Buffer.from('slash'), 'text/plain')
    await files.put('a-b', Buffer.from('dash'), 'text/plain')
    expect((await read(files, 'a/b'))?.bytes.toString()).toBe('slash')
  })

  it('leaves the old content alone when writing the new one fails', async () => {
    const root = await folder()
    const files = await localFiles(root)
    await files.put('f/one', Buffer.from('old'), 'text/plain')
    await rm(join(root, 'parts'), { recursive: true })
    await expect(files.put('f/one', Buffer.from('new'), 'text/plain')).rejects.toThrow()
    expect((await read(files, 'f/one'))?.bytes.toString()).toBe('old')
  })

  it('spreads files over folders and writes for the owner only', async () => {
    const root = await folder()
    const files = await localFiles(root)
    for (let i = 0; i < 20; i++) await files.put(`f/${i}`, Buffer.from('x'), 'text/plain')
    expect((await readdir(root)).filter((name) => name !== 'parts').length).toBeGreaterThan(5)
    expect(await files.free()).toBeGreaterThan(0)
  })

  it('says that storage is full when the disk is', async () => {
    const files = await localFiles(await folder())
    const full = Readable.from(
      (async function* () {
        yield Buffer.from('x')
        throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
      })(),
    )
    await expect(files.put('f/full', full, 'text/plain')).rejects.toMatchObject({ code: 'storage.full', status: 507 })
  })

  it('never writes outside its folder', async () => {
    const root = await folder()
    const files = await localFiles(join(root, 'files'))
    await files.put('a.b/c', Buffer.from('x'), 'text/plain')
    expect(await readdir(root)).toEqual(['files'])
    await expect(readFile(join(root, 'c'))).rejects.toThrow()
  })
})
