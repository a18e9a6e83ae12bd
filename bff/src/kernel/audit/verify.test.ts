import { afterAll, beforeEach, expect, it } from 'vitest'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import type { Store } from '../store/store.ts'
import { originOf, signCheckpoint } from './checkpoint.ts'
import { createAudit } from './create-audit.ts'
import { type EntryRow, entryColumns, entryMacs, entryValues, insertEntry } from './entry.ts'
import { tamperClasses } from './findings.ts'
import { chainHash, chainStart, Frontier } from './merkle.ts'
import { idFloor, leafOf } from './seal.ts'
import { auditTrail, crypto, entryAt, sampleEntry, type Trail, withoutTriggers } from './testing.ts'
import type { WitnessLine } from './witness.ts'

describeStores('the verifier', (openStore) => {
  let one: Trail
  let store: Store
  const trails: Trail[] = []
  const proven = new Set<string>()

  beforeEach(async () => {
    one = await build()
    store = one.store
  })
  afterAll(() => {
    for (const trail of trails) trail.remove()
    expect([...proven].sort()).toEqual([...tamperClasses].sort())
  })

  /** Sixty entries, signed for at twenty, forty and sixty. */
  async function build(given?: Parameters<typeof auditTrail>[1]): Promise<Trail> {
    const trail = await auditTrail(await openStore(), given)
    trails.push(trail)
    for (let i = 0; i < 3; i++) {
      await trail.write(20, (n) => ({ subjectId: `r${i * 20 + n}` }))
      await trail.seal({ checkpointNow: true })
    }
    await withoutTriggers(trail.store)
    return trail
  }

  /** The first finding is the place; its class is what was done. */
  async function expectFirst(kind: (typeof tamperClasses)[number], seq: number | null, entryId: string | null, trail = one) {
    const report = await trail.verify()
    expect(report.ok).toBe(false)
    expect(report.findings[0]).toMatchObject({ class: kind, seq, entryId })
    proven.add(kind)
    return report
  }

  const linesOf = async (trail: Trail): Promise<WitnessLine[]> => {
    const lines: WitnessLine[] = []
    for await (const line of trail.witness.lines()) lines.push(line)
    return lines
  }
  const shift = async (from: number, by: number) => {
    await store.run('UPDATE audit_links SET seq = -(seq + ?) WHERE seq >= ?', [by, from])
    await store.run('UPDATE audit_links SET seq = -seq WHERE seq < 0')
  }
  const rowAt = async (seq: number): Promise<EntryRow> => {
    const [row] = await peek<EntryRow>(store, `SELECT ${entryColumns.join(', ')} FROM audit_entries WHERE id = ?`, [
      await entryAt(store, seq),
    ])
    return row as EntryRow
  }
  const forge = async (more: Partial<EntryRow> = {}): Promise<EntryRow> => {
    const row = { ...(await rowAt(30)), id: one.ids.next(), ...more }
    await store.run(insertEntry, entryValues(row, row.mac))
    return row
  }

  it('finds nothing in a trail that nobody touched', async () => {
    expect(await one.verify()).toEqual({ ok: true, entries: 60, checkpoints: 6, waiting: 0, oldestWaiting: null, findings: [] })
    await one.write(2)
    expect(await one.verify()).toMatchObject({ ok: true, entries: 60, waiting: 2 })
  })

  it('tells which entry was missed by sealing, so that it can still get its number', async () => {
    const late = { ...one, ids: { next: () => `${idFloor(one.clock.now() - 3 * 86_400_000).slice(0, 10)}${'0'.repeat(15)}1` } }
    await createAudit(late).write(sampleEntry({ subjectId: 'late' }))
    expect(await one.seal()).toBe(0)
    const { ok, waiting, oldestWaiting } = await one.verify()
    expect({ ok, waiting, oldestWaiting }).toEqual({ ok: true, waiting: 1, oldestWaiting: late.ids.next() })
    expect(await one.seal({ from: oldestWaiting as string })).toBe(1)
    expect(await one.verify()).toMatchObject({ ok: true, entries: 61, waiting: 0, oldestWaiting: null })
  })

  it('finds an entry that was edited, whichever column it was', async () => {
    const id = await entryAt(store, 30)
    const changes = [
      "result = 'refused'",
      "actor_id = 'u2'",
      'written_at = written_at + 1',
      "after_json = '{}'",
      "mac = 'x'",
      'ip = NULL',
      "place_path = '/'",
    ]
    for (const change of changes) {
      const before = await rowAt(30)
      await store.run(`UPDATE audit_entries SET ${change} WHERE id = ?`, [id])
      await expectFirst('edited', 30, id)
      await store.run('DELETE FROM audit_entries WHERE id = ?', [id])
      await store.run(insertEntry, entryValues(before, before.mac))
    }
    expect(await one.verify()).toMatchObject({ ok: true })
  })

  it('finds an entry that was deleted', async () => {
    const id = await entryAt(store, 30)
    await store.run('DELETE FROM audit_entries WHERE id = ?', [id])
    await expectFirst('deleted', 30, id)
  })

  it('finds an entry that was deleted with its number, also when the numbers were closed up', async () => {
    await store.run('DELETE FROM audit_entries WHERE id = ?', [await entryAt(store, 30)])
    await store.run('DELETE FROM audit_links WHERE seq = 30')
    await expectFirst('deleted', 30, null)
    const next = await entryAt(store, 31)
    await shift(31, -1)
    await expectFirst('deleted', 30, next)
  })

  it('finds an entry that was inserted, without and with a number', async () => {
    const loose = await forge()
    const report = await one.verify()
    expect(report.findings).toEqual([{ class: 'inserted', seq: null, entryId: loose.id, detail: expect.any(String) }])
    await shift(30, 1)
    const leaf = leafOf(crypto, loose).toString('hex')
    await store.run('INSERT INTO audit_links (seq, entry_id, leaf, chain) VALUES (30, ?, ?, ?)', [loose.id, leaf, '0'.repeat(64)])
    await expectFirst('inserted', 30, loose.id)
  })

  it('finds entries that changed places, with and without their hashes', async () => {
    const [a, b] = [await entryAt(store, 30), await entryAt(store, 37)]
    const [linkA, linkB] = await store.rows<{ leaf: string }>('SELECT leaf FROM audit_links WHERE seq IN (30, 37) ORDER BY seq')
    await store.run("UPDATE audit_links SET entry_id = 'x', leaf = ? WHERE seq = 37", [linkA?.leaf ?? ''])
    await store.run('UPDATE audit_links SET entry_id = ?, leaf = ? WHERE seq = 30', [b, linkB?.leaf ?? ''])
    await store.run('UPDATE audit_links SET entry_id = ? WHERE seq = 37', [a])
    await expectFirst('reordered', 30, b)

    one = await build()
    store = one.store
    const moved = await entryAt(store, 37)
    for (const [from, to] of [
      [30, -1],
      [37, 30],
      [-1, 37],
    ] as const)
      await store.run('UPDATE audit_links SET seq = ? WHERE seq = ?', [to, from])
    await expectFirst('reordered', 30, moved)
  })

  it('finds that the tail was cut off', async () => {
    await store.run('DELETE FROM audit_entries WHERE id > ?', [await entryAt(store, 50)])
    await store.run('DELETE FROM audit_links WHERE seq > 50')
    await expectFirst('tail-cut', 51, null)
  })

  const rollBack = async () => {
    await store.run('DELETE FROM audit_entries WHERE id > ?', [await entryAt(store, 40)])
    await store.run('DELETE FROM audit_links WHERE seq > 40')
    await store.run('DELETE FROM audit_checkpoints WHERE size > 40')
  }

  it('finds that the database was put back to an earlier state, which it cannot see by itself', async () => {
    await rollBack()
    expect(await one.verifyAlone()).toMatchObject({ ok: true, entries: 40 })
    await expectFirst('rolled-back', 41, null)
    await one.write(1)
    await one.seal()
    expect(one.errors).toHaveLength(1)
  })

  it('finds that it was put back and went on from there', async () => {
    await rollBack()
    await one.write(30)
    await one.seal({ checkpointNow: true })
    await expectFirst('rewritten', 41, await entryAt(store, 41))
  })

  /** Changes an entry and makes everything after it agree, as far as the given rights reach. */
  async function rewrite(rights: 'database' | 'everything'): Promise<string> {
    const { mac: _, ...changed } = { ...(await rowAt(30)), result: 'refused' }
    const mac = rights === 'everything' ? entryMacs(crypto, one.keyring).macOf(changed) : (await rowAt(30)).mac
    await store.run("UPDATE audit_entries SET result = 'refused', mac = ? WHERE id = ?", [mac, changed.id])
    const frontier = new Frontier(crypto.sm3)
    let chain = chainStart as Buffer
    let origin = ''
    for (let seq = 1; seq <= 60; seq++) {
      const leaf = leafOf(crypto, await rowAt(seq))
      if (seq === 1) origin = originOf(leaf)
      chain = chainHash(crypto.sm3, seq, chain, leaf)
      frontier.append(leaf)
      await store.run('UPDATE audit_links SET leaf = ?, chain = ? WHERE seq = ?', [leaf.toString('hex'), chain.toString('hex'), seq])
      if (rights !== 'everything' || seq % 20 !== 0) continue
      const signed = signCheckpoint(crypto, one.keyring, { origin, size: seq, root: frontier.root(), chain, at: 0, keyVersion: 1 })
      await store.run('UPDATE audit_checkpoints SET text = ?, signature = ? WHERE size = ?', [signed.text, signed.signature, seq])
    }
    return changed.id
  }

  it('finds a chain that was written anew by somebody with all rights on the database', async () => {
    const id = await rewrite('database')
    await expectFirst('rewritten', 30, id)
  })

  it('finds it even when done with all keys of the house, by the second place', async () => {
    const id = await rewrite('everything')
    expect(await one.verifyAlone(), 'the database alone agrees with itself').toMatchObject({ ok: true })
    await expectFirst('rewritten', 30, id)
  })

  it('finds that an auditor was shown another history', async () => {
    await one.write(10)
    await one.seal({ checkpointNow: true })
    const [shown] = (await linesOf(one)).slice(-1)
    expect((await one.verify({ kept: [shown as WitnessLine] })).ok).toBe(true)
    await store.run('DELETE FROM audit_entries WHERE id > ?', [await entryAt(store, 63)])
    await store.run('DELETE FROM audit_links WHERE seq > 63')
    await store.run('DELETE FROM audit_checkpoints WHERE size > 60')
    await one.write(15)
    await one.seal({ checkpointNow: true })
    const report = await one.verifyAlone({ kept: [shown as WitnessLine] })
    expect(report.findings[0]).toMatchObject({ class: 'split-view', seq: 64, entryId: await entryAt(store, 64) })
    proven.add('split-view')
  })

  it('does not take the checkpoint of another house for one of its own', async () => {
    const other = await build({ key: one.key })
    const report = await one.verify({ kept: (await linesOf(other)).slice(-1) })
    expect(report.findings).toMatchObject([{ class: 'split-view', detail: expect.stringContaining('not signed by this house') }])
  })

  it('finds a checkpoint that nobody of this house signed', async () => {
    await store.run(
      'UPDATE audit_checkpoints SET signature = (SELECT s FROM (SELECT signature AS s FROM audit_checkpoints WHERE size = 40) x) WHERE size = 20',
    )
    await expectFirst('rewritten', 20, null)
  })

  it('points at an entry that was changed before it was numbered, and does not number it', async () => {
    await one.write(3)
    const [last] = await peek<{ id: string }>(store, 'SELECT id FROM audit_entries ORDER BY id DESC LIMIT 1')
    await store.run("UPDATE audit_entries SET result = 'failed' WHERE id = ?", [last?.id ?? ''])
    expect(await one.seal({ checkpointNow: true })).toBe(2)
    expect(await one.seal({ checkpointNow: true })).toBe(0)
    const findings = await store.rows('SELECT kind FROM integrity_findings WHERE row_id = ?', [last?.id ?? ''])
    expect(findings).toEqual([{ kind: 'forged' }])
    expect((await one.verify()).findings).toMatchObject([{ class: 'inserted', seq: null, entryId: last?.id }])
  })
})
