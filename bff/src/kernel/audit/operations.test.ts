import { afterAll, expect, it } from 'vitest'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { readConfig, settings } from '../config.ts'
import { createSealer } from '../crypto/create-sealer.ts'
import { systemRandom } from '../ports/system.ts'
import { operator, recordStart, recordStop, type StartFacts, settingsFacts } from './operations.ts'
import { auditTrail, crypto, type Trail } from './testing.ts'

const facts: StartFacts = {
  instance: 'here:7300',
  version: '0.1.0',
  migrated: ['0001-kernel'],
  settings: { LIREN_PORT: '7300', LIREN_KEY: 'secret 3f2a' },
}

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
    await recordStop(one.audit, facts.instance)
    await recordStart(one, { ...facts, migrated: [] })
    expect((await log(one)).slice(4).map((row) => row.action)).toEqual(['operation.stopped', 'operation.started'])
  })

  it('keeps the starts of two processes apart', async () => {
    const one = await trail()
    await recordStart(one, facts)
    await recordStart(one, { ...facts, instance: 'here:7301', migrated: [] })
    expect((await log(one)).map((row) => row.action)).not.toContain('operation.unclean-stop')
  })

  it('never writes a secret, and still sees that it changed', () => {
    const sealer = createSealer(crypto, { currentVersion: () => 1, secret: () => Buffer.alloc(32, 7), versions: [] } as never, systemRandom)
    const facts = (LIREN_KEY: string) =>
      settingsFacts({ config: readConfig({ LIREN_KEY }, 'test'), sealer }, settings) as Record<'LIREN_KEY' | 'LIREN_PORT', string>
    const [one, same, other] = [facts('ab12'.repeat(8)), facts('ab12'.repeat(8)), facts('cd34'.repeat(8))]
    expect(one.LIREN_KEY).toMatch(/^secret [0-9a-f]{8}$/)
    expect(one).toEqual(same)
    expect(other.LIREN_KEY).not.toBe(one.LIREN_KEY)
    expect(facts('').LIREN_KEY).toBe('')
    expect(one.LIREN_PORT).toBe('7300')
  })

  it('records deployment, changed settings and a stop that was none', async () => {
    const one = await trail()
    await recordStart(one, facts)
    await recordStart(one, {
      instance: facts.instance,
      version: '0.2.0',
      migrated: [],
      settings: { LIREN_PORT: '8080', LIREN_KEY: 'secret 3f2a' },
    })
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
