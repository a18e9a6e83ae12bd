import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Partner } from '@liren/contract/capabilities/api'
import type { WorkbookExport } from '@liren/contract/capabilities/workbook'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { openWorkbook } from '../../kernel/workbook/read.ts'
import { idNumber } from './testing.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../../..', import.meta.url))
const program = join(root, 'bff/src/package-open.ts')

describeStores('packages for partners', (open) => {
  let app: TestApp
  let village: Village
  let partner: Partner
  let admin: string
  const folder = mkdtempSync(join(tmpdir(), 'liren-package-'))
  const at = (name: string) => join(folder, name)

  /** The openssl command plays the partner: its key, and a certificate of it. */
  async function certificateOf(name: string, days: number): Promise<string> {
    await run('openssl', ['genpkey', '-algorithm', 'SM2', '-out', at(`${name}.key`)])
    const args = ['-new', '-x509', '-sm3', '-sigopt', 'distid:1234567812345678', '-subj', `/CN=${name}`, '-days', String(days)]
    await run('openssl', ['req', ...args, '-key', at(`${name}.key`), '-out', at(`${name}.crt`)])
    return readFileSync(at(`${name}.crt`), 'utf8')
  }
  const register = (publicKey: string, over: object = {}) =>
    app.call<Partner>('POST', '/api/partners', {
      token: admin,
      body: { name: '街道综合指挥平台', owner: '街道', publicKey, groups: [], placeId: village.estate.id, perSecond: 5, ...over },
    })
  const person = (placeId: string, name: string, phone: string) =>
    app.call('POST', '/api/people', {
      token: village.tokens.officer,
      body: { placeId, source: 'collected', values: { name, idKind: 'resident', idNumber: idNumber(), population: 'resident', phone } },
    })

  beforeAll(async () => {
    // certificates count by the clock of the machine that made them
    app = await startTestApp(open, { start: Date.now() + 60_000, settings: { LIREN_RATE_FACTOR: '50' } })
    village = await makeVillage(app)
    admin = await app.tokenOf(await makePerson(app.kernel, '系统管理员', { roles: [['system-administrator', village.city]] }), 'admin')
    const made = await register(await certificateOf('partner', 30))
    if (made.status !== 201) throw new Error(made.text)
    partner = made.body
    for (const [placeId, name, phone] of [
      [village.house.id, '轩辕近', '10000006543'],
      [village.secondHouse.id, '轩辕外', '10000006544'],
    ] as const)
      expect((await person(placeId, name, phone)).status).toBe(201)
    writeFileSync(at('house.json'), (await app.call('GET', '/api/subscription-keys')).text)
  })
  afterAll(async () => {
    await app.close()
    rmSync(folder, { recursive: true })
  })

  const ask = (over: object = {}) =>
    app.call<WorkbookExport>('POST', '/api/workbooks/exports', {
      token: village.tokens.officer,
      body: {
        archive: 'person',
        columns: ['name', 'phone', 'population'],
        filters: {},
        reason: '月度交换',
        partnerId: partner.id,
        ...over,
      },
    })
  async function packaged(): Promise<{ id: string; file: string; headers: Headers }> {
    const asked = await ask()
    if (asked.status !== 202) throw new Error(asked.text)
    await app.work()
    const path = `/api/workbooks/exports/${asked.body.id}`
    const { url } = (await app.call<WorkbookExport>('GET', path, { token: village.tokens.officer })).body
    const answer = await fetch(app.origin + url, { headers: { authorization: `Bearer ${village.tokens.officer}` } })
    const file = at(`${asked.body.id}.lpkg`)
    writeFileSync(file, Buffer.from(await answer.arrayBuffer()))
    return { id: asked.body.id, file, headers: answer.headers }
  }
  const opened = (file: string) =>
    run(process.execPath, ['--import', 'tsx', program, file, '--key', at('partner.key'), '--house', at('house.json'), '--out', folder], {
      cwd: root,
    }).then(
      ({ stdout }) => ({ code: 0, said: stdout }),
      (error: { code: number; stderr: string }) => ({ code: error.code, said: error.stderr }),
    )
  const savedBooks = () => readdirSync(folder).filter((name) => name.endsWith('.xlsx'))

  it('refuses a partner that is not there, that is off, and one without a certificate that holds', async () => {
    expect((await ask({ partnerId: village.estate.id })).error?.code).toBe('workbook.partner-unknown')
    const bare = await register(app.kernel.crypto.generateKeyPair().publicKey)
    expect((await ask({ partnerId: bare.body.id })).error?.code).toBe('workbook.partner-unfit')
    const over = await register(await certificateOf('over', 1))
    expect(over.body.certificate?.serial).toMatch(/^[0-9A-F]+$/)
    const off = await app.call('PATCH', `/api/partners/${over.body.id}`, {
      token: admin,
      // the key is sent again as the form sends it: the certificate stays
      body: { state: 'off', publicKey: over.body.publicKey, version: over.body.version },
    })
    expect(off).toMatchObject({ status: 200, body: { certificate: over.body.certificate } })
    expect((await ask({ partnerId: over.body.id })).error?.code).toBe('workbook.partner-unknown')
    expect((await register(readFileSync(at('over.key'), 'utf8'))).error?.code).toBe('api.key-unfit')
    const { body } = await app.call<{ items: { id: string; canReceive: boolean }[] }>('GET', '/api/workbooks/partners', {
      token: village.tokens.officer,
    })
    expect(body.items.map(({ id, canReceive }) => [id, canReceive]).sort()).toEqual(
      [
        [bare.body.id, false],
        [partner.id, true],
      ].sort(),
    )
  })

  it('[SZSQ-7.3-e] [GB42455-9.4-g] hands a partner a package that the house has signed and only its certificate opens, and that fails when tampered with', async () => {
    const { id, file, headers } = await packaged()
    expect(headers.get('content-disposition')).toContain('.lpkg')
    const text = readFileSync(file, 'utf8')
    for (const word of ['轩辕', '10000006543']) expect(Buffer.from(JSON.parse(text).content, 'base64').includes(word), word).toBe(false)

    const tampered = at('tampered.lpkg')
    const parts = JSON.parse(text) as Record<string, string>
    const unlike = parts.content?.[40] === 'A' ? 'B' : 'A'
    writeFileSync(tampered, JSON.stringify({ ...parts, content: `${parts.content?.slice(0, 40)}${unlike}${parts.content?.slice(41)}` }))
    expect(await opened(tampered)).toMatchObject({ code: 1, said: expect.stringContaining('altered') })
    expect(savedBooks()).toEqual([])

    const right = await opened(file)
    expect(right).toMatchObject({ code: 0, said: expect.stringContaining(id) })
    const [book = ''] = savedBooks()
    const rows: string[][] = []
    for await (const { cells } of (await openWorkbook(readFileSync(at(book)))).rows)
      rows.push(Array.from(cells, (cell) => cell?.text ?? ''))
    const people = rows.slice(2)
    // within the partner's place only, and masked as its clearance asks
    expect(people).toHaveLength(1)
    expect(JSON.stringify(people)).not.toContain('10000006543')
  })

  it('keeps on record who handed which package to whom, and makes none for a partner that was switched off meanwhile', async () => {
    const { id } = await packaged()
    const entries = await unscoped<{ action: string; after_json: string }>(app.kernel.store, 'the test reads the trail', {
      sql: 'SELECT action, after_json FROM audit_entries WHERE subject_id = ? ORDER BY id',
      params: [id],
    })
    expect(entries.map(({ action, after_json }) => [action, (JSON.parse(after_json) as { partner?: string }).partner])).toEqual(
      ['workbook.exported', 'workbook.written', 'workbook.downloaded'].map((action) => [action, partner.id]),
    )
    const asked = await ask()
    const switched = await app.call<Partner>('PATCH', `/api/partners/${partner.id}`, {
      token: admin,
      body: { state: 'off', version: partner.version },
    })
    expect(switched.status).toBe(200)
    await app.work()
    const done = await app.call<WorkbookExport>('GET', `/api/workbooks/exports/${asked.body.id}`, { token: village.tokens.officer })
    expect(done.body).toMatchObject({ state: 'failed', url: null, partner: { id: partner.id, name: '街道综合指挥平台' } })
    expect(existsSync(join(app.dataFolder, 'files', `workbook/${asked.body.id}.out`))).toBe(false)
  })
})
