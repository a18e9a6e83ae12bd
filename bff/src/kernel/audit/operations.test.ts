import { afterAll, expect, it } from 'vitest'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { operator, recordStart, recordStop, type StartFacts } from './operations.ts'
import { auditTrail, type Trail } from './testing.ts'

const facts: StartFacts = { version: '0.1.0', migrated: ['0001-kernel'], settings: { LIREN_PORT: '7300', LIREN_KEY: 'secret 3f2a' } }

describeStores('the operation log', (openStore) => {
  const trails: Trail[] = []
  afterAll(() => {
    for (const trail of trails) trail.remove()
  })
  const trail = async () => {
    const one = await auditTrail(await openStore())
    trails.push(one)
    return one
  }
  const log = (one: Trail) =>
    peek<{ kind: string; action: string; result: string; before_json: string | null; after_json: string | null; actor_id: string }>(
      one.store,
      'SELECT kind, action, result, before_json, after_json, actor_id FROM audit_entries ORDER BY id',
    )

  it('[GB42455-10.2-d] holds host, application, database and system after the first start', async () => {
    const one = await trail()
    await recordStart(one, facts)
    const rows = await log(one)
    expect(rows.map((row) => [row.kind, row.action])).toEqual([
      ['database', 'operation.migrated'],
      ['system', 'operation.config-changed'],
      ['host', 'operation.host-changed'],
      ['application', 'operation.started'],
    ])
    expect(new Set(rows.map((row) => row.actor_id))).toEqual(new Set([operator()]))
  })

  it('says nothing of what did not change', async () => {
    const one = await trail()
    await recordStart(one, facts)
    await recordStop(one.audit)
    await recordStart(one, { ...facts, migrated: [] })
    expect((await log(one)).slice(4).map((row) => row.action)).toEqual(['operation.stopped', 'operation.started'])
  })

  it('records deployment, changed settings and a stop that was none', async () => {
    const one = await trail()
    await recordStart(one, facts)
    await recordStart(one, { version: '0.2.0', migrated: [], settings: { LIREN_PORT: '8080', LIREN_KEY: 'secret 3f2a' } })
    const rows = (await log(one)).slice(4)
    expect(rows.map((row) => [row.action, row.result])).toEqual([
      ['operation.unclean-stop', 'failed'],
      ['operation.deployed', 'done'],
      ['operation.config-changed', 'done'],
      ['operation.started', 'done'],
    ])
    expect([rows[2]?.before_json, rows[2]?.after_json].map((text) => JSON.parse(text ?? ''))).toEqual([
      { LIREN_PORT: '7300' },
      { LIREN_PORT: '8080' },
    ])
  })
})
