import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { manualClock } from '../../../test/manual-clock.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { localFiles } from '../ports/files/local.ts'
import type { Files } from '../ports/ports.ts'
import { systemRandom } from '../ports/system.ts'
import type { Store } from '../store/store.ts'
import { archiveAudit, readArchive } from './archive.ts'
import type { ArchivedRange } from './archived-ranges.ts'
import { auditTrail, crypto, type Trail, withoutTriggers } from './testing.ts'
import { legalMinimumDays } from './triggers.ts'

const day = 86_400_000
const keepDays = 200

describeStores('archiving the trail', (openStore) => {
  let one: Trail
  let store: Store
  let files: Files
  const made: Trail[] = []
  const folder = mkdtempSync(join(tmpdir(), 'liren-archive-'))
  afterAll(() => {
    for (const trail of made) trail.remove()
    rmSync(folder, { recursive: true })
  })

  /** Ten entries of 300 days ago, ten of 150 days ago. */
  beforeEach(async () => {
    store = await openStore()
    one = await auditTrail(store, { clock: manualClock(Date.now() - 300 * day) })
    made.push(one)
    files = await localFiles(mkdtempSync(join(folder, 'files-')))
    await one.write(10)
    await one.seal({ checkpointNow: true })
    await one.clock.advance(150 * day)
    await one.write(10)
    await one.seal({ checkpointNow: true })
    await one.clock.advance(150 * day)
  })

  const archive = (days = keepDays) => archiveAudit({ ...one, random: systemRandom, files }, days)
  const count = async () => Number((await peek<{ n: number }>(store, 'SELECT COUNT(*) AS n FROM audit_entries'))[0]?.n)
  const ranges = () =>
    store.rows<{ first_seq: number; last_seq: number; file: string; digest: string; removed_at: number | null }>(
      'SELECT first_seq, last_seq, file, digest, removed_at FROM audit_archives ORDER BY first_seq',
    )
  const rangeOf = (row: Awaited<ReturnType<typeof ranges>>[number] | undefined): ArchivedRange => ({
    firstSeq: row?.first_seq ?? 0,
    lastSeq: row?.last_seq ?? 0,
    file: row?.file ?? '',
    digest: row?.digest ?? '',
  })

  it('[DB3205-8-b.2] never goes below the legal minimum, and moves nothing younger than the rule', async () => {
    await expect(archive(legalMinimumDays - 1)).rejects.toThrow(`${legalMinimumDays} days at least`)
    expect(await archive(301)).toBe(0)
    expect(await count()).toBe(20)
  })

  it('[DB3205-8-b.2] moves what is older, records what it did, and leaves the trail verifiable', async () => {
    expect(await archive()).toBe(10)
    expect(await archive()).toBe(0)
    const [range] = await ranges()
    expect(range).toMatchObject({ first_seq: 1, last_seq: 10, removed_at: one.clock.now() })
    const [record] = await peek<{ after_json: string }>(store, "SELECT after_json FROM audit_entries WHERE action = 'audit.archived'")
    expect(JSON.parse(record?.after_json ?? '')).toEqual({ ...rangeOf(range), entries: 10, keepDays })
    expect(await count()).toBe(11)
    await one.seal({ checkpointNow: true })
    expect(await one.verify()).toMatchObject({ ok: true, entries: 21 })
    const rows = await readArchive({ crypto, keyring: one.keyring, files }, rangeOf(range))
    expect(rows.map((row) => row.subject_id)).toEqual(Array.from({ length: 10 }, (_, i) => `r${i}`))
  })

  it('keeps archived entries sealed, and notices a file that was changed', async () => {
    await archive()
    const [range] = await ranges()
    const opened = await files.open(range?.file ?? '')
    if (!opened) throw new Error('the archive is missing')
    const text = (await opened.stream.toArray()).join('')
    expect(text).toMatch(/^v1\.1\./)
    await files.put(range?.file ?? '', Buffer.from(text.replace(/.$/, (end) => (end === 'A' ? 'B' : 'A'))), 'text/plain')
    await expect(readArchive({ crypto, keyring: one.keyring, files }, rangeOf(range))).rejects.toThrow('was changed')
    await files.remove(range?.file ?? '')
    await expect(readArchive({ crypto, keyring: one.keyring, files }, rangeOf(range))).rejects.toThrow('is missing')
  })

  it('finds a deletion that only pretends to be an archive', async () => {
    await withoutTriggers(store)
    await store.run(
      "INSERT INTO audit_archives (id, first_seq, last_seq, file, digest, written_at) VALUES ('x', 1, 15, 'audit-archive/1-15.sealed', '', 0)",
    )
    await store.run("DELETE FROM audit_entries WHERE subject_id = 'r3'")
    expect((await one.verify()).findings[0]).toMatchObject({ class: 'deleted', seq: 4 })
  })

  it('removes nothing when the file cannot be kept', async () => {
    const full = { ...files, put: () => Promise.reject(new Error('storage is full')) } as Files
    await expect(archiveAudit({ ...one, random: systemRandom, files: full }, keepDays)).rejects.toThrow('storage is full')
    const deaf = { ...files, open: async () => ({ stream: Readable.from([Buffer.from('something else')]), size: 1 }) } as Files
    await expect(archiveAudit({ ...one, random: systemRandom, files: deaf }, keepDays)).rejects.toThrow('was changed')
    expect(await count()).toBe(20)
    expect(await ranges()).toEqual([])
  })

  it('finishes a removal that a crash interrupted', async () => {
    await archive()
    await store.run('UPDATE audit_archives SET removed_at = NULL')
    expect(await archive()).toBe(0)
    expect((await ranges())[0]?.removed_at).toBe(one.clock.now())
  })
})
