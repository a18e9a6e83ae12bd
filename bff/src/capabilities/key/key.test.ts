import type { inventoryItemSchema, keySchema, resealSchema } from '@liren/contract/capabilities/key'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { z } from 'zod/mini'
import { type Answer, startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStore, describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'
import { sampleEntry } from '../../kernel/audit/testing.ts'
import { keyGrace } from '../../kernel/crypto/keyring.ts'
import { mask } from '../../kernel/crypto/mask.ts'
import { protectedBy } from '../../kernel/protected.ts'

type Key = z.infer<typeof keySchema>
type Reseal = z.infer<typeof resealSchema>
type Item = z.infer<typeof inventoryItemSchema>

const ok = async <T>(asked: Promise<Answer<T>>): Promise<T> => {
  const answer = await asked
  if (answer.status >= 400) throw new Error(`${answer.status} ${answer.text}`)
  return answer.body
}

describeStores('the key capability', (open) => {
  let app: TestApp
  let village: Village
  let officer: string
  let token: string

  beforeAll(async () => {
    app = await startTestApp(open)
    village = await makeVillage(app)
    officer = await makePerson(app.kernel, '安全员', { roles: [['security-administrator', village.city]] })
    token = await app.tokenOf(officer, 'admin')
  })
  afterAll(() => app.close())

  /** A session that has just begun has just proven who it is. */
  const stepUp = async () => {
    token = await app.tokenOf(officer, 'admin')
  }
  const versionsOf = async (purpose: string) =>
    (await ok(app.call<{ items: Key[] }>('GET', '/api/keys', { token }))).items.find((key) => key.purpose === purpose)?.versions ?? []
  const rotate = (purpose: string) => app.call<{ version: number }>('POST', `/api/keys/${purpose}/rotations`, { token })
  const destroy = (purpose: string, version: number) =>
    app.call('POST', `/api/keys/${purpose}/versions/${version}/destruction`, { token, body: { reason: '按制度销毁' } })
  const reseals = async () => (await ok(app.call<{ items: Reseal[] }>('GET', '/api/keys/reseals', { token }))).items
  const reseal = async () => {
    const job = app.house.worker.jobs.find((one) => one.kind === 'key.reseal')
    await job?.run({}, { now: app.clock.now(), scheduledFor: app.clock.now() })
  }

  it('is closed to everybody but the security administrator, and asks for a fresh proof of who it is', async () => {
    const system = await app.tokenOf(
      await makePerson(app.kernel, '系统管理员', { roles: [['system-administrator', village.city]] }),
      'admin',
    )
    const auditor = await app.tokenOf(await makePerson(app.kernel, '审计员', { roles: [['auditor', village.city]] }), 'admin')
    for (const path of ['/api/keys', '/api/keys/reseals', '/api/keys/inventory']) {
      for (const other of [system, auditor, village.tokens.manager])
        expect((await app.call('GET', path, { token: other })).status).toBe(403)
      expect((await app.call('GET', path)).status).toBe(401)
    }
    expect((await app.call('POST', '/api/keys/seal/rotations', { token: system })).status).toBe(403)
    await app.clock.advance(6 * 60_000)
    expect((await rotate('seal')).error?.code).toBe('identity.step-up-required')
    expect((await destroy('seal', 1)).error?.code).toBe('identity.step-up-required')
    expect(await versionsOf('seal')).toMatchObject([{ version: 1, state: 'current' }])
  })

  it('never tells a secret', async () => {
    const { text } = await app.call('GET', '/api/keys', { token })
    for (const { purpose, version } of app.kernel.keyring.versions) {
      const secret = app.kernel.keyring.secret(purpose, version, '')
      for (const form of ['hex', 'base64', 'base64url', 'utf8'] as const) expect(text).not.toContain(secret.toString(form).slice(0, 16))
    }
    expect(text).toContain('BEGIN PUBLIC KEY')
  })

  it('rotates, seals everything again while people work, and destroys the old version', async () => {
    await stepUp()
    expect((await rotate('pepper')).status).toBe(400)
    expect((await rotate('seal')).body).toMatchObject({ version: 2 })
    expect((await rotate('seal')).error?.code).toBe('key.rotating')
    for (const purpose of ['index', 'row']) expect((await rotate(purpose)).status).toBe(201)
    expect(await versionsOf('seal')).toMatchObject([
      { version: 1, state: 'current' },
      { version: 2, state: 'waiting' },
    ])
    await app.clock.advance(keyGrace)
    await app.kernel.keyring.refresh()
    await stepUp()
    for (const purpose of ['seal', 'index', 'row']) expect((await destroy(purpose, 1)).error?.code, purpose).toBe('key.needed')
    expect((await destroy('seal', 2)).error?.code).toBe('key.current')

    const requests: number[] = []
    let working = true
    const people = (async () => {
      while (working) {
        const answers = await Promise.all(
          [village.tokens.manager, village.tokens.resident, village.tokens.officer].map((one) =>
            app.call('GET', '/api/repairs', { token: one }),
          ),
        )
        requests.push(...answers.map((answer) => answer.status))
      }
    })()
    await reseal()
    working = false
    await people
    expect(requests.length).toBeGreaterThan(0)
    expect(requests.filter((status) => status !== 200)).toEqual([])

    const names = app.house.worker.jobs.find((job) => job.kind === 'user.name-index')
    await names?.run({}, { now: app.clock.now(), scheduledFor: app.clock.now() })
    const states = await reseals()
    expect(states.every((state) => state.state === 'done' && state.failed === 0)).toBe(true)
    expect(states.find((state) => state.table === 'users' && state.column === 'phone_sealed')?.sealed).toBeGreaterThan(10)
    for (const purpose of ['seal', 'index', 'row']) expect((await destroy(purpose, 1)).status, purpose).toBe(204)
    expect((await destroy('seal', 1)).status, 'twice is once').toBe(204)
    await app.kernel.keyring.refresh()
    expect(await versionsOf('seal')).toMatchObject([
      { version: 1, state: 'destroyed' },
      { version: 2, state: 'current' },
    ])
    expect((await app.call('GET', '/api/repairs', { token: village.tokens.manager })).status).toBe(200)
    const audited = await peek<{ action: string }>(
      app.kernel.store,
      "SELECT action FROM audit_entries WHERE action LIKE 'key.%' AND result = 'done' ORDER BY id",
    )
    expect(audited.map((row) => row.action).sort()).toEqual([...Array(4).fill('key.destroyed'), ...Array(3).fill('key.rotated')])
  })

  it('keeps audit keys, and knows only versions that are there', async () => {
    await stepUp()
    for (const purpose of ['audit', 'witness']) expect((await destroy(purpose, 1)).error?.code).toBe('key.kept')
    expect((await destroy('seal', 9)).status).toBe(404)
    expect((await destroy('seal', 0)).error?.faults[0]?.path).toBe('params.version')
  })

  it('[DB3205-7.3.1-5] offers signing, sealing, masking and audit to every module', async () => {
    const { crypto, sealer, audit, store } = app.kernel
    const pair = crypto.generateKeyPair()
    const message = Buffer.from('收费通知')
    expect(crypto.verify(pair.publicKey, message, crypto.sign(pair.privateKey, message))).toBe(true)
    expect(crypto.verify(pair.publicKey, Buffer.from('收费通知。'), crypto.sign(pair.privateKey, message))).toBe(false)
    expect(crypto.decrypt(pair.privateKey, crypto.encrypt(pair.publicKey, message))).toEqual(message)
    const place = { table: 'people', column: 'phone', row: 'r1' }
    expect(sealer.open(sealer.seal('10000001234', place), place)).toBe('10000001234')
    expect(mask('phone', '10000001234')).toBe('100****1234')
    await store.tx((tx) => audit.write(sampleEntry({ action: 'test.service' }), tx))
    expect(await peek(store, "SELECT subject, result FROM audit_entries WHERE action = 'test.service'")).toEqual([
      { subject: 'repair', result: 'done' },
    ])
  })

  it('[SZSQ-7.1-2] [GB42455-9.1-2] lists algorithm, key use and module of every scenario against GB/T 39786', async () => {
    const { items } = await ok(app.call<{ items: Item[] }>('GET', '/api/keys/inventory', { token }))
    for (const clause of ['a', 'b', 'e', 'f', 'g', 'h'])
      expect(
        items.some((item) => item.clause === `8.4 ${clause}`),
        clause,
      ).toBe(true)
    for (const item of items) expect(item.algorithm && item.standard && item.module && item.scenario.zh).toBeTruthy()
    const purposes = new Set(app.kernel.keyring.versions.map((key) => key.purpose))
    expect(new Set(items.flatMap((item) => item.keyPurpose ?? []))).toEqual(purposes)
    expect(items.filter((item) => item.evidence === 'vectors').every((item) => /OpenSSL|sm-crypto/.test(item.module))).toBe(true)
  })
})

describeStore('sqlite', 'what is sealed in the database', (open) => {
  it('is declared column by column, or rotation would not find it', async () => {
    const app = await startTestApp(open)
    const village = await makeVillage(app)
    await app.call('POST', '/api/repairs', { token: village.tokens.resident, body: {} })
    const { store } = app.kernel
    const look = <T extends object>(sql: string) => peek<T>(store, sql)
    const declared = new Set(protectedBy(app.kernel).sealed.map(({ table, column }) => `${table}.${column}`))
    const found = new Set<string>()
    for (const { name } of await look<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'key_versions'")) {
      for (const column of await look<{ name: string }>(`PRAGMA table_info(${name})`)) {
        const rows = await look(`SELECT 1 AS one FROM ${name} WHERE ${column.name} LIKE 'v1._.______________________.%' LIMIT 1`)
        if (rows.length > 0) found.add(`${name}.${column.name}`)
      }
    }
    expect(found.size, 'the search finds what it should').toBeGreaterThan(3)
    expect([...found].filter((column) => !declared.has(column))).toEqual([])
    const tables = new Set((await look<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'")).map((row) => row.name))
    for (const { table, column } of protectedBy(app.kernel).sealed) {
      expect(tables.has(table), table).toBe(true)
      expect((await look<{ name: string }>(`PRAGMA table_info(${table})`)).map((row) => row.name)).toContain(column)
    }
    await app.close()
  })
})
