import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { capabilities } from '@liren/bff/capabilities/all'
import { mainKey, thumbKey } from '@liren/bff/capabilities/file/row'
import { type FileRow, valuesOf } from '@liren/bff/engines/archive/row'
import { readConfig } from '@liren/bff/kernel/config'
import { nameOf, phoneOf, type UserRow } from '@liren/bff/kernel/identity/accounts'
import { hasDemoAccounts } from '@liren/bff/kernel/identity/demo-guard'
import { isIntact } from '@liren/bff/kernel/identity/guard'
import { type OpenedKernel, openKernel } from '@liren/bff/kernel/open-kernel'
import { systemClock } from '@liren/bff/kernel/ports/system'
import { unscoped } from '@liren/bff/kernel/store/scope'
import * as migrations from '@liren/bff/migrations'
import { demoIdPattern, isDemoId } from '@liren/contract'
import * as archives from '@liren/contract/archive/all'
import { ruleTemplates } from '@liren/contract/rule/templates'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { personaSpecs } from './personas.ts'
import { scales } from './profile.ts'
import { mayBeSeeded, seed, seedState } from './seed.ts'
import { enteredTwice } from './sets/care.ts'
import { sets } from './sets/index.ts'

const start = Date.parse('2026-03-04T10:30+08:00')
const folders: string[] = []

async function openHouse(folder = mkdtempSync(join(tmpdir(), 'liren-seed-'))): Promise<OpenedKernel> {
  folders.push(folder)
  const config = readConfig({ LIREN_DATA: folder, LIREN_LOG_LEVEL: 'silent', LIREN_PASSWORD_ROUNDS: '1000' }, 'test')
  const opened = await openKernel(config, migrations, { clock: { ...systemClock, now: () => start } })
  opened.kernel.surface.mount(capabilities.map((create) => create(opened.kernel)))
  return opened
}

const rows = <T extends object>(opened: OpenedKernel, sql: string, params: (string | number)[] = []): Promise<T[]> =>
  unscoped<T>(opened.kernel.store, 'a test looks at everything', { sql, params })
const count = async (opened: OpenedKernel, from: string): Promise<number> =>
  Number((await rows<{ n: number }>(opened, `SELECT COUNT(*) AS n FROM ${from}`))[0]?.n)

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

test('the standard community has the buildings, units and houses that its description says', () => {
  const estates = Object.values(scales.standard.estates)
  const total = (of: (estate: readonly [number, number, number, number]) => number) => estates.reduce((sum, estate) => sum + of(estate), 0)
  expect(total(([buildings]) => buildings)).toBe(38)
  expect(total(([buildings, units]) => buildings * units)).toBe(86)
  expect(total(([buildings, units, floors, each]) => buildings * units * floors * each)).toBe(3208)
  expect(scales.standard.areasPerEstate * 3).toBe(42)
  expect(scales.standard.repairs / (scales.standard.repairs + scales.standard.events + 380)).toBeCloseTo(0.62, 2)
})

