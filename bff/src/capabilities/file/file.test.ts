import { readdirSync, readFileSync, statSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import type { File } from '@liren/contract/capabilities/file'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { bmp, gps, noise, pdf, photo } from '../../kernel/upload/testing.ts'
import { expireFiles } from './expire.ts'
import { allowFileReads, attachFiles, detachFiles, fileLinks } from './read.ts'
import { type FileHouse, fileHouse, multipart, principalOf } from './testing.ts'

const idOf = (name: string) => principalOf(name).id
const day = 24 * 3_600_000

describeStores('files', (openStore) => {
  let house: FileHouse
  let picture: Buffer
  beforeEach(async () => {
    house = await fileHouse(openStore)
    picture = await photo()
  })
  afterEach(() => house.close())

  const code = (answer: { json(): Record<string, unknown> }) => (answer.json().error as { code: string }).code
  const attach = (file: { id: string }, owner: string, subjectId = 'r1', level?: 'L2' | 'L3') =>
    house.kernel.store.tx((tx) =>
      attachFiles(
        house.kernel,
        { ids: [file.id], ownerId: idOf(owner), subject: 'repair', subjectId, placePath: '/jl/', ...(level ? { level } : {}) },
        tx,
      ),
    )
  const filesOnDisk = () =>
    (readdirSync(house.dataFolder, { recursive: true }) as string[])
      .map((name) => join(house.dataFolder, 'files', name.replace(/^files\//, '')))
      .filter((path) => path.includes('/files/') && statSync(path, { throwIfNoEntry: false })?.isFile())

  describe('uploading', () => {
    it('refuses strangers before a byte is looked at', async () => {
      const form = multipart([{ field: 'file', fileName: 'a.jpg', type: 'image/jpeg', bytes: picture }])
      const answer = await house.as(null, 'POST', '/api/files', { ...form.headers, 'idempotency-key': 'k'.repeat(20) }, form.body)
      expect([answer.status, code(answer)]).toEqual([401, 'identity.missing'])
    })

    it.each<[string, () => { headers: Record<string, string>; body: Buffer }, number, string]>([
      [
        'a JSON body',
        () => ({ headers: { 'content-type': 'application/json' }, body: Buffer.from('{}') }),
        415,
        'request.unsupported-type',
      ],
      [
        'a form without boundary',
        () => ({ headers: { 'content-type': 'multipart/form-data' }, body: Buffer.from('x') }),
        415,
        'request.unsupported-type',
      ],
      [
        'a form that breaks off',
        () => {
          const form = multipart([{ field: 'file', fileName: 'a.jpg', bytes: Buffer.alloc(2000) }])
          const body = form.body.subarray(0, 900)
          return { headers: { ...form.headers, 'content-length': String(body.length) }, body }
        },
        400,
        'request.malformed',
      ],
      ['no file', () => multipart([{ field: 'note', bytes: Buffer.from('hello') }]), 400, 'file.missing'],
      [
        'a file under another name',
        () => multipart([{ field: 'avatar', fileName: 'a.jpg', bytes: Buffer.from('x') }]),
        400,
        'file.missing',
      ],
      ['an empty file', () => multipart([{ field: 'file', fileName: 'a.jpg', bytes: Buffer.alloc(0) }]), 422, 'file.empty'],
      [
        'two files',
        () => multipart([1, 2].map(() => ({ field: 'file', fileName: 'a.jpg', bytes: Buffer.alloc(100) }))),
        400,
        'file.too-many',
      ],
      [
        'a hundred fields',
        () => multipart(Array.from({ length: 100 }, (_, i) => ({ field: `f${i}`, bytes: Buffer.from('x') }))),
        400,
        'request.malformed',
      ],
    ])('refuses %s', async (_, make, status, expected) => {
      const { headers, body } = make()
      const answer = await house.as('lin', 'POST', '/api/files', { ...headers, 'idempotency-key': 'refused-key-000000' }, body)
      expect([answer.status, code(answer)]).toEqual([status, expected])
      expect(filesOnDisk()).toEqual([])
    })

    it('goes by the content, not by the name or the type that the sender gives', async () => {
      const page = await house.upload('lin', Buffer.from('<html><script>1</script></html>'), { fileName: 'photo.jpg', type: 'image/jpeg' })
      expect([page.status, code(page)]).toEqual([415, 'file.type-refused'])
      const disguised = await house.upload('lin', picture, { fileName: '../../etc/passwd', type: 'text/html' })
      expect(disguised.json()).toMatchObject({ kind: 'image', type: 'image/jpeg' })
    })

    it('stops at the first byte too many, also of those who do not say how many come', async () => {
      const announced = await house.upload('lin', Buffer.alloc(10 * 1024 * 1024 + 100_000))
      expect([announced.status, code(announced)]).toEqual([413, 'file.too-large'])
      const status = await new Promise<number>((resolve, reject) => {
        const { headers } = multipart([])
        const req = request(
          {
            port: house.port,
            host: '127.0.0.1',
            path: '/api/files',
            method: 'POST',
            headers: {
              'content-type': headers['content-type'],
              'x-test-name': 'lin',
              'idempotency-key': 'chunked-key-0000000',
              'transfer-encoding': 'chunked',
            },
          },
          (res) => {
            res.resume()
            resolve(res.statusCode ?? 0)
          },
        )
        req.on('error', reject)
        req.write('------liren-test-boundary\r\ncontent-disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n')
        for (let i = 0; i < 11; i++) req.write(Buffer.alloc(1024 * 1024))
        req.end()
      })
      expect(status).toBe(413)
    })

    it('stores the picture drawn anew, without a trace of where it was taken', async () => {
      const file = await house.uploaded('lin', picture)
      expect(file).toMatchObject({ kind: 'image', type: 'image/jpeg', width: 300, height: 400 })
      const stored = filesOnDisk().map((path) => readFileSync(path))
      expect(stored).toHaveLength(2)
      for (const bytes of stored) expect(bytes.includes(gps)).toBe(false)
    })

    it('[DB3205-7.3.2-c] keeps a BMP as a JPEG and refuses HEIC and unknown types with the reason', async () => {
      const file = await house.uploaded('lin', bmp(60, 45))
      const { raw, headers } = await house.as(null, 'GET', file.url)
      expect(headers['content-type']).toBe('image/jpeg')
      expect((await sharp(raw).metadata()).format).toBe('jpeg')
      const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0mif1'), Buffer.alloc(100)])
      expect(code(await house.upload('lin', heic))).toBe('file.heic-refused')
      expect(code(await house.upload('lin', await noise(20, 20).tiff().toBuffer()))).toBe('file.type-refused')
      expect(filesOnDisk()).toHaveLength(2)
    })

    it('answers a repeated request with the same file, and refuses the key for another file', async () => {
      const first = await house.upload('lin', picture, { key: 'the-very-same-key' })
      const again = await house.upload('lin', picture, { key: 'the-very-same-key' })
      expect(again.json().id).toBe(first.json().id)
      const other = await house.upload('lin', await noise(50, 50).jpeg().toBuffer(), { key: 'the-very-same-key' })
      expect([other.status, code(other)]).toEqual([422, 'request.key-reused'])
    })

    it('lets one person have only so many waiting, and counts those in use no more', async () => {
      const small = await noise(20, 20).jpeg().toBuffer()
      const first = await house.uploaded('lin', small)
      await house.kernel.store.run(`UPDATE files SET owner_id = ? WHERE id = ?`, [idOf('lin'), first.id])
      for (let i = 0; i < 59; i++) {
        await house.kernel.store.run(
          "INSERT INTO files (id, owner_id, state, kind, type, bytes, digest, level, created_at, expires_at) VALUES (?, ?, 'kept', 'image', 'image/jpeg', 1, 'd', 'L3', 0, ?)",
          [house.kernel.ids.next(), idOf('lin'), house.clock.now() + 1000],
        )
      }
      const refused = await house.upload('lin', small)
      expect([refused.status, code(refused)]).toEqual([409, 'file.quota'])
      expect((await house.upload('zhao', small)).status).toBe(201)
      expect(await attach(first, 'lin')).toBe(true)
      expect((await house.upload('lin', small)).status).toBe(201)
    })

    it('writes who uploaded what into the audit trail', async () => {
      const file = await house.uploaded('lin', picture)
      const rows = await peek<{ subject_id: string; actor_id: string }>(
        house.kernel.store,
        "SELECT subject_id, actor_id FROM audit_entries WHERE action = 'file.uploaded' AND result = 'done'",
      )
      expect(rows).toEqual([{ subject_id: file.id, actor_id: idOf('lin') }])
    })
  })

  describe('links', () => {
    let file: File
    beforeEach(async () => {
      file = await house.uploaded('lin', picture)
    })
    const get = (path: string) => house.as(null, 'GET', path)
    const changed = (name: string, value: string) => {
      const url = new URL(file.url, 'http://x')
      url.searchParams.set(name, value)
      return url.pathname + url.search
    }

    it.each([
      ['another size', () => changed('size', 'thumb')],
      ['a later end', () => changed('exp', String(Date.now() + 10 * day))],
      ['another viewer', () => changed('by', idOf('zhao'))],
      ['another signature', () => changed('sig', `1.${'0'.repeat(64)}`)],
      ['a key version that never was', () => changed('sig', `9${new URL(file.url, 'http://x').searchParams.get('sig')?.slice(1)}`)],
      ['another file', () => file.url.replace(file.id, `${file.id.slice(0, 25)}${file.id.endsWith('0') ? '1' : '0'}`)],
    ])('do not open with %s', async (_, path) => {
      const answer = await get(path())
      expect([answer.status, code(answer)]).toEqual([403, 'file.link-invalid'])
    })

    it('do not open without a signature', async () => {
      expect((await get(`/api/files/${file.id}/content`)).status).toBe(400)
    })

    it('open for ten minutes at most', async () => {
      const answer = await get(file.url)
      expect([answer.status, answer.headers['content-type']]).toEqual([200, 'image/jpeg'])
      expect((await sharp(answer.raw).metadata()).width).toBe(300)
      await house.clock.advance(10 * 60_000)
      expect(code(await get(file.url))).toBe('file.link-invalid')
    })

    it('serve for this viewer only, sandboxed, and answer "unchanged" to who has it', async () => {
      const { headers } = await get(file.url)
      expect(headers['cache-control']).toMatch(/^private, max-age=\d+, immutable$/)
      expect(headers['content-security-policy']).toContain('sandbox')
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['content-disposition']).toBe(`inline; filename="${file.id}.jpg"`)
      const again = await house.as(null, 'GET', file.url, { 'if-none-match': String(headers.etag) })
      expect([again.status, again.raw.length]).toEqual([304, 0])
    })

    it('serve a small picture as well', async () => {
      const small = await house.uploaded('lin', await noise(2000, 1500).jpeg().toBuffer())
      const { raw, headers } = await get(small.thumb as string)
      expect(headers['content-type']).toBe('image/jpeg')
      expect((await sharp(raw).metadata()).width).toBe(480)
    })

    it('always save a document instead of showing it, byte for byte, and draw a page for its small picture', async () => {
      const bytes = pdf()
      const document = await house.uploaded('lin', bytes)
      const answer = await get(document.url)
      expect(answer.raw.equals(bytes)).toBe(true)
      expect(answer.headers['content-disposition']).toBe(`attachment; filename="${document.id}.pdf"`)
      expect((await sharp((await get(document.thumb as string)).raw).metadata()).format).toBe('png')
    })

    it('leave a line in the audit trail, naming the viewer they were made for, when what they open is personal', async () => {
      const lines = async () =>
        peek<{ actor_id: string; subject_id: string }>(
          house.kernel.store,
          "SELECT actor_id, subject_id FROM audit_entries WHERE action = 'file.downloaded'",
        )
      await attach(file, 'lin', 'r1', 'L2')
      await get(fileLinks(house.kernel, principalOf('zhao'), house.clock.now())(file.id).url)
      expect(await lines()).toEqual([])
      await attach(file, 'lin', 'r1', 'L3')
      await get(fileLinks(house.kernel, principalOf('zhao'), house.clock.now())(file.id).url)
      expect(await lines()).toEqual([{ actor_id: idOf('zhao'), subject_id: file.id }])
    })
  })

  describe('who may ask for a file', () => {
    let file: File
    const ask = async (name: string | null) => (await house.as(name, 'GET', `/api/files/${file.id}`)).status
    beforeEach(async () => {
      file = await house.uploaded('lin', picture)
    })

    it('nobody but its owner, until it is part of a record; then whoever may see the record', async () => {
      expect([await ask(null), await ask('zhao'), await ask('lin')]).toEqual([401, 404, 200])
      allowFileReads(house.kernel, 'repair', async (principal, subjectId) => principal.name === 'zhao' && subjectId === 'r1')
      expect(await ask('zhao')).toBe(404)
      await attach(file, 'lin', 'r1')
      expect([await ask('zhao'), await ask('qian')]).toEqual([200, 404])
    })

    it('nobody removes what is not theirs, or what is part of a record', async () => {
      const remove = async (name: string) => (await house.as(name, 'DELETE', `/api/files/${file.id}`)).status
      expect(await remove('zhao')).toBe(404)
      await attach(file, 'lin')
      expect(await remove('lin')).toBe(404)
      expect(await ask('lin')).toBe(200)
    })

    it('the owner removes what is not used yet, and its links are dead at once', async () => {
      expect((await house.as('lin', 'DELETE', `/api/files/${file.id}`)).status).toBe(204)
      expect((await house.as(null, 'GET', file.url)).status).toBe(404)
      await expireFiles(house.kernel, house.clock.now())
      expect(filesOnDisk()).toEqual([])
    })
  })

  it('[DB3205-7.3.1-3] one service uploads, previews, downloads, refuses and forgets a file', async () => {
    const stranger = await house.as(null, 'POST', '/api/files', { 'idempotency-key': 'stranger-key-0000' })
    expect(stranger.status).toBe(401)
    const file = await house.uploaded('lin', await noise(1000, 800).jpeg().toBuffer())
    const preview = await house.as(null, 'GET', file.thumb as string)
    expect((await sharp(preview.raw).metadata()).width).toBe(480)
    const download = await house.as(null, 'GET', file.url)
    expect((await sharp(download.raw).metadata()).width).toBe(1000)
    expect((await house.as('zhao', 'GET', `/api/files/${file.id}`)).status).toBe(404)
    await house.clock.advance(10 * 60_000)
    expect(code(await house.as(null, 'GET', file.url))).toBe('file.link-invalid')
    await house.clock.advance(day)
    expect((await house.as('lin', 'GET', `/api/files/${file.id}`)).status).toBe(404)
    await expireFiles(house.kernel, house.clock.now())
    expect(filesOnDisk()).toEqual([])
  })

  describe('becoming part of a record', () => {
    it('refuses a file of somebody else, one that is not there, and all of them together', async () => {
      const mine = await house.uploaded('lin', picture)
      expect(await attach(mine, 'zhao')).toBe(false)
      expect(await attach({ id: house.kernel.ids.next() }, 'lin')).toBe(false)
      const both = () =>
        house.kernel.store.tx(async (tx) => {
          const done = await attachFiles(
            house.kernel,
            { ids: [mine.id, house.kernel.ids.next()], ownerId: idOf('lin'), subject: 'repair', subjectId: 'r1', placePath: null },
            tx,
          )
          if (!done) throw new Error('refused')
        })
      await expect(both()).rejects.toThrow('refused')
      await expireFiles(house.kernel, house.clock.now() + day + 1)
      expect(filesOnDisk()).toEqual([])
    })

    it('what no record takes within a day is gone, bytes and all; what one took stays', async () => {
      const [kept, lost] = [await house.uploaded('lin', picture), await house.uploaded('lin', picture)]
      await attach(kept, 'lin')
      await house.clock.advance(day - 1000)
      await expireFiles(house.kernel, house.clock.now())
      expect((await house.as('lin', 'GET', `/api/files/${lost.id}`)).status).toBe(200)
      await house.clock.advance(2000)
      expect((await house.as('lin', 'GET', `/api/files/${lost.id}`)).status).toBe(404)
      expect(await attach(lost, 'lin', 'r2')).toBe(false)
      expect(await expireFiles(house.kernel, house.clock.now())).toBe(1)
      expect(filesOnDisk()).toHaveLength(2)
      expect((await house.as('lin', 'GET', `/api/files/${kept.id}`)).status).toBe(200)
    })

    it('goes a day after the last record that had it', async () => {
      const file = await house.uploaded('lin', picture)
      await attach(file, 'lin', 'r1')
      await attach(file, 'lin', 'r2')
      const detach = (subjectId: string) => house.kernel.store.tx((tx) => detachFiles(house.kernel, 'repair', subjectId, tx))
      await detach('r1')
      await house.clock.advance(2 * day)
      expect(await expireFiles(house.kernel, house.clock.now())).toBe(0)
      await detach('r2')
      await house.clock.advance(day + 1)
      expect(await expireFiles(house.kernel, house.clock.now())).toBe(1)
    })

    it('removes the bytes of an upload whose transaction never came', async () => {
      await house.uploaded('lin', picture)
      await house.kernel.store.run("UPDATE files SET state = 'receiving'")
      expect(await expireFiles(house.kernel, house.clock.now() + 1000)).toBe(0)
      expect(await expireFiles(house.kernel, house.clock.now() + 3_600_001)).toBe(1)
      expect(filesOnDisk()).toEqual([])
    })

    it('[GB42455-7.1.2-a] the row and its files are there, and the same, after a restart', async () => {
      const [image, document] = [await house.uploaded('lin', picture), await house.uploaded('lin', pdf())]
      for (const file of [image, document]) await attach(file, 'lin', 'r1')
      const before = (await house.as(null, 'GET', image.url)).raw
      house = await house.restart()
      const rows = await house.kernel.store.rows<{ file_id: string }>(
        "SELECT file_id FROM attachments WHERE subject = 'repair' AND subject_id = 'r1' ORDER BY file_id",
      )
      expect(rows.map((row) => row.file_id)).toEqual([image.id, document.id].sort())
      const link = fileLinks(house.kernel, principalOf('lin'), house.clock.now())
      expect((await house.as(null, 'GET', link(image.id).url)).raw.equals(before)).toBe(true)
      expect((await house.as(null, 'GET', link(document.id).url)).raw.equals(pdf())).toBe(true)
    })
  })
})
