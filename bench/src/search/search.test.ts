import { afterAll, beforeAll, expect, it } from 'vitest'
import { internalsOf } from '../../../bff/src/kernel/store/internals.ts'
import { startTestApp, type TestApp } from '../../../bff/test/app.ts'
import { describeStores } from '../../../bff/test/stores.ts'
import { addCompany } from './company.ts'
import { fill, filled, type Ground, makeGround, numberOf, words } from './fill.ts'
import { fillPassages, passed, peopleOf } from './passages.ts'
import { questionsOf } from './questions.ts'

const rows = 20_000
/** So that each of those who are asked for has passed. */
const passages = 9_000
const company = { people: 500, vehicles: 200, devices: 100 }

/** What is looked for by each question that is not about cases. */
const kinds: Readonly<Record<string, string>> = {
  'box: a name': 'person',
  'box: a name in pinyin': 'person',
  'box: the last four of a telephone number': 'person',
  'box: a part of a plate': 'vehicle',
  'box: a house, 3-1-1201': 'place',
  'box: the number of a device': 'device',
}

interface Answer {
  readonly groups: { subject: string; items: { id: string; title: string }[]; more: boolean }[]
  readonly isComplete: boolean
}

describeStores('finding among many generated records', (open) => {
  let app: TestApp
  let ground: Ground
  let tokens: { wide: string; narrow: string }
  beforeAll(async () => {
    app = await startTestApp(open)
    ground = await makeGround(app.kernel)
    tokens = { wide: await app.tokenOf(ground.wide, 'admin'), narrow: await app.tokenOf(ground.narrow, 'admin') }
    await fill(app.kernel, ground, rows - 5000)
    await addCompany(app.kernel, company)
    await fillPassages(app.kernel, ground, { rows: passages - 500, folder: app.dataFolder })
  }, 240_000)
  afterAll(() => app.close())

  const ask = async (q: string, token: string, more = '') => {
    const answer = await app.call<Answer>('GET', `/api/search?q=${encodeURIComponent(q)}${more}`, { token })
    expect(answer.status, answer.text).toBe(200)
    return answer.body
  }
  const isWritten = () =>
    expect.poll(async () => (await ask('漏水', tokens.wide)).isComplete, { timeout: 120_000, interval: 500 }).toBe(true)

  it('goes on filling where it was interrupted, and adds nothing to what is full', async () => {
    expect(await filled(app.kernel)).toBe(rows - 5000)
    await fill(app.kernel, ground, rows)
    await fill(app.kernel, ground, rows)
    expect(await passed(app.kernel)).toBe(passages - 500)
    for (let twice = 0; twice < 2; twice++) await fillPassages(app.kernel, ground, { rows: passages, folder: app.dataFolder })
    expect(await passed(app.kernel)).toBe(passages)
    expect(await filled(app.kernel)).toBe(rows)
    const [made] = await internalsOf(app.kernel.store).rows<{ n: number }>('SELECT COUNT(*) AS n FROM repairs', [], undefined)
    expect(made?.n).toBe(rows)
  }, 120_000)

  it('goes on writing its index where a process ended, with all that came meanwhile', async () => {
    const { search } = app.kernel
    await isWritten()
    const all = { text: words.common, subject: 'repair', reach: { places: ['/jl/'] } }
    const before = await search.count(all, rows)
    expect(before).toBeGreaterThan(rows / 7)
    // as if the process had ended after the first half: that half must not be read again, the other half must
    const half = String(rows / 2).padStart(26, '0')
    await search.remove('repair', [half, String(rows - 1).padStart(26, '0')])
    await search.setNote('whole', 'no')
    await search.setNote('writing', search.keys()[0] ?? '')
    await search.setNote('reached.repair', half)
    await isWritten()
    const there = async (n: number) => (await search.query({ ...all, text: numberOf(n), limit: 2 })).length
    expect(await there(rows - 1)).toBe(1)
    expect(await there(rows / 2), 'the control: what was behind is not read again').toBe(0)
    await search.setNote('whole', 'no')
    await isWritten()
    expect(await there(rows / 2)).toBe(1)
    expect(await search.count(all, rows)).toBe(before)
  }, 240_000)

  it('answers every question of the bench with the first page, newest first and within reach', async () => {
    await isWritten()
    for (const question of questionsOf({ ground, tokens, people: await peopleOf(app.kernel) }, rows, company).house) {
      const answer = await app.call<{ items?: { id: string }[] } & Partial<Answer>>(question.body ? 'POST' : 'GET', question.path(), {
        token: question.token,
        ...(question.body ? { body: JSON.parse(question.body()) } : {}),
      })
      expect(answer.status, `${question.name}: ${answer.text}`).toBe(200)
      const kind = kinds[question.name] ?? 'repair'
      const items = answer.body.items ?? answer.body.groups?.find(({ subject }) => subject === kind)?.items ?? []
      if (kind !== 'repair' || question.name.startsWith('passages')) {
        expect(items.length, question.name).toBeGreaterThanOrEqual(1)
        continue
      }
      const wanted = { 'box: nothing there': 0, 'box: a number': 1, 'list: by number': 1, 'box: the rare phrase, of one estate': 0 }[
        question.name
      ]
      const least = question.name.includes('100,000') ? 0 : 5
      if (wanted === undefined) expect(items.length, question.name).toBeGreaterThanOrEqual(least)
      else expect(items.length, question.name).toBe(wanted)
      const ids = items.map(({ id }) => id)
      expect(ids, question.name).toEqual([...ids].sort().reverse())
    }
  })

  it('counts no further than a hundred', async () => {
    const path = `/api/search/repair?q=${encodeURIComponent(words.common)}&limit=20`
    const answer = await app.call<{ count: number }>('GET', path, { token: tokens.wide })
    expect(answer.body.count).toBe(100)
  })

  it('walks indexes of the database for every list, and reads what was found by its key', async () => {
    const { connector } = internalsOf(app.kernel.store)
    const estate = ground.estates[3]?.id ?? ''
    const asked: readonly (readonly [sql: string, value: string])[] = [
      ['SELECT id FROM repairs WHERE estate_id = ? ORDER BY id DESC LIMIT 21', estate],
      ["SELECT id FROM repairs WHERE estate_id = ? AND phase = 'open' ORDER BY id DESC LIMIT 21", estate],
      ['SELECT id, title FROM repairs WHERE number = ? LIMIT 2', numberOf(77)],
      ['SELECT id, title FROM repairs WHERE id IN (?)', '77'.padStart(26, '0')],
    ]
    for (const [sql, value] of asked) {
      const plan = await connector.alone((session) =>
        session.rows<Record<string, unknown>>(`EXPLAIN ${app.kernel.store.dialect === 'sqlite' ? 'QUERY PLAN ' : ''}${sql}`, [value]),
      )
      const said = JSON.stringify(plan)
      if (app.kernel.store.dialect === 'sqlite') expect(said, sql).toMatch(/SEARCH repairs USING (COVERING )?INDEX/)
      else expect(String(plan[0]?.key), said).not.toBe('null')
    }
  })
})
