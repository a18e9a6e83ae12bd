import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page, ResponseOf } from '@liren/contract'
import type { AuditEntryView } from '@liren/contract/capabilities/audit'
import {
  type Backup,
  type backup as contract,
  type Drill,
  type Medium,
  type SiteCheck,
  siteItems,
} from '@liren/contract/capabilities/backup'
import type { Message } from '@liren/contract/capabilities/message'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Answer, startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores, type OpenTestStore } from '../../../test/stores.ts'
import { makePerson, makeVillage, type Village } from '../../../test/village.ts'
import { backup as saveByCommand } from '../../engines/backup/backup.ts'
import { differences } from '../../engines/backup/census.ts'
import { output } from '../../engines/backup/program.ts'
import { censusOf, readManifest, restore } from '../../engines/backup/restore.ts'
import { recordStart, recordStop, settingsFacts } from '../../kernel/audit/operations.ts'
import { settings } from '../../kernel/config.ts'
import { backupCheck } from './read.ts'
import { workInHand } from './run.ts'

type Overview = ResponseOf<typeof contract.endpoints.overview>
const hour = 3_600_000
const day = 24 * hour

const folders: string[] = []
const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'liren-backups-'))
  folders.push(made)
  return made
}

/** A place that nothing was ever restored into, and how to take it away again. */
function emptyPlace(open: OpenTestStore): { db: string; data: string; remove(): Promise<void> } {
  const data = folder()
  const server = open.kind === 'mysql' ? process.env.LIREN_TEST_DB_URL : undefined
  if (server === undefined) return { db: `sqlite:${join(data, 'liren.db')}`, data, remove: async () => {} }
  const url = new URL(server)
  url.pathname = `/liren_restored_${process.pid}_${folders.length}`
  const at = ['--no-defaults', `--host=${url.hostname}`, `--port=${url.port}`, `--user=${url.username}`, '--protocol=tcp']
  const remove = async () => void (await output('mariadb', [...at, '-e', `DROP DATABASE IF EXISTS ${url.pathname.slice(1)}`]))
  return { db: url.href, data, remove }
}

