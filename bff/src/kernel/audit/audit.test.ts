import { afterAll, expect, it } from 'vitest'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { countStatements } from '../store/sql-count.ts'
import type { AuditEntry } from './audit.ts'
import { auditTrail, crypto, entryAt, sampleEntry, type Trail } from './testing.ts'
import { legalMinimumDays } from './triggers.ts'

describeStores('the audit trail', (openStore) => {
  const trails: Trail[] = []
  const trail = async () => {
    const made = await auditTrail(await openStore())
    trails.push(made)
    return made
  }
  afterAll(() => {
    for (const one of trails) one.remove()
  })

  it('[GB42455-10.2-b] refuses an entry that lacks one of its elements', async () => {
    const { audit, store } = await trail()
    const bad: Partial<AuditEntry>[] = [
      { action: '' },
      { subject: '' },
      { result: 'ok' as never },
      { actorKind: 'robot' as never },
      { actorId: null },
      { kind: 'kernel' as never },
      { kind: 'host', actorKind: 'system', actorId: null },
    ]
    for (const part of bad) await expect(audit.write(sampleEntry(part)), JSON.stringify(part)).rejects.toThrow('An audit entry lacks')
    expect(await peek<object>(store, 'SELECT id FROM audit_entries')).toEqual([])
  })

  it('[GB42455-10.2-b] has the database refuse it too', async () => {
    const { audit, store } = await trail()
    await audit.write(sampleEntry())
    const columns = ['written_at', 'kind', 'actor_kind', 'action', 'subject', 'place_path', 'result', 'mac']
    const copyWithout = (missing: string) =>
      store.run(
        `INSERT INTO audit_entries (id, ${columns.join(', ')})
         SELECT 'copy', ${columns.map((column) => (column === missing ? 'NULL' : column)).join(', ')} FROM audit_entries`,
      )
    for (const column of columns) await expect(copyWithout(column), column).rejects.toThrow()
    expect(await copyWithout('nothing')).toBe(1)
  })

  it('writes with the change or not at all, in one statement', async () => {
    const { audit, store } = await trail()
    await expect(
      store.tx(async (tx) => {
        await audit.write(sampleEntry(), tx)
        throw new Error('the change failed')
      }),
    ).rejects.toThrow('the change failed')
    expect(await peek<object>(store, 'SELECT id FROM audit_entries')).toEqual([])
    const { statements } = await countStatements(() => store.tx((tx) => audit.write(sampleEntry(), tx)))
    expect(statements).toHaveLength(1)
    expect(statements[0]).toMatch(/^INSERT INTO audit_entries/)
  })

  it('keeps subject, object, time, type and result of every entry', async () => {
    const { audit, store, clock } = await trail()
    const entry = sampleEntry({ result: 'refused', reason: 'permission.denied', before: { state: 'new' }, after: { state: 'accepted' } })
    await audit.write(entry)
    const [row] = await peek<Record<string, unknown>>(store, 'SELECT * FROM audit_entries')
    expect(row).toMatchObject({
      actor_id: 'u1',
      subject: 'repair',
      subject_id: 'r1',
      written_at: clock.now(),
      action: 'repair.accepted',
      result: 'refused',
      reason: 'permission.denied',
      before_json: '{"state":"new"}',
      after_json: '{"state":"accepted"}',
      kind: 'business',
    })
  })

  it('is not silenced by what a caller sends as an id', async () => {
    const { audit, store } = await trail()
    await audit.write(sampleEntry({ subjectId: `里仁\u0000${'x'.repeat(500)}`, ip: `::ffff:${'1'.repeat(90)}`, requestId: '🏠' }))
    await audit.write(sampleEntry({ after: { note: 'x'.repeat(100_000) }, reason: '长'.repeat(900) }))
    const rows = await peek<{ subject_id: string; after_json: string }>(
      store,
      'SELECT subject_id, after_json FROM audit_entries ORDER BY id',
    )
    expect(rows[0]?.subject_id).toMatch(/^\?\?\?x{61}$/)
    expect(JSON.parse(rows[1]?.after_json ?? '')).toEqual({ tooLong: 100_011, fields: ['note'] })
  })

  it('cannot be changed or removed through the database', async () => {
    const one = await trail()
    const { store } = one
    await one.write(3)
    await one.seal({ checkpointNow: true })
    const attempts = [
      "UPDATE audit_entries SET result = 'refused'",
      'DELETE FROM audit_entries',
      "UPDATE audit_links SET leaf = ''",
      'DELETE FROM audit_links WHERE seq = 2',
      "UPDATE audit_checkpoints SET text = ''",
      'DELETE FROM audit_checkpoints',
    ]
    for (const sql of attempts) await expect(store.run(sql), sql).rejects.toThrow('only ever added to')
    expect(await one.verify()).toMatchObject({ ok: true, entries: 3 })
  })

  it('[DB3205-8-b.2] lets go only of entries older than the legal minimum', async () => {
    const one = await trail()
    const { store, audit, clock } = one
    const day = 86_400_000
    const old = { ...one, clock: { ...clock, now: () => Date.now() - (legalMinimumDays + 1) * day } }
    const young = { ...one, clock: { ...clock, now: () => Date.now() - (legalMinimumDays - 1) * day } }
    const { createAudit } = await import('./create-audit.ts')
    await createAudit(old).write(sampleEntry({ subjectId: 'old' }))
    await createAudit(young).write(sampleEntry({ subjectId: 'young' }))
    await audit.write(sampleEntry({ subjectId: 'new' }))
    for (const subject of ['young', 'new'])
      await expect(store.run('DELETE FROM audit_entries WHERE subject_id = ?', [subject]), subject).rejects.toThrow('only ever added to')
    expect(await store.run("DELETE FROM audit_entries WHERE subject_id = 'old'")).toBe(1)
  })

  it('numbers entries once, also those that were committed late', async () => {
    const one = await trail()
    const { store, audit, clock } = one
    await one.write(5)
    // An entry made now, whose transaction ends after later entries were already numbered.
    let release = () => {}
    const gate = new Promise<void>((open) => {
      release = open
    })
    const late = { ...sampleEntry({ subjectId: 'late' }) }
    const id = one.ids.next()
    await clock.advance(1000)
    await one.write(5)
    expect(await one.seal()).toBe(10)
    const { createAudit } = await import('./create-audit.ts')
    const slow = store.tx(async (tx) => {
      await createAudit({ ...one, ids: { next: () => id } }).write(late, tx)
      await gate
    })
    release()
    await slow
    await audit.write(sampleEntry())
    expect(await one.seal()).toBe(2)
    expect(await one.seal()).toBe(0)
    expect(await entryAt(store, 11)).toBe(id)
    expect(await one.verify()).toMatchObject({ ok: true, entries: 12, waiting: 0 })
  })

  it('signs a checkpoint at the first entry, then each minute or each thousand entries', async () => {
    const one = await trail()
    const { store, clock } = one
    const sizes = async () =>
      (await store.rows<{ size: number }>('SELECT size FROM audit_checkpoints ORDER BY size')).map((row) => Number(row.size))
    await one.seal()
    expect(await sizes()).toEqual([])
    await one.write(3)
    await one.seal()
    await one.write(3)
    await one.seal()
    expect(await sizes()).toEqual([3])
    await clock.advance(60_000)
    await one.seal()
    expect(await sizes()).toEqual([3, 6])
    await clock.advance(60_000)
    await one.seal()
    expect(await sizes(), 'nothing new, nothing to sign').toEqual([3, 6])
    await store.tx(async (tx) => {
      for (let i = 0; i < 1600; i++) await one.audit.write(sampleEntry(), tx)
    })
    expect(await one.seal()).toBe(1600)
    expect(await sizes()).toEqual([3, 6, 506, 1506])
    expect(await one.verify()).toMatchObject({ ok: true, entries: 1606 })
    const lines = []
    for await (const line of one.witness.lines()) lines.push(line.size)
    expect(lines).toEqual(await sizes())
    expect(await one.witness.lastSize()).toBe(lines.at(-1))
  })

  it('does not let two sealers number the same entries', async () => {
    const one = await trail()
    await one.write(20)
    const results = await Promise.allSettled([one.seal(), one.seal(), one.seal()])
    const linked = results.reduce((sum, result) => sum + (result.status === 'fulfilled' ? result.value : 0), 0)
    expect(linked).toBe(20)
    await one.seal()
    expect(await one.verify()).toMatchObject({ ok: true, entries: 20 })
  })

  it('catches up in the second place after it was away', async () => {
    const one = await trail()
    await one.write(2)
    await one.seal({ checkpointNow: true })
    one.remove()
    const { writeFileSync } = await import('node:fs')
    writeFileSync(one.folder, 'a file where the folder was')
    await one.write(2)
    await expect(one.seal({ checkpointNow: true })).rejects.toThrow()
    one.remove()
    await one.seal({ checkpointNow: true })
    expect(await one.witness.lastSize()).toBe(4)
    expect(await one.verify()).toMatchObject({ ok: true, entries: 4 })
  })

  it('[GB42455-10.2-c] knows who is to be watched more strictly', async () => {
    const { audit, store, clock, ids } = await trail()
    const [watched, other] = [ids.next(), ids.next()]
    expect(await audit.policyFor(watched)).toEqual({ reads: false })
    await store.run('INSERT INTO audit_policies (user_id, is_reads, reason, set_by, updated_at) VALUES (?, 1, ?, ?, ?)', [
      watched,
      'x',
      other,
      0,
    ])
    await clock.advance(5000)
    expect(await audit.policyFor(watched)).toEqual({ reads: true })
    expect(await audit.policyFor(other)).toEqual({ reads: false })
    const { count } = await countStatements(() => Promise.all(Array.from({ length: 50 }, () => audit.policyFor(watched))))
    expect(count).toBe(0)
  })

  it('signs with SM2 so that any other tool can verify', async () => {
    const one = await trail()
    await one.write(1)
    await one.seal({ checkpointNow: true })
    for await (const line of one.witness.lines()) {
      expect(crypto.verify(line.publicKey, Buffer.from(line.text), Buffer.from(line.signature, 'base64'))).toBe(true)
      expect(line.text).toMatch(/^liren-audit\/[0-9a-f]{16}\n1\n/)
    }
  })
})
