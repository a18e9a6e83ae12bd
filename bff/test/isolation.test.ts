import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as archives from '@liren/contract/archive/all'
import { type Archive, fieldOf, isSealed, linkKinds, type Values } from '@liren/contract/archive/index'
import type { WorkbookExport } from '@liren/contract/capabilities/workbook'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from './app.ts'
import { peek } from './peek.ts'
import { describeStores } from './stores.ts'
import { makePerson, makePlace, makeVillage, type TestPlace, toldOfHealth } from './village.ts'
import { wholeFile } from './whole-file.ts'

/** What lies in a grid; data resources belong to estates and communities, and have their own test. */
const definitions: readonly Archive[] = Object.values(archives).filter(({ name }) => name !== 'resource')

/** Whoever enters a whole file of a person says that the person agreed to what it tells of health. */
const told = ({ name }: Archive) => (name === 'person' ? { consents: toldOfHealth } : {})

/** One side of the street: a grid with a house of its own in an estate of its own, and who works there. */
interface Side {
  readonly mark: string
  readonly places: Readonly<Record<string, TestPlace>>
  readonly staff: Record<string, string>
  readonly files: Record<string, { id: string; values: Values }>
}

describeStores('two staff of different grids and estates', (open) => {
  let app: TestApp
  let near: Side
  let far: Side
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00'), settings: { LIREN_RATE_FACTOR: '200' } })
    const village = await makeVillage(app)
    const side = async (mark: string, n: number, estate: TestPlace): Promise<Side> => {
      const grid = await makePlace(app.kernel, 'grid', `g${n}`, `第${n}网格`, village.community)
      const building = await makePlace(app.kernel, 'building', `b${n}`, `${n}幢`, estate)
      const unit = await makePlace(app.kernel, 'unit', '1', '1单元', building)
      const house = await makePlace(app.kernel, 'house', `${n}01`, `${n}01`, unit)
      await app.kernel.store.run('UPDATE places SET grid_id = ? WHERE path LIKE ?', [grid.id, `${building.path}%`])
      const staff: Record<string, string> = {}
      for (const [name, role, at, end] of [
        ['leader', 'grid-leader', grid, 'admin'],
        ['worker', 'grid-worker', grid, 'grid'],
        ['manager', 'property-manager', estate, 'admin'],
      ] as const)
        staff[name] = await app.tokenOf(await makePerson(app.kernel, `员工${mark}${name}`, { roles: [[role, at]] }), end)
      return { mark, places: { grid, building, unit, house, estate }, staff, files: {} }
    }
    near = await side('甲', 1, village.estate)
    far = await side('乙', 2, village.secondEstate)
    for (const [n, own] of [near, far].entries()) {
      for (const definition of definitions) {
        const kind = ['house', 'building', 'grid'].find((name) => definition.places.includes(name)) ?? 'building'
        const values = marked(definition, n + 1, own.mark)
        const answer = await app.call<{ id: string }>('POST', definition.path, {
          token: village.tokens.officer,
          body: {
            ...{ placeId: own.places[kind]?.id, source: 'collected', values },
            ...told(definition),
          },
        })
        if (answer.status !== 201) throw new Error(`${definition.name}: ${answer.text}`)
        own.files[definition.name] = { id: answer.body.id, values }
      }
      for (const kind of linkKinds)
        for (const [from, to] of [[kind.from[0] ?? '', kind.to[0] ?? '']] as const)
          if (own.files[from]?.id !== own.files[to]?.id)
            await app.call('POST', `/api/${pathOf(from)}/${own.files[from]?.id}/links`, {
              token: village.tokens.officer,
              body: { kind: kind.code, archive: to, otherId: own.files[to]?.id, source: 'collected' },
            })
      await app.call('POST', `/api/tags/person/${own.files.person?.id}`, {
        token: village.tokens.officer,
        body: { tag: 'alone', source: 'collected' },
      })
    }
    // one link goes across the street: who sees one end learns that there is another, and nothing of it
    const across = { kind: 'kin-of', archive: 'person', otherId: far.files.person?.id, source: 'collected' }
    const answer = await app.call('POST', `/api/people/${near.files.person?.id}/links`, { token: village.tokens.officer, body: across })
    expect(answer.status).toBe(201)
    await app.work()
    for (const job of app.house.capabilities.flatMap(({ jobs }) => jobs ?? []))
      if (job.kind === 'quality.measure') await job.run({}, { now: app.clock.now(), scheduledFor: app.clock.now() })
  })
  afterAll(() => app.close())

  const pathOf = (name: string) => (definitions.find((definition) => definition.name === name)?.path ?? '').replace('/api/', '')

  /** Every text of a file carries the mark of its side. */
  function marked(definition: Archive, n: number, mark: string): Values {
    const values = wholeFile(definition, n)
    return Object.fromEntries(
      Object.entries(values).map(([name, value]) =>
        ['text', 'note'].includes(fieldOf(definition, name).kind) && name !== 'boundary'
          ? [name, `${mark}记${definition.name}${name}`.slice(0, fieldOf(definition, name).max)]
          : [name, value],
      ),
    )
  }

  /** Words and ids of the other side, none of which may be in an answer. */
  const wordsOf = (side: Side): string[] => [
    `${side.mark}记`,
    ...Object.values(side.files).map(({ id }) => id),
    ...Object.entries(side.files).flatMap(([name, { values }]) =>
      Object.entries(values).flatMap(([field, value]) =>
        ['phone', 'paper', 'plate', 'credit-code'].includes(fieldOf(archiveOf(name), field).kind) ? [String(value)] : [],
      ),
    ),
  ]
  const archiveOf = (name: string): Archive => definitions.find((definition) => definition.name === name) as Archive

  const questions = (definition: Archive, other: Side): [string, string][] => {
    const file = other.files[definition.name] as Side['files'][string]
    const base = definition.path
    const filters = Object.entries(definition.fields).flatMap(([name, field]) => {
      const value = file.values[name] ?? null
      if (value === null || typeof value === 'object') return []
      return [
        ...(field.find.includes('equal') ? [`f.${name}=${encodeURIComponent(String(value))}`] : []),
        ...(field.find.includes('last4') ? [`last4.${name}=${String(value).slice(-4)}`] : []),
      ]
    })
    const narrowed = [
      '',
      'state=all',
      'sort=changed',
      'sort=place',
      'tag=alone',
      `q=${encodeURIComponent(`${other.mark}记`)}`,
      'linked=kin-of',
    ]
    return [
      ...[...narrowed, ...filters, `placeId=${other.places.estate?.id}`].map((query): [string, string] => [
        'GET',
        `${base}?limit=100&${query}`,
      ]),
      ...['', '/history', '/links?depth=3', '/links?ended=true'].map((rest): [string, string] => ['GET', `${base}/${file.id}${rest}`]),
      ['GET', `/api/tags/${definition.name}/${file.id}`],
      ['GET', `/api/tags/${definition.name}`],
      ['GET', `/api/quality/${definition.name}/faults?limit=100`],
      ...['grid', 'estate', 'source'].map((by): [string, string] => ['GET', `/api/statistics/${definition.name}?by=${by}`]),
      ...Object.values(file.values)
        .filter((value) => typeof value === 'string' && value.length >= 4)
        .slice(0, 12)
        .map((value): [string, string] => ['GET', `/api/search?q=${encodeURIComponent(String(value).slice(0, 20))}`]),
    ]
  }

  it.each(definitions.map((definition) => [definition.name, definition] as const))(
    'find nothing of each other by any list, filter, link, history, tag, count or search of %s',
    async (name, definition) => {
      for (const [own, other] of [
        [near, far],
        [far, near],
      ] as const) {
        const words = wordsOf(other)
        for (const [who, token] of Object.entries(own.staff)) {
          for (const [method, path] of questions(definition, other)) {
            const { text, status } = await app.call(method, path, { token })
            expect(status, path).toBeLessThan(500)
            for (const word of words) expect(text.includes(word), `${own.mark}${who} asked ${path} and was told ${word}`).toBe(false)
          }
          // the same questions do find what is their own: a test of refusals alone would prove nothing
          const mine = await app.call<{ items: { id: string }[] }>('GET', `${definition.path}?limit=100`, { token })
          if (mine.status === 200)
            expect(
              mine.body.items.map(({ id }) => id),
              `${own.mark}${who} ${name}`,
            ).toEqual([own.files[name]?.id])
          const graph = await app.call<{ nodes: unknown[]; hidden: number }>(
            'GET',
            `${definition.path}/${own.files[name]?.id}/links?depth=3`,
            { token },
          )
          if (graph.status === 200)
            for (const word of words) expect(graph.text.includes(word), `${own.mark}${who}: graph of ${name}`).toBe(false)
        }
      }
    },
    120_000,
  )

  it('carry nothing of each other away in a copy, whatever they filter by', async () => {
    for (const [own, other] of [
      [near, far],
      [far, near],
    ] as const)
      for (const definition of definitions)
        for (const filters of [{}, { placeId: other.places.estate?.id }, { q: `${other.mark}记` }]) {
          const columns = Object.keys(definition.fields).filter((key) => fieldOf(definition, key).kind !== 'files')
          const asked = await app.call<WorkbookExport>('POST', '/api/workbooks/exports', {
            token: own.staff.leader,
            body: { archive: definition.name, columns, filters, reason: '核对隔离' },
          })
          expect(asked.status, asked.text).toBe(202)
          await app.work()
          const done = (await app.call<WorkbookExport>('GET', `/api/workbooks/exports/${asked.body.id}`, { token: own.staff.leader })).body
          const answer = await fetch(app.origin + (done.url ?? ''), { headers: { authorization: `Bearer ${own.staff.leader}` } })
          const parts = Object.values(unzipSync(new Uint8Array(await answer.arrayBuffer())))
            .map((part) => strFromU8(part))
            .join('')
          for (const word of wordsOf(other))
            expect(parts.includes(word), `${definition.name} ${JSON.stringify(filters)} ${word}`).toBe(false)
          if (!('placeId' in filters) && !('q' in filters)) expect(parts, definition.name).toContain(`${own.mark}记`)
          const foreign = await fetch(app.origin + (done.url ?? ''), { headers: { authorization: `Bearer ${other.staff.leader}` } })
          expect(foreign.status).toBe(404)
        }
  }, 120_000)

  it('are not told of a twin on the other side more than that there is one', async () => {
    for (const definition of definitions.filter(({ unique }) => unique.length > 0)) {
      const answer = await app.call('POST', definition.path, {
        token: near.staff.leader,
        body: {
          placeId: near.places[['house', 'building', 'grid'].find((kind) => definition.places.includes(kind)) ?? 'building']?.id,
          source: 'collected',
          values: { ...far.files[definition.name]?.values },
          ...told(definition),
        },
      })
      expect([403, 409], `${definition.name}: ${answer.text}`).toContain(answer.status)
      for (const word of wordsOf(far)) expect(answer.text.includes(word), `${definition.name} told ${word}`).toBe(false)
    }
  })

  it('leave nothing that is sealed in plain in any table, file or journal of the house', async () => {
    const values = [near, far].flatMap(({ files }) =>
      Object.entries(files).flatMap(([name, file]) =>
        Object.entries(file.values).map(([field, value]) => ({ field: fieldOf(archiveOf(name), field), text: String(value) })),
      ),
    )
    // a number that stands in an open field of another archive as well is no secret
    const open = new Set(values.flatMap(({ field, text }) => (isSealed(field) ? [] : [text])))
    const sealed = values.flatMap(({ field, text }) =>
      isSealed(field) && ['text', 'note', 'phone', 'paper', 'plate'].includes(field.kind) && text.length >= 6 && !open.has(text)
        ? [text]
        : [],
    )
    expect(sealed.length).toBeGreaterThan(60)
    const { LIREN_DB_URL: url } = app.kernel.config
    const folders = [
      app.dataFolder,
      ...(url?.startsWith('sqlite') || url?.startsWith('/') ? [dirname(url.replace(/^sqlite:(\/\/)?/, ''))] : []),
    ]
    const bytes = folders
      .flatMap((folder) => (readdirSync(folder, { recursive: true }) as string[]).map((name) => join(folder, name)))
      .filter((path) => statSync(path).isFile())
      .map((path): [string, Buffer] => [path, readFileSync(path)])
    const tables =
      app.kernel.store.dialect === 'sqlite'
        ? await peek<{ name: string }>(app.kernel.store, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        : await peek<{ name: string }>(
            app.kernel.store,
            'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
          )
    for (const { name } of tables) bytes.push([name, Buffer.from(JSON.stringify(await peek(app.kernel.store, `SELECT * FROM ${name}`)))])
    // the look itself finds what is no secret
    expect(bytes.some(([, content]) => content.includes('甲记orgname'))).toBe(true)
    for (const word of sealed)
      expect(
        bytes.filter(([, content]) => content.includes(word)).map(([at]) => at),
        word,
      ).toEqual([])
  })
})