describeStores('the backup capability', (open) => {
  let app: TestApp
  let village: Village
  let admin: string
  let adminId: string
  let auditor: string
  const copies = folder()

  beforeAll(async () => {
    app = await startTestApp(open, { settings: { LIREN_BACKUP_COPY: copies } })
    village = await makeVillage(app)
    const house = { ...village.city, path: '/' }
    adminId = await makePerson(app.kernel, '系统管理员', { roles: [['system-administrator', house]] })
    admin = await app.tokenOf(adminId, 'admin')
    auditor = await app.tokenOf(await makePerson(app.kernel, '审计员', { roles: [['auditor', house]] }), 'admin')
  })
  afterAll(async () => {
    await app.close()
    for (const made of folders) rmSync(made, { recursive: true, force: true })
  })

  const ok = async <T>(asked: Promise<Answer<T>>): Promise<T> => {
    const answer = await asked
    if (answer.status >= 400) throw new Error(`${answer.status} ${answer.text}`)
    return answer.body
  }
  const start = (kind: string, token = admin) => app.call<Backup>('POST', '/api/backups', { token, body: { kind } })
  const list = async (query = '') => (await ok(app.call<Page<Backup>>('GET', `/api/backups${query}`, { token: admin }))).items
  const overview = () => ok(app.call<Overview>('GET', '/api/backups/overview', { token: admin }))
  const settle = async () => {
    await app.work()
    await workInHand(app.kernel)
    await app.work()
  }
  const run = async (kind: string, payload: Record<string, unknown> = {}) => {
    const job = app.house.worker.jobs.find((one) => one.kind === kind)
    await job?.run(payload, { now: app.clock.now(), scheduledFor: app.clock.now() })
    await settle()
  }
  /** A session does not outlive many days. */
  const later = async (ms: number) => {
    await app.clock.leap(ms)
    admin = await app.tokenOf(adminId, 'admin')
  }
  const make = async (kind: string): Promise<Backup> => {
    const asked = await ok(start(kind))
    await settle()
    const made = (await list()).find(({ id }) => id === asked.id) as Backup
    expect([made.state, made.fault]).toEqual(['done', null])
    await app.clock.advance(2000)
    return made
  }
  const shelf = () => join(app.dataFolder, 'backups')
  const keyFile = () => join(app.dataFolder, 'keys', 'backup.key')
  const restored = async (from: string) => {
    const place = emptyPlace(open)
    try {
      await restore({ from, db: place.db, data: place.data, keyFile: keyFile() })
      return differences(readManifest(from).tables, await censusOf(place.db))
    } finally {
      await place.remove()
    }
  }
  const setPolicy = async (change: object) => {
    const { policy } = await overview()
    return app.call<Overview['policy']>('PUT', '/api/backups/policy', { token: admin, body: { ...policy, ...change } })
  }

  it('is closed to everybody but the system administrator', async () => {
    for (const token of [auditor, village.tokens.manager, village.tokens.resident]) {
      for (const path of ['/api/backups', '/api/backups/overview', '/api/backup-media', '/api/backup-drills', '/api/backup-site-checks'])
        expect((await app.call('GET', path, { token })).status, path).toBe(403)
      expect((await start('full', token)).status).toBe(403)
    }
    expect((await app.call('GET', '/api/backups')).status).toBe(401)
  })

  it('refuses an increment of nothing, a second backup beside the first, and a check of what is not there', async () => {
    expect((await start('incremental')).error?.code).toBe('backup.no-full')
    expect((await start('sideways')).error?.faults[0]?.path).toBe('body.kind')
    const both = await Promise.all([start('full'), start('full')])
    expect(both.map(({ status }) => status).sort()).toEqual([202, 409])
    const first = both.find(({ status }) => status === 202)?.body
    expect(first).toMatchObject({ state: 'queued', phase: 'waiting', progress: 0, sha256: null })
    expect((await app.call('POST', `/api/backups/${first?.id}/verification`, { token: admin })).error?.code).toBe('backup.not-done')
    expect((await app.call('POST', `/api/backups/${app.kernel.ids.next()}/verification`, { token: admin })).status).toBe(404)
    await settle()
    expect((await list())[0]).toMatchObject({ state: 'done', phase: 'done', progress: 100 })
    await app.clock.advance(2000)
  })

  it('[CSPSTC-4.5-4] an administrator starts a backup: it is listed with its checksums, and comes back into an empty instance', async () => {
    const made = await make('full')
    expect(made).toMatchObject({ kind: 'full', origin: 'hand', isSealed: true, isLongTerm: true })
    expect(made.rows).toBeGreaterThan(100)
    const manifest = readFileSync(join(shelf(), made.name ?? '', 'manifest.json'))
    expect(made.sha256).toBe((await import('node:crypto')).hash('sha256', manifest))
    expect(made.sm3).toBe(app.kernel.crypto.sm3(manifest).toString('hex'))
    expect(await restored(join(shelf(), made.name ?? ''))).toEqual([])
    expect((await overview()).restoreCommand).toContain(
      `npm run restore -- --from ${join(shelf(), made.name ?? '')} --key-file ${keyFile()}`,
    )
  }, 240_000)

  it('[SZSQ-7.3-c] [GB42455-9.4-e] full, incremental and copied elsewhere: each is sealed, and each restores', async () => {
    const full = await make('full')
    for (let i = 0; i < 20; i++) await makePerson(app.kernel, `后来者${i}`, { at: village.estate })
    const increment = await make('incremental')
    expect(increment).toMatchObject({ kind: 'incremental', baseName: full.name, isSealed: true, isLongTerm: false })
    expect(increment.bytes).toBeLessThan(full.bytes)
    for (const { name, copiedAt } of [full, increment]) {
      expect(copiedAt).not.toBeNull()
      for (const place of [shelf(), copies]) {
        const files = readdirSync(join(place, name ?? '')).filter((file) => file !== 'manifest.json')
        expect(files.length).toBeGreaterThanOrEqual(3)
        // Packed data begins with 1f 8b; sealed data shows nothing.
        for (const file of files)
          expect(readFileSync(join(place, name ?? '', file)).subarray(0, 2), file).not.toEqual(Buffer.from([0x1f, 0x8b]))
      }
      const place = emptyPlace(open)
      await expect(restore({ from: join(shelf(), name ?? ''), db: place.db, data: place.data })).rejects.toThrow('give the key')
      await place.remove()
    }
    expect(await restored(join(shelf(), full.name ?? ''))).toEqual([])
    expect(await restored(join(shelf(), increment.name ?? ''))).toEqual([])
    expect(await restored(join(copies, increment.name ?? ''))).toEqual([])
    expect(statSync(keyFile()).mode & 0o077).toBe(0)
  }, 600_000)

  it('checks a backup when asked, tells of a damaged one, and lets no increment follow it', async () => {
    const made = await make('full')
    const check = () => ok(app.call('POST', `/api/backups/${made.id}/verification`, { token: admin }))
    await check()
    await settle()
    expect((await list())[0]).toMatchObject({ id: made.id, isSound: true, fault: null })
    const file = join(shelf(), made.name ?? '', 'data.tar.gz')
    const bytes = readFileSync(file)
    writeFileSync(file, Buffer.concat([bytes.subarray(0, -1), Buffer.from([(bytes.at(-1) as number) ^ 1])]))
    await check()
    await settle()
    expect((await list())[0]).toMatchObject({ id: made.id, isSound: false })
    expect((await list())[0]?.fault).toContain('checksum differs')
    expect((await backupCheckOf()).state).toBe('good')
    const box = await ok(app.call<Page<Message>>('GET', '/api/messages', { token: admin }))
    expect(box.items.map(({ title }) => title.zh)).toContain('备份校验未通过')
    writeFileSync(file, bytes)
    await check()
    await settle()
    expect((await list())[0]).toMatchObject({ isSound: true })
  }, 120_000)
  const backupCheckOf = () => backupCheck(app.kernel).run()

  it('takes up a backup whose process was killed, and a command’s backup into the list', async () => {
    const lost = await ok(start('full'))
    await app.kernel.store.run("UPDATE backups SET state = 'running', begun_at = ?, beat_at = ?, attempts = 1 WHERE id = ?", [
      app.clock.now() - 10 * 60_000,
      app.clock.now() - 10 * 60_000,
      lost.id,
    ])
    await run('backup.watch')
    expect((await list()).find(({ id }) => id === lost.id)).toMatchObject({ state: 'done' })
    const { LIREN_DB_URL: db, LIREN_DATA: data } = app.kernel.config
    await saveByCommand({ db, data, to: shelf(), now: new Date(app.clock.now() + 60_000) })
    await run('backup.watch')
    expect((await list())[0]).toMatchObject({ origin: 'command', state: 'done', isSealed: false, kind: 'full' })
    await app.clock.advance(2 * 60_000)
  }, 120_000)

  it('[DB3205-8-g.2] the plan makes a full backup every week; one that is longer than seven days is refused', async () => {
    for (const fullDays of [8, 30]) expect((await setPolicy({ fullDays })).error?.code).toBe('backup.full-too-rare')
    expect((await setPolicy({ fullDays: 0 })).error?.faults[0]?.path).toBe('body.fullDays')
    expect((await setPolicy({ time: '25:00' })).error?.faults[0]?.path).toBe('body.time')
    expect((await ok(setPolicy({ isOn: true, time: '01:30', fullDays: 7, keepDays: 30, verifyDays: 30 }))).isOn).toBe(true)
    expect(
      (await app.call('PUT', '/api/backups/policy', { token: admin, body: { ...(await overview()).policy, version: 99 } })).error?.code,
    ).toBe('stale')
    const before = new Set((await list('?limit=100')).map(({ id }) => id))
    // To a quarter of an hour after the hour of the plan, and then from day to day.
    const { nextAt } = await overview()
    await later(Date.parse(nextAt as string) - app.clock.now() + 15 * 60_000)
    for (let i = 0; i < 9; i++) {
      await run('backup.watch')
      await run('backup.watch')
      await later(day)
    }
    const planned = (await list('?limit=100')).filter(({ id }) => !before.has(id)).reverse()
    expect(planned.every(({ origin, state }) => origin === 'plan' && state === 'done')).toBe(true)
    // One a day, never two; the last full one by hand was made within the week before.
    expect(planned).toHaveLength(9)
    expect(planned.filter(({ kind }) => kind === 'full').map((one) => planned.indexOf(one))).toEqual([6])
  }, 600_000)

  it('[DB3205-8-g.1] one incremental backup a day, which restores with its full one; a missed day alarms and is shown', async () => {
    const days = await peek<{ slot: string; kind: string }>(
      app.kernel.store,
      'SELECT slot, kind FROM backups WHERE slot IS NOT NULL ORDER BY slot',
    )
    expect(new Set(days.map(({ slot }) => slot)).size).toBe(9)
    expect(days.filter(({ kind }) => kind === 'incremental')).toHaveLength(8)
    const [last] = await list('?kind=incremental&limit=1')
    expect(await restored(join(shelf(), last?.name ?? ''))).toEqual([])

    expect((await overview()).missed).toEqual([])
    // The house was closed for a day and seven hours.
    await run('backup.watch')
    await later(day + 7 * hour)
    await run('backup.watch')
    const { missed } = await overview()
    expect(missed).toHaveLength(1)
    expect((await backupCheckOf()).state).toBe('bad')
    expect((await backupCheckOf()).detail).toContain(missed[0]?.day)
    const health = await ok(app.call<{ checks: { name: string; state: string }[] }>('GET', '/api/health', { token: admin }))
    expect(health.checks.find(({ name }) => name === 'backup')?.state).toBe('bad')
    const box = await ok(app.call<Page<Message>>('GET', '/api/messages', { token: admin }))
    expect(box.items.filter(({ title }) => title.zh === '漏备告警').map(({ body }) => body.zh)).toEqual([
      expect.stringContaining(missed[0]?.day ?? '?'),
    ])
    // It is made good at once, told only once, and well again.
    await run('backup.watch')
    expect((await overview()).missed.map(({ madeGoodAt }) => madeGoodAt !== null)).toEqual([true])
    expect((await backupCheckOf()).state).toBe('good')
  }, 300_000)

  it('[DB3205-8-g.3] full backups are kept for long: cleaning skips them and takes old increments, and everything is checked again in time', async () => {
    await ok(setPolicy({ isOn: false }))
    const standing = (await list('?limit=100')).filter(({ state }) => state === 'done')
    const fulls = standing.filter(({ kind }) => kind === 'full')
    expect(fulls.every(({ isLongTerm, keepUntil }) => isLongTerm && keepUntil === null)).toBe(true)
    await later(31 * day)
    await run('backup.tidy')
    const now = await list('?limit=100')
    const state = (id: string) => now.find((one) => one.id === id)?.state
    for (const { id, name } of fulls) expect([state(id), existsSync(join(shelf(), name ?? '')), name]).toEqual(['done', true, name])
    for (const { id, name } of standing.filter(({ kind }) => kind === 'incremental'))
      expect([state(id), existsSync(join(shelf(), name ?? '')), existsSync(join(copies, name ?? ''))]).toEqual(['removed', false, false])
    // What was not looked at for thirty days was looked at now; a file that rotted is found without anybody asking.
    const seen = now.filter(({ kind }) => kind === 'full').map(({ verifiedAt }) => verifiedAt)
    expect(new Set(seen)).toEqual(new Set([new Date(app.clock.now()).toISOString()]))
    writeFileSync(join(shelf(), fulls[0]?.name ?? '', 'database.gz'), 'rotten')
    await run('backup.tidy')
    expect((await list('?limit=100')).find(({ id }) => id === fulls[0]?.id)?.isSound).toBe(true)
    await later(31 * day)
    await run('backup.tidy')
    expect((await list('?limit=100')).find(({ id }) => id === fulls[0]?.id)?.isSound).toBe(false)
  }, 300_000)

  it('[CSPSTC-7.1-c] the register of media has number, content, holder and proof of destruction; only sealed and checked backups go on one', async () => {
    const plain = (await list('?limit=100')).find(({ origin }) => origin === 'command') as Backup
    const sealed = (await list('?limit=100&kind=full')).find(({ isSound, isSealed }) => isSound && isSealed) as Backup
    const body = { code: 'JL-HDD-001', kind: 'disk', contentClass: 'backup', holder: '云溪街道信息科', keptAt: '档案室 3 号柜' }
    const made = await ok(app.call<Medium>('POST', '/api/backup-media', { token: admin, body }))
    expect((await app.call('POST', '/api/backup-media', { token: admin, body })).error?.code).toBe('backup.medium-known')
    const change = (more: object) =>
      app.call<Medium>('PATCH', `/api/backup-media/${made.id}`, { token: admin, body: { version: 1, ...more } })
    expect((await change({ backupId: plain.id })).error?.code).toBe('backup.medium-unsealed')
    expect((await change({ backupId: app.kernel.ids.next() })).error?.code).toBe('backup.medium-unsealed')
    const put = await ok(change({ backupId: sealed.id, holder: '街道档案室' }))
    expect(put).toMatchObject({ holder: '街道档案室', backups: [{ id: sealed.id, sha256: sealed.sha256 }], version: 2 })
    expect((await change({ holder: '别处' })).error?.code).toBe('stale')

    const destroy = (more: object) =>
      app.call<Medium>('POST', `/api/backup-media/${made.id}/destruction`, {
        token: admin,
        body: { method: 'shredded', witness: '街道保密办', version: 2, ...more },
      })
    expect((await destroy({})).error?.faults[0]?.path).toBe('body.proofId')
    expect((await destroy({ proofId: app.kernel.ids.next() })).error?.code).toBe('backup.proof-unknown')
    await ok(destroy({ proofId: await app.photo(admin) }))
    expect((await destroy({ proofId: app.kernel.ids.next() })).error?.code).toBe('backup.medium-destroyed')
    const [listed] = (await ok(app.call<Page<Medium>>('GET', '/api/backup-media', { token: admin }))).items
    expect(listed).toMatchObject({ code: 'JL-HDD-001', contentClass: 'backup', destruction: { method: 'shredded', witness: '街道保密办' } })
    expect((await fetch(app.origin + listed?.destruction?.proof?.url)).status).toBe(200)
    // What is on the medium was sealed file by file, with a checksum each.
    const files = Object.values(readManifest(join(shelf(), sealed.name ?? ''))).filter((part) => part?.sha256 && part.name?.endsWith('.gz'))
    expect(files.length).toBeGreaterThanOrEqual(4)
    expect(files.every(({ sealed: how, sha256, sm3 }) => how && sha256 && sm3)).toBe(true)
  })

  it('[ZJWL-9.3.1.1-1] the checklist of a room is filled in whole, and kept', async () => {
    const items = Object.keys(siteItems).map((item) => ({ item, state: 'met', note: '' }))
    const record = (given: object[]) =>
      app.call<SiteCheck>('POST', '/api/backup-site-checks', {
        token: admin,
        body: { room: '街道机房', checkedOn: '2026-01-05', checker: '信息科', items: given },
      })
    expect((await record(items.slice(1))).error).toMatchObject({ code: 'backup.site-incomplete', details: { open: ['fire'] } })
    expect((await record([...items.slice(1), items[1] as object])).error?.code).toBe('backup.site-incomplete')
    expect((await record(items.map((item) => ({ ...item, state: 'short' })))).error?.code).toBe('backup.site-unexplained')
    expect(await ok(record(items))).toMatchObject({ isMet: true })
    const short = items.map((item) => (item.item === 'water' ? { ...item, state: 'short', note: '加装漏水检测' } : item))
    await ok(record(short))
    const { items: kept } = await ok(app.call<Page<SiteCheck>>('GET', '/api/backup-site-checks', { token: admin }))
    expect(kept.map(({ isMet, items: of }) => [isMet, of.length])).toEqual([
      [false, items.length],
      [true, items.length],
    ])
    expect(kept[0]?.items.find(({ item }) => item === 'water')?.note).toBe('加装漏水检测')
  })

  it('keeps drills with their times and flags those over the limit', async () => {
    const at = (minutes: number) => new Date(app.clock.now() - minutes * 60_000).toISOString()
    const record = (body: object) =>
      app.call<Drill>('POST', '/api/backup-drills', { token: admin, body: { kind: 'off-site', findings: '', ...body } })
    expect((await record({ commandAt: at(10), readyAt: at(20) })).error?.code).toBe('backup.drill-backwards')
    expect((await record({ commandAt: at(-10), readyAt: null })).error?.code).toBe('backup.drill-backwards')
    expect(await ok(record({ commandAt: at(50), readyAt: at(21) }))).toMatchObject({ minutes: 29, limitMinutes: 30, result: 'within' })
    expect(await ok(record({ commandAt: at(50), readyAt: at(19) }))).toMatchObject({ minutes: 31, result: 'over' })
    expect(await ok(record({ commandAt: at(50), readyAt: null }))).toMatchObject({ minutes: null, result: 'failed' })
    expect(await ok(record({ kind: 'restore', commandAt: at(59), readyAt: at(0) }))).toMatchObject({ limitMinutes: 60, result: 'within' })
    const { items } = await ok(app.call<Page<Drill>>('GET', '/api/backup-drills', { token: admin }))
    expect(items.map(({ result }) => result)).toEqual(['within', 'failed', 'over', 'within'])
  })

  it('[GB42455-10.2-a] deployment, changed settings, restart and backup stand in one log that an auditor searches', async () => {
    const { kernel } = app
    const facts = (version: string, port: string) => ({
      ...{ instance: 'here:7300', version, migrated: ['0155-backup'] },
      settings: { ...settingsFacts(kernel, settings), LIREN_PORT: port },
    })
    await recordStart(kernel, facts('0.1.0', '7300'))
    await recordStop(kernel.audit, 'here:7300')
    await recordStart(kernel, facts('0.2.0', '8080'))
    auditor = await app.tokenOf(await makePerson(kernel, '另一审计员', { roles: [['auditor', { ...village.city, path: '/' }]] }), 'admin')
    const found = async (query: string) =>
      (await ok(app.call<Page<AuditEntryView>>('GET', `/api/audit/entries?limit=100&${query}`, { token: auditor }))).items
    const all = new Set((await found('action=operation.')).map(({ action }) => action))
    for (const action of [
      'deployed',
      'config-changed',
      'started',
      'stopped',
      'migrated',
      'backup-made',
      'backup-verified',
      'backup-removed',
      'backup-missed',
    ]) {
      expect([...all]).toContain(`operation.${action}`)
      const some = await found(`action=operation.${action}`)
      expect(some.length, action).toBeGreaterThan(0)
      expect(some.every((entry) => entry.actorId !== null && entry.result !== null && Date.parse(entry.at) > 0)).toBe(true)
    }
    const [made] = await list('?limit=1&kind=full')
    expect((await found(`subject=backup&subjectId=${made?.id}`)).map(({ action }) => action)).toContain('operation.backup-made')
    expect((await found('action=backup.asked&result=done')).every(({ actorName }) => actorName === '系统管理员')).toBe(true)
  })
})