describe('a seeded house', () => {
  let opened: OpenedKernel
  const scale = scales.small

  beforeAll(async () => {
    opened = await openHouse()
    expect(await seed(opened.kernel, 'small')).toEqual(sets.map((set) => set.name))
  })
  afterAll(() => opened.close())

  test('is not seeded again, whatever profile is asked for', async () => {
    const before = await count(opened, 'repairs')
    expect(await seed(opened.kernel, 'standard')).toEqual([])
    expect(await count(opened, 'repairs')).toBe(before)
    expect((await seedState(opened.kernel))?.profile).toBe('small')
  })

  test('has the volumes of its profile', async () => {
    expect(await count(opened, "places WHERE kind = 'house'")).toBe(48 * 2 + 12 * 5 + 32)
    expect(await count(opened, 'household_members')).toBeGreaterThan(scale.people * 0.95)
    expect(await count(opened, 'repairs')).toBe(scale.repairs + scale.events)
    expect(await count(opened, "repairs WHERE phase IN ('open', 'active')")).toBe(scale.open)
    expect(await count(opened, `repairs WHERE due_at < ${start}`)).toBe(scale.overdue)
    expect(await count(opened, `repairs WHERE due_at BETWEEN ${start} AND ${start + 3_600_000}`)).toBeGreaterThanOrEqual(scale.nearDue)
    const reopened = await count(opened, 'repairs WHERE reopened > 0')
    expect(Math.abs(reopened - scale.reopened)).toBeLessThanOrEqual(2)
  })

  test('has a file for everybody and every house, against which no rule of its archive speaks', async () => {
    expect(await count(opened, 'people')).toBe((await count(opened, 'household_members')) + enteredTwice)
    expect(await count(opened, 'house_files')).toBe(await count(opened, "places WHERE kind = 'house'"))
    for (const definition of Object.values(archives)) {
      const files = await rows<FileRow>(opened, `SELECT * FROM ${definition.table}`)
      expect(files.length, definition.name).toBeGreaterThan(2)
      for (const file of files) {
        const values = valuesOf(opened.kernel, definition, file)
        expect(definition.check(values), `${definition.name} ${JSON.stringify(values)}`).toEqual([])
        for (const [name, field] of Object.entries(definition.fields))
          if (field.required) expect(values[name], `${definition.name}.${name}`).not.toBeNull()
      }
    }
    expect(await count(opened, 'archive_links')).toBeGreaterThan(scale.people)
  })

  test('has every persona, in force and with what the account needs to be believed', async () => {
    const users = await rows<UserRow>(opened, 'SELECT * FROM users')
    for (const spec of personaSpecs) {
      const user = users.find((row) => (spec.persona ? row.persona === spec.persona : row.account === spec.account))
      if (!user) throw new Error(`${spec.title} is missing`)
      expect(nameOf(opened.kernel, user)).toBe(spec.name)
      expect(phoneOf(opened.kernel, user)).toBe(spec.phone)
      expect(user.valid_until_at).toBeGreaterThan(start)
    }
    for (const user of users) expect(isIntact(opened.kernel.sealer, 'users', user)).toBe(true)
    expect(await hasDemoAccounts(opened.kernel)).toBe(true)
  })

  test('shows nobody who could be real: every phone has the prefix that no operator uses', async () => {
    const users = await rows<UserRow>(opened, 'SELECT * FROM users')
    const phones = users.map((user) => phoneOf(opened.kernel, user)).filter((phone) => phone !== null)
    expect(phones.length).toBeGreaterThan(50)
    for (const phone of phones) expect(phone).toMatch(/^1000000\d{4}$/)
    expect(new Set(phones).size).toBe(phones.length)
  })

  test('has organisations at all four levels of the hazard score, by checks and by what devices of theirs told', async () => {
    for (const level of [1, 2, 3, 4]) expect(await count(opened, `org_scores WHERE level = ${level}`), `level ${level}`).toBeGreaterThan(0)
    expect(await count(opened, `org_scores WHERE items LIKE '%"kind":"alarm"%'`)).toBeGreaterThan(0)
    const homes = "SELECT m.house_id FROM household_members m JOIN users u ON u.id = m.user_id WHERE u.persona IN ('resident', 'elder')"
    for (const kind of ['person', 'vehicle'])
      expect(await count(opened, `passages WHERE kind = '${kind}' AND house_id IN (${homes})`), `${kind} of the personas`).toBeGreaterThan(
        5,
      )
    for (const table of ['energy_equipment', 'energy_feeds', 'workbook_imports'])
      expect(await count(opened, table), table).toBeGreaterThan(0)
    expect(await count(opened, 'org_scores')).toBe(await count(opened, 'orgs'))
  })

  test('keeps names and phones sealed on disk', async () => {
    const plain = await rows(opened, "SELECT id FROM household_members WHERE name_sealed LIKE '%林%' OR phone_sealed LIKE '%1000000%'")
    expect(plain).toEqual([])
    const [contact] = await rows<{ id: string; contact: string }>(opened, 'SELECT id, contact FROM repairs LIMIT 1')
    if (!contact) throw new Error('no repair')
    expect(contact.contact).not.toContain('1000000')
    const opened_ = opened.kernel.sealer.open(contact.contact, { table: 'repairs', column: 'contact', row: contact.id })
    expect(JSON.parse(opened_)).toMatchObject({ phone: expect.stringMatching(/^1000000/) as unknown })
  })

  test('marks all its rows, so that they can be told from real ones', async () => {
    for (const table of [
      'places',
      'users',
      'household_members',
      'household_contacts',
      'household_claims',
      'repairs',
      'repair_entries',
      'files',
      'devices',
      'bridges',
      'messages',
    ]) {
      expect([table, await count(opened, table)]).toEqual([table, await count(opened, `${table} WHERE id LIKE '${demoIdPattern}'`)])
    }
    expect(isDemoId(opened.kernel.ids.next())).toBe(false)
  })

  test('tells each case as the rules allow, in order, with its figures adding up', async () => {
    const entries = await rows<{ repair_id: string; action: string; at: number; id: string }>(
      opened,
      'SELECT id, repair_id, action, at FROM repair_entries ORDER BY id',
    )
    const last = new Map<string, number>()
    for (const entry of entries) {
      expect(Number(entry.at)).toBeGreaterThanOrEqual(last.get(entry.repair_id) ?? 0)
      expect(Number(entry.at)).toBeLessThanOrEqual(start + 72 * 3_600_000)
      last.set(entry.repair_id, Number(entry.at))
    }
    const [days] = await rows<{ created: number; closed: number; on_time: number; stars: number; rated: number }>(
      opened,
      'SELECT SUM(created) AS created, SUM(closed) AS closed, SUM(on_time) AS on_time, SUM(stars) AS stars, SUM(rated) AS rated FROM repair_days',
    )
    expect(days?.created).toBe(scale.repairs + scale.events)
    expect((days?.on_time ?? 0) / (days?.closed ?? 1)).toBeGreaterThan(0.85)
    expect((days?.stars ?? 0) / (days?.rated ?? 1)).toBeGreaterThan(4.3)
  })

  test('has a timer for every deadline that counts', async () => {
    const due = await count(opened, "repairs WHERE phase IN ('open', 'active') AND due_at IS NOT NULL")
    expect(await count(opened, "jobs WHERE kind = 'repair.due' AND state = 'waiting'")).toBe(due)
    expect(await count(opened, "jobs WHERE kind = 'repair.confirm' AND state = 'waiting'")).toBe(
      await count(opened, "repairs WHERE state = 'finished'"),
    )
  })

  test('has an alarm desk with work on it, a past, and rules that are on in every estate', async () => {
    for (const phase of ['open', 'active', 'done']) expect(await count(opened, `alarms WHERE phase = '${phase}'`)).toBeGreaterThan(2)
    expect(await count(opened, "alarms WHERE (phase = 'done') <> (open_key IS NULL)")).toBe(0)
    const estates = await count(opened, "places WHERE kind = 'estate'")
    expect(await count(opened, 'rules WHERE is_enabled = 1')).toBe(estates * ruleTemplates.filter((one) => one.isUsual).length)
  })

  test('has the pictures that its cases show', async () => {
    const files = await rows<{ id: string; kind: string }>(opened, 'SELECT id, kind FROM files')
    expect(files.length).toBeGreaterThan(20)
    for (const { id, kind } of files) {
      // only a picture has a small one of its own
      for (const key of [mainKey(id), ...(kind === 'image' ? [thumbKey(id)] : [])]) {
        const found = await opened.kernel.files.open(key)
        expect(found?.size).toBeGreaterThan(500)
        found?.stream.destroy()
      }
    }
    const shown = new Set(
      (await rows<{ photos: string | null }>(opened, 'SELECT photos FROM repairs UNION ALL SELECT photos FROM repair_entries')).flatMap(
        ({ photos }) => (photos ? (JSON.parse(photos) as string[]) : []),
      ),
    )
    const kept = new Set(files.map(({ id }) => id))
    expect([...shown].filter((id) => !kept.has(id))).toEqual([])
  })
})

