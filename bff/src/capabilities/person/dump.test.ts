import { residentIdSign } from '@liren/contract/archive/index'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'

const head = '99010119880412371'
const number = head + residentIdSign(head)
const tables = {
  sqlite: "SELECT name FROM sqlite_master WHERE type = 'table'",
  mysql: "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'",
  postgres: 'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()',
}

describeStores('an identity number at rest', (open) => {
  let app: TestApp
  let village: Village
  beforeAll(async () => {
    app = await startTestApp(open)
    village = await makeVillage(app)
  })
  afterAll(() => app.close())

  /** Every row of every table, as whoever steals the database would see it. */
  async function dump(): Promise<string> {
    const names = await peek<{ name: string }>(app.kernel.store, tables[app.kernel.store.dialect])
    const rows: string[] = []
    for (const { name } of names)
      for (const row of await peek(app.kernel.store, `SELECT * FROM ${name}`)) rows.push(`${name} ${JSON.stringify(row)}`)
    return rows.join('\n')
  }

  it('[ZJWL-9.3.1.2-2] is nowhere in a dump of the database, masked in lists, and shown only with a reason that is written down', async () => {
    const made = await app.call<{ id: string }>('POST', '/api/people', {
      token: village.tokens.gridWorker,
      body: {
        placeId: village.house.id,
        source: 'collected',
        values: { name: '江望舒', idKind: 'resident', idNumber: number, population: 'resident', registeredRegion: '江临市云溪街道' },
      },
    })
    expect(made.status, made.text).toBe(201)
    await app.work()

    const list = await app.call<{ items: { id: string; values: Record<string, unknown> }[] }>('GET', '/api/people', {
      token: village.tokens.officer,
    })
    expect(list.body.items.find(({ id }) => id === made.body.id)?.values.idNumber).toMatch(/^9901\*+\w{4}$/)
    expect(list.text).not.toContain(number)

    const reveal = (body: object) =>
      app.call<{ values: Record<string, unknown> }>('POST', `/api/people/${made.body.id}/reveal`, { token: village.tokens.officer, body })
    expect((await reveal({ fields: ['idNumber'], reason: '' })).status).toBe(400)
    const shown = await reveal({ fields: ['idNumber'], reason: '核对户籍' })
    expect(shown.body.values.idNumber).toBe(number)
    const trail = await peek<{ actor_id: string; result: string; reason: string }>(
      app.kernel.store,
      "SELECT actor_id, result, reason FROM audit_entries WHERE action = 'person.revealed' AND subject_id = ? ORDER BY id",
      [made.body.id],
    )
    expect(trail.at(-1)).toEqual({ actor_id: village.ids.officer, result: 'done', reason: '核对户籍' })

    // after everything that was done with it: not whole, not in its middle part that tells the day of birth
    const stolen = await dump()
    expect(stolen).toContain('江临市云溪街道')
    expect(stolen).not.toContain(number)
    expect(stolen).not.toContain(number.slice(6, 17))
    expect(stolen).not.toContain(Buffer.from(number).toString('base64').slice(0, 20))
  })
})
