import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Answer, startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'
import { photo } from '../../kernel/upload/testing.ts'
import { hasConsent } from '../consent/read.ts'
import { type FaceRow, isProofGood } from './read.ts'

const morning = Date.parse('2026-03-02T10:00+08:00')
const phone = '10000009921'

interface Own {
  id: string
  version: number
  faceConsentOn: string | null
}

describeStores('faces', (open) => {
  let app: TestApp
  let village: Village
  let resident: string
  let personId: string
  let takes = 0
  beforeAll(async () => {
    app = await startTestApp(open, { start: morning })
    village = await makeVillage(app)
    resident = await app.tokenOf(await makePerson(app.kernel, '林小北', { house: village.house, phone }), 'resident')
    const values = { name: '林小北', idKind: 'none', population: 'resident', phone }
    const made = await app.call<{ id: string }>('POST', '/api/people', {
      token: village.tokens.gridWorker,
      body: { placeId: village.house.id, source: 'collected', values },
    })
    personId = made.body.id
  })
  afterAll(() => app.close())

  async function take(token: string, bytes?: Buffer): Promise<Response> {
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array(bytes ?? (await photo(80, 80)))], { type: 'image/jpeg' }), 'face.jpg')
    const headers = { authorization: `Bearer ${token}`, 'idempotency-key': `test-face-${String(++takes).padStart(10, '0')}` }
    return fetch(`${app.origin}/api/faces`, { method: 'POST', headers, body: form })
  }
  const taken = async (token: string): Promise<string> => ((await (await take(token)).json()) as { id: string }).id
  const own = async () => (await app.call<Own>('GET', '/api/reviews/own-file', { token: resident })).body
  const submit = async (face: object, values: object = {}): Promise<Answer<{ id: string; version: number }>> =>
    app.call('POST', '/api/reviews/own-file/corrections', { token: resident, body: { version: (await own()).version, values, face } })
  const decide = (what: string, review: { id: string; version: number }, body: object = {}) =>
    app.call('POST', `/api/reviews/${review.id}/${what}`, { token: village.tokens.officer, body: { version: review.version, ...body } })
  const kept = async (): Promise<string> => {
    const review = (await submit({ id: await taken(resident), consentOn: '2026-03-02' })).body
    const answer = await decide('accept', review)
    if (answer.status !== 200) throw new Error(answer.text)
    return review.id
  }
  const rows = () => peek<FaceRow>(app.kernel.store, 'SELECT * FROM faces ORDER BY id')

  it('refuses whoever is not signed in, what is no picture, and a face without a consent, of the future, or of somebody else', async () => {
    expect((await take('nobody')).status).toBe(401)
    expect((await take(resident, Buffer.from('no picture at all'))).status).toBe(415)
    const id = await taken(resident)
    expect((await submit({ id })).error?.faults.map(({ path }) => path)).toEqual(['body.face.consentOn'])
    expect((await submit({ id, consentOn: '2026-03-03' })).error?.code).toBe('review.face-consent')
    expect((await submit({ id: await taken(village.tokens.gridWorker), consentOn: '2026-03-02' })).error?.code).toBe('review.face-consent')
    expect((await own()).faceConsentOn).toBeNull()
  })

  it('[GB42455-8.1.1-d.1] takes identity, address and face from a resident and from a grid worker; the face only with its own consent, and sealed', async () => {
    const face = await taken(resident)
    const values = { ethnicity: 'she', livingAddress: '枫林雅苑3幢1201' }
    const review = (await submit({ id: face, consentOn: '2026-03-02' }, values)).body
    expect((await decide('accept', review)).status).toBe(200)
    const { body } = await app.call<{ values: Record<string, unknown> }>('POST', `/api/people/${personId}/reveal`, {
      token: village.tokens.officer,
      body: { fields: ['livingAddress', 'face'], reason: '核对采集结果' },
    })
    expect(body.values).toEqual({ livingAddress: '枫林雅苑3幢1201', face: [face] })
    expect((await own()).faceConsentOn).toBe('2026-03-02')
    const collected = { name: '江望舒', idKind: 'none', population: 'resident' }
    const made = await app.call<{ id: string; version: number }>('POST', '/api/people', {
      token: village.tokens.gridWorker,
      body: { placeId: village.house.id, source: 'collected', values: collected },
    })
    const second = await taken(village.tokens.gridWorker)
    const proposed = await app.call<{ id: string; version: number }>('POST', '/api/reviews', {
      token: village.tokens.gridWorker,
      body: {
        ...{ archive: 'person', fileId: made.body.id, version: made.body.version, source: 'collected' },
        ...{ values: { ethnicity: 'han', registeredAddress: '柳巷2号' }, face: { id: second, consentOn: '2026-03-01' } },
      },
    })
    expect((await decide('accept', proposed.body)).status).toBe(200)
    const stored = (await rows()).filter(({ state }) => state === 'kept')
    expect(stored.map(({ id, consent_on }) => [id, consent_on])).toEqual([
      [face, '2026-03-02'],
      [second, '2026-03-01'],
    ])
    for (const row of stored) expect(row.image_sealed).toMatch(/^v1\.\d+\.[\w-]{22}\./)
  })

  it('has no byte of a face in the clear on its disk, and shows it only for a reason that is written down', async () => {
    await kept()
    const asked = `/api/people/${personId}/face/reveal`
    expect((await app.call('POST', asked, { token: village.tokens.gridWorker, body: { reason: '看一看' } })).error?.code).toBe(
      'permission.denied',
    )
    expect((await app.call('POST', asked, { token: village.tokens.officer, body: {} })).error?.code).toBe('request.invalid')
    const shown = await app.call<{ image: string }>('POST', asked, { token: village.tokens.officer, body: { reason: '门禁比对异常' } })
    const bytes = Buffer.from(shown.body.image.split(',')[1] ?? '', 'base64')
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]))
    const middle = bytes.subarray(Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 24)
    const all = readdirSync(app.dataFolder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(all.length).toBeGreaterThan(0)
    for (const entry of all) {
      const content = readFileSync(join(entry.parentPath, entry.name))
      expect(content.includes(middle) || content.includes(middle.toString('base64').slice(2, 30)), entry.name).toBe(false)
    }
    const [entry] = await peek<{ reason: string; after_json: string }>(
      app.kernel.store,
      "SELECT reason, after_json FROM audit_entries WHERE action = 'face.revealed' ORDER BY id DESC",
    )
    expect(entry).toMatchObject({ reason: '门禁比对异常' })
  })

  it('deletes the bytes when the consent is withdrawn, and keeps a proof that this house alone can make', async () => {
    await kept()
    const answer = await app.call<{ id: string; digest: string; proof: string }>('POST', '/api/faces/withdraw', { token: resident })
    expect(answer.status).toBe(200)
    const row = (await rows()).find(({ id }) => id === answer.body.id) as FaceRow
    expect(row).toMatchObject({ state: 'gone', image_sealed: null, digest: answer.body.digest })
    expect(isProofGood(app.kernel, row)).toBe(true)
    expect(isProofGood(app.kernel, { ...row, gone_at: (row.gone_at ?? 0) + 1 })).toBe(false)
    expect((await own()).faceConsentOn).toBeNull()
    const again = await app.call('POST', `/api/people/${personId}/face/reveal`, {
      token: village.tokens.officer,
      body: { reason: '再看一次' },
    })
    expect(again.error?.code).toBe('face.none')
    const proofs = await app.call<{ items: { id: string }[] }>('GET', `/api/people/${personId}/face/gone`, {
      token: village.tokens.officer,
    })
    expect(proofs.body.items.map(({ id }) => id)).toContain(answer.body.id)
  })

  it('writes a line in the ledger of consents beside a face, and deletes the face when that consent is withdrawn', async () => {
    await kept()
    expect(await hasConsent(app.kernel, { personIds: [personId] }, 'face')).toBe(true)
    expect((await app.call('POST', '/api/consents/mine/face/withdraw', { token: resident })).body).toMatchObject({ state: 'withdrawn' })
    await app.work()
    expect((await rows()).filter(({ person_id, state }) => person_id === personId && state !== 'gone')).toEqual([])
    expect((await own()).faceConsentOn).toBeNull()
  })

  it('deletes what a reviewer rejects, what is replaced, and what no form came for within a day', async () => {
    const rejected = await taken(resident)
    const review = (await submit({ id: rejected, consentOn: '2026-03-02' })).body
    await decide('reject', review, { reason: '照片不是本人' })
    await kept()
    const before = (await rows()).find(({ state, person_id }) => state === 'kept' && person_id === personId)?.id ?? ''
    await kept()
    const forgotten = await taken(resident)
    await app.clock.advance(25 * 3_600_000)
    const now = app.kernel.clock.now()
    const job = app.kernel.surface.capabilities.flatMap(({ jobs = [] }) => jobs).find(({ kind }) => kind === 'face.expire')
    await job?.run({}, { now, scheduledFor: now })
    const states = new Map((await rows()).map(({ id, state, image_sealed }) => [id, [state, image_sealed === null]]))
    for (const id of [rejected, forgotten, before]) expect(states.get(id)).toEqual(['gone', true])
    const mine = (await rows()).filter(({ person_id, state }) => person_id === personId && state === 'kept')
    expect(mine).toHaveLength(1)
  })
})