test('a start that was interrupted goes on with the set that failed, and leaves no half of it', async () => {
  const opened = await openHouse()
  const broken = { ...opened.kernel, files: { ...opened.kernel.files, put: () => Promise.reject(new Error('disk full')) } }
  await expect(seed(broken, 'small')).rejects.toThrow('disk full')
  expect((await seedState(opened.kernel))?.sets).toEqual(['places', 'people', 'staff'])
  expect(await count(opened, 'repairs')).toBe(0)
  expect(await seed(opened.kernel, 'small')).toEqual([
    'repairs',
    'devices',
    'desks',
    'things',
    'archives',
    'map',
    'merchants',
    'visits',
    'alarms',
    'housekeepers',
    'passages',
    'judging',
    'departments',
    'leases',
    'customs',
    'energy',
    'zones',
    'stewards',
    'egress',
    'played',
    'shares',
    'hazards',
    'cameras',
    'availability',
    'resources',
    'freshness',
    'watches',
    'waste',
    'overlays',
    'meshes',
    'building-stages',
    'recorders',
    'govdata',
    'key-places',
    'chargers',
    'datasets',
    'intake',
    'outside',
    'athome',
    'edge',
    'locks',
    'firmware',
    'scores',
    'care',
    'bookings',
    'upkeep',
    'imports',
    'own-passages',
    'notices',
    'supply',
    'streams',
  ])
  await opened.close()
}, 300_000)

test('two houses seeded at the same moment are alike, down to the ids', async () => {
  const tell = async (): Promise<unknown> => {
    const opened = await openHouse()
    await seed(opened.kernel, 'small')
    const told = [
      await rows(opened, 'SELECT id, path, name FROM places ORDER BY id'),
      await rows(opened, 'SELECT id, number, state, title, place_label, created_at, due_at, rating FROM repairs ORDER BY id'),
    ]
    await opened.close()
    return told
  }
  expect(await tell()).toEqual(await tell())
}, 300_000)

test('a house that has something of its own is not filled with invented people', async () => {
  const opened = await openHouse()
  expect(await mayBeSeeded(opened.kernel)).toBe(true)
  await opened.kernel.store.run(
    "INSERT INTO places (id, kind, code, name, path, full_name, created_at) VALUES ('01jq0000000000000000000000', 'city', 'c1', '真实市', '/c1/', '真实市', 0)",
  )
  expect(await mayBeSeeded(opened.kernel)).toBe(false)
  await opened.close()
})
