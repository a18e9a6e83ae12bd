import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, describe, expect, it } from 'vitest'
import { localFiles } from './files/local.ts'
import type { Files } from './ports.ts'

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
      const bytes = randomBytes(200_000)
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
