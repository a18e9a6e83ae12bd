import type { Message } from '@liren/contract/capabilities/message'
import type { Repair } from '@liren/contract/capabilities/repair'
import type { Role } from '@liren/contract/capabilities/role'
import type { Share } from '@liren/contract/capabilities/share'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeAccount } from '../../../test/accounts.ts'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { openWorkbook } from '../../kernel/workbook/read.ts'

const day = 86_400_000

describeStores('records that are passed on', (open) => {
  let app: TestApp
  let village: Village
  let admin: string
  let repair: Repair
  let personId: string
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00'), settings: { LIREN_RATE_FACTOR: '50' } })
    village = await makeVillage(app)
    const account = await makeAccount(app, { at: village.city, class: 'city', roles: [['system-administrator', village.city]] })
    admin = await app.tokenOf(account.id, 'admin')
    repair = await made<Repair>(village.tokens.resident, '/api/repairs', {
      ...{ kind: 'home', category: 'water', description: '厨房水管渗水', placeId: village.house.id, spot: '厨房', photos: [] },
    })
    const values = { name: '江望舒', idKind: 'none', population: 'resident' }
    const body = { placeId: village.house.id, source: 'collected', values }
    personId = (await made<{ id: string }>(village.tokens.officer, '/api/people', body)).id
  })
  afterAll(() => app.close())

  type Who = keyof Village['tokens']
  const made = async <T>(token: string, path: string, body: object): Promise<T> => {
    const answer = await app.call<T>('POST', path, { token, body })
    expect(answer.status, answer.text).toBe(201)
    return answer.body
  }
  const sendBy = (token: string, over: object = {}) => {
    const body = {
      subject: 'repair',
      recordId: repair.id,
      receiverKind: 'user',
      receiverId: village.ids.housekeeper,
      reason: '请协助回访',
      days: 3,
    }
    return app.call<Share>('POST', '/api/shares', { token, body: { ...body, ...over } })
  }
  const send = (who: Who, over: object = {}) => sendBy(village.tokens[who], over)
  const openAs = (who: Who, id: string) =>
    app.call<{ share: Share; mark: string }>('POST', `/api/shares/${id}/open`, { token: village.tokens[who] })
  const boxOf = async (who: Who, box: 'received' | 'sent') =>
    (await app.call<{ items: Share[] }>('GET', `/api/shares?box=${box}&limit=100`, { token: village.tokens[who] })).body.items
  const trail = (action: string, actorId: string) =>
    unscoped<{ result: string; reason: string | null; subject_id: string | null; after_json: string | null }>(
      app.kernel.store,
      'the test reads the trail',
      {
        sql: 'SELECT result, reason, subject_id, after_json FROM audit_entries WHERE action = ? AND actor_id = ? ORDER BY id',
        params: [action, actorId],
      },
    )

  it('refuses a record the sender cannot see, a receiver who could not see it, no reason, and more days than allowed', async () => {
    expect((await send('farManager')).error?.code).toBe('not-found')
    expect((await send('manager', { subject: 'nonsense' })).error?.code).toBe('not-found')
    for (const receiverId of [village.ids.farManager, village.ids.resident, village.ids.manager])
      expect((await send('manager', { receiverId })).error?.code).toBe('share.receiver-refused')
    expect((await send('manager', { reason: ' ' })).error?.faults[0]?.path).toBe('body.reason')
    expect((await send('manager', { days: 31 })).error?.faults[0]?.path).toBe('body.days')
    const refused = (await trail('share.sent', village.ids.manager)).filter(({ result }) => result === 'refused')
    expect(refused.map(({ reason }) => reason)).toContain('share.receiver-refused')
  })

  it('offers as receivers whoever may see the record where it stands, by name, and their departments', async () => {
    const asked = (q = '') =>
      app.call<{ people: { name: string }[]; departments: { name: string }[] }>(
        'GET',
        `/api/shares/receivers?subject=repair&recordId=${repair.id}${q}`,
        { token: village.tokens.manager },
      )
    const names = (await asked()).body.people.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['沈安然', '孙明理', '李守成']))
    for (const name of ['钱致和', '陈望舒', '林晓岚']) expect(names).not.toContain(name)
    expect((await asked(`&q=${encodeURIComponent('沈')}`)).body.people.map(({ name }) => name)).toEqual(['沈安然'])
  })

  it('leads the receiver to the record with a mark of who looks and when; both boxes, message and trail say so', async () => {
    const sent = await send('manager')
    expect(sent.status).toBe(201)
    expect(sent.body).toMatchObject({ state: 'open', receiver: { name: '沈安然' }, sender: '陈望舒', can: ['revoke'], opens: 0 })
    await app.work()
    expect((await openAs('officer', sent.body.id)).status).toBe(404)
    const opened = await openAs('housekeeper', sent.body.id)
    expect(opened.body.mark).toBe(`沈安然 2026-03-02 10:00 #${sent.body.id.slice(-6)}`)
    expect(opened.body.share).toMatchObject({ subject: 'repair', recordId: repair.id, title: expect.stringContaining(repair.number) })
    expect((await boxOf('housekeeper', 'received'))[0]).toMatchObject({ id: sent.body.id, reason: '请协助回访', can: ['open'] })
    expect((await boxOf('manager', 'sent'))[0]).toMatchObject({ id: sent.body.id, opens: 1, can: ['revoke'] })
    expect((await trail('share.opened', village.ids.housekeeper)).at(-1)).toMatchObject({ result: 'done', subject_id: sent.body.id })
    const letters = await app.call<{ items: Message[] }>('GET', '/api/messages', { token: village.tokens.housekeeper })
    expect(letters.body.items[0]).toMatchObject({ subject: 'share', subjectId: sent.body.id, title: { zh: '陈望舒 转来一条报修' } })
  })

  it('reaches the people of a department and nobody else', async () => {
    const department = await made<{ id: string }>(admin, '/api/departments', { name: '客服部', placeId: village.estate.id })
    await app.kernel.store.run('UPDATE users SET department_id = ? WHERE id IN (?, ?)', [
      department.id,
      village.ids.housekeeper,
      village.ids.farManager,
    ])
    const sent = await send('manager', { receiverKind: 'department', receiverId: department.id })
    expect(sent.body.receiver).toEqual({ kind: 'department', name: '客服部' })
    expect((await openAs('housekeeper', sent.body.id)).status).toBe(200)
    expect((await openAs('officer', sent.body.id)).status).toBe(404)
    // of the department, but the record lies outside of this one's reach
    expect((await openAs('farManager', sent.body.id)).error?.code).toBe('share.out-of-reach')
    expect((await boxOf('farManager', 'received'))[0]).toMatchObject({ title: null, hint: null, can: [] })
    expect((await trail('share.opened', village.ids.farManager)).at(-1)).toMatchObject({ result: 'refused', reason: 'share.out-of-reach' })
  })

  it('asks the receiver’s own rights again at every look, and shows a file as their own list would', async () => {
    const { id } = await makeAccount(app, { at: village.estate, roles: [['property-manager', village.estate]] })
    const token = await app.tokenOf(id, 'admin')
    const sent = await send('officer', { subject: 'person', recordId: personId, receiverId: id })
    const look = () => app.call<{ share: Share }>('POST', `/api/shares/${sent.body.id}/open`, { token })
    const own = await app.call<{ title: string }>('GET', `/api/people/${personId}`, { token })
    expect((await look()).body.share.title).toBe(own.body.title)
    const held = await app.call<{ assignments: { id: string }[] }>('GET', `/api/access/user/${id}`, { token: admin })
    const taken = await app.call('DELETE', `/api/access/user/${id}/roles/${held.body.assignments[0]?.id}`, { token: admin })
    expect(taken.status, taken.text).toBeLessThan(300)
    expect((await look()).error?.code).toBe('share.out-of-reach')
  })

  it('[CSPSTC-7.3-d] rights to export and to pass on are set per role: without them both are refused and written down, with them marked and on record', async () => {
    const place = ['repair.read', 'person.read']
    const roleWith = async (name: string, codes: readonly string[]) => {
      const permissions = codes.map((code) => ({ code, range: 'place' }))
      const role = await made<Role>(admin, '/api/roles', {
        ...{ name, description: '核对', ends: ['admin'], permissions, fieldRules: [], deniedEndpoints: [] },
      })
      const { id } = await makeAccount(app, { at: village.estate })
      await made(admin, `/api/access/user/${id}/roles`, { roleId: role.id, placeId: village.estate.id })
      return { id, token: await app.tokenOf(id, 'admin') }
    }
    const reader = await roleWith('只读', place)
    const sender = await roleWith('可导出转发', [...place, 'share.send', 'workbook.export'])
    const exportBy = (token: string) =>
      app.call<{ id: string }>('POST', '/api/workbooks/exports', {
        token,
        body: { archive: 'person', columns: ['name'], filters: {}, reason: '季度核对' },
      })
    expect((await sendBy(reader.token)).error?.code).toBe('permission.denied')
    expect((await exportBy(reader.token)).error?.code).toBe('permission.denied')
    for (const action of ['share.sent', 'workbook.exported'])
      expect(
        (await trail(action, reader.id)).map(({ result }) => result),
        action,
      ).toEqual(['refused'])

    const sent = await sendBy(sender.token)
    expect(sent.status, sent.text).toBe(201)
    expect((await openAs('housekeeper', sent.body.id)).body.mark).toContain('沈安然')
    const copy = await exportBy(sender.token)
    expect(copy.status, copy.text).toBe(202)
    await app.work()
    const done = await app.call<{ url: string }>('GET', `/api/workbooks/exports/${copy.body.id}`, { token: sender.token })
    const bytes = await fetch(app.origin + done.body.url, { headers: { authorization: `Bearer ${sender.token}` } })
    const rows: string[] = []
    for await (const { cells } of (await openWorkbook(Buffer.from(await bytes.arrayBuffer()))).rows) rows.push(cells[0]?.text ?? '')
    expect(rows[0]).toContain(copy.body.id)
    expect((await trail('share.sent', sender.id)).map(({ result }) => result)).toEqual(['done'])
    expect((await trail('workbook.exported', sender.id)).map(({ result }) => result)).toEqual(['done'])
    expect((await trail('workbook.downloaded', sender.id)).map(({ result }) => result)).toEqual(['done'])
  })

  it('ends by itself, and at once when its sender takes it back; nobody else takes it back', async () => {
    const sent = await send('manager')
    const revoke = (who: Who, version: number) =>
      app.call<Share>('POST', `/api/shares/${sent.body.id}/revoke`, { token: village.tokens[who], body: { version } })
    expect((await revoke('housekeeper', 1)).status).toBe(404)
    expect((await revoke('manager', 7)).error?.code).toBe('stale')
    expect((await revoke('manager', 1)).body).toMatchObject({ state: 'revoked', can: [] })
    expect((await openAs('housekeeper', sent.body.id)).error?.code).toBe('share.ended')
    expect((await boxOf('housekeeper', 'received')).find(({ id }) => id === sent.body.id)).toMatchObject({ state: 'revoked', title: null })
    const short = await send('manager', { days: 1 })
    await app.clock.leap(day + 1)
    expect((await openAs('housekeeper', short.body.id)).error?.code).toBe('share.ended')
    expect((await boxOf('manager', 'sent')).find(({ id }) => id === short.body.id)?.state).toBe('ended')
  })
})
