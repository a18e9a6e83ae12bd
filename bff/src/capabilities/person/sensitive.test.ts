import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'

interface Shown {
  readonly id: string
  readonly title: string
  readonly values: Readonly<Record<string, unknown>>
  readonly masked: readonly string[]
}

describeStores('sensitive data of people', (open) => {
  let app: TestApp
  let village: Village
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00') })
    village = await makeVillage(app)
  })
  afterAll(() => app.close())

  const secret = { name: '司空照野', phone: '10000003579', idKind: 'passport', idNumber: 'E24681357' }
  const values = { ...secret, population: 'key', keyClass: 'petition', keyGrade: 'middle', keyNote: '信访事项跟进' }

  it('[CSPSTC-4.9-1] residents, petitioners and key persons are masked or refused to whoever may not see them, and every attempt is in the audit', async () => {
    const leaderId = await makePerson(app.kernel, '江致和', { roles: [['street-leader', village.street]] })
    const leader = await app.tokenOf(leaderId, 'admin')
    const { officer, worker } = village.tokens
    const made = await app.call<Shown>('POST', '/api/people', {
      token: officer,
      body: { placeId: village.house.id, source: 'manual', values },
    })
    expect(made.status, made.text).toBe(201)
    const { id } = made.body
    // whoever may see them does
    expect((await app.call<Shown>('GET', `/api/people/${id}`, { token: officer })).body.values).toMatchObject({ keyClass: 'petition' })

    // the file and the list: masked, and nowhere in the answer in plain
    const file = await app.call<Shown>('GET', `/api/people/${id}`, { token: leader })
    expect(file.body.masked).toEqual(expect.arrayContaining(['name', 'phone', 'idNumber', 'keyClass', 'keyGrade', 'keyNote']))
    const listed = await app.call<{ items: Shown[] }>('GET', '/api/people?limit=100', { token: leader })
    expect(listed.body.items.map((item) => item.id)).toContain(id)
    for (const plain of [secret.name, secret.phone, secret.idNumber, 'petition', values.keyNote])
      expect([file.text.includes(plain), listed.text.includes(plain)], plain).toEqual([false, false])

    // asking by what one may not see, for it in plain, for what concerns key persons, or without any right: refused
    const attempts = [
      await app.call('GET', '/api/people?f.keyClass=petition', { token: leader }),
      await app.call('POST', `/api/people/${id}/reveal`, { token: leader, body: { fields: ['idNumber'], reason: '看看' } }),
      await app.call('GET', '/api/hint-restricted', { token: leader }),
      await app.call('GET', `/api/tags/person/${id}`, { token: worker }),
      await app.call('GET', '/api/people', { token: worker }),
    ]
    expect(attempts.map(({ status, error }) => [status, error?.code])).toEqual([
      [403, 'permission.field'],
      [403, 'permission.denied'],
      [403, 'permission.denied'],
      [403, 'permission.denied'],
      [403, 'permission.denied'],
    ])

    const trail = async (actor: string) =>
      (
        await peek<{ action: string; result: string; reason: string | null }>(
          app.kernel.store,
          "SELECT action, result, reason FROM audit_entries WHERE actor_id = ? AND action <> 'session.signed-in' ORDER BY id",
          [actor],
        )
      ).map(({ action, result, reason }) => [action, result, reason])
    expect(await trail(leaderId)).toEqual(
      expect.arrayContaining([
        ['person.seen', 'done', null],
        ['person.list', 'refused', 'permission.field'],
        ['person.revealed', 'refused', 'permission.denied'],
        ['hint.restricted', 'refused', 'permission.denied'],
      ]),
    )
    expect(await trail(village.ids.worker)).toEqual(expect.arrayContaining([['person.list', 'refused', 'permission.denied']]))
    // somebody who may not is not noted for asking what they may
    expect((await trail(leaderId)).filter(([, result]) => result === 'refused')).toHaveLength(3)
  })
})
