import type { Repair, RepairSummary } from '@liren/contract/capabilities/repair'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Answer, startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'

const minute = 60_000
/** 10:00 in the community. */
const morning = Date.parse('2026-03-02T10:00+08:00')
const nowhere = '01jq0000000000000000000000'

describeStores('repairs', (open) => {
  let app: TestApp
  let village: Village
  let photos: Record<string, string>
  beforeAll(async () => {
    app = await startTestApp(open, { start: morning })
    village = await makeVillage(app)
    photos = {}
    for (const who of ['resident', 'family', 'worker'] as const) photos[who] = await app.photo(village.tokens[who])
  })
  afterAll(() => app.close())

  type Who = keyof Village['tokens']
  const draft = (over: object = {}, who: Who = 'resident') => ({
    kind: 'home',
    category: 'water',
    description: '厨房水管漏水，地板湿了',
    placeId: village.house.id,
    photos: [photos[who]],
    ...over,
  })
  const report = (who: Who, over: object = {}) =>
    app.call<Repair>('POST', '/api/repairs', { token: village.tokens[who], body: draft(over) })
  /** What anybody may add beside the work, whatever its state. */
  const unversioned = new Set(['urge', 'note', 'follow'])
  const act = (who: Who, repair: Pick<Repair, 'id' | 'version'>, action: string, body: object = {}) =>
    app.call<Repair>('POST', `/api/repairs/${repair.id}/actions/${action}`, {
      token: village.tokens[who],
      body: unversioned.has(action) ? body : { version: repair.version, ...body },
    })
  const read = (who: Who, id: string) => app.call<Repair>('GET', `/api/repairs/${id}`, { token: village.tokens[who] })
  const list = (who: Who, query = '') =>
    app.call<{ items: RepairSummary[]; next?: string }>('GET', `/api/repairs${query}`, { token: village.tokens[who] })
  const ok = async <T>(asked: Promise<Answer<T>>): Promise<T> => {
    const answer = await asked
    if (answer.status >= 400) throw new Error(`${answer.status} ${answer.text}`)
    return answer.body
  }
  const handled = async (): Promise<Repair> => {
    const created = await ok(report('resident'))
    const taken = await ok(act('worker', created, 'grab'))
    return ok(act('worker', taken, 'arrive'))
  }
  const finished = async (): Promise<Repair> => ok(act('worker', await handled(), 'finish', { photos: [photos.worker] }))

  it('refuses whoever is not signed in', async () => {
    expect((await app.call('POST', '/api/repairs', { body: draft() })).error?.code).toBe('identity.missing')
    expect((await app.call('GET', '/api/repairs')).status).toBe(401)
  })

  it('tells all faults of a form at once, by the names the sender knows', async () => {
    const answer = await app.call('POST', '/api/repairs', {
      token: village.tokens.resident,
      body: { kind: 'roof', description: '', photos: ['x'] },
    })
    expect(answer.status).toBe(400)
    expect(answer.error?.faults.map((fault) => fault.path).sort()).toEqual([
      'body.category',
      'body.description',
      'body.kind',
      'body.photos.0',
      'body.placeId',
    ])
  })

  it('refuses a repair in the home of somebody else, and a place that does not exist', async () => {
    expect((await report('resident', { placeId: village.nextHouse.id })).error?.code).toBe('repair.place-not-yours')
    expect((await report('resident', { placeId: village.secondEstate.id, kind: 'public', category: 'lift' })).error?.code).toBe(
      'repair.place-not-yours',
    )
    expect((await report('resident', { placeId: nowhere })).status).toBe(404)
    expect((await report('resident', { category: 'nothing' })).error?.code).toBe('repair.category-unknown')
  })

  it('refuses photos that were not uploaded, or by somebody else', async () => {
    expect((await report('resident', { photos: [nowhere] })).error?.code).toBe('repair.file-unknown')
    expect((await report('resident', { photos: [photos.worker] })).error?.code).toBe('repair.file-unknown')
  })

  it('needs a key for a creation, answers the same key with the same repair, and refuses it for other content', async () => {
    const key = 'a-key-of-the-form-01'
    const ask = (body: object, headers = {}) =>
      app.call<Repair>('POST', '/api/repairs', { token: village.tokens.resident, body, key, headers })
    const without = await fetch(`${app.origin}/api/repairs`, {
      method: 'POST',
      headers: { authorization: `Bearer ${village.tokens.resident}`, 'content-type': 'application/json' },
      body: JSON.stringify(draft()),
    })
    expect(((await without.json()) as { error: { code: string } }).error.code).toBe('request.key-missing')
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask(draft())))
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1)
    expect((await ask(draft({ description: '另一处也漏水' }))).error?.code).toBe('request.key-reused')
    const other = await app.call<Repair>('POST', '/api/repairs', { token: village.tokens.family, body: draft({}, 'family'), key })
    expect(other.body.id).not.toBe(answers[0]?.body.id)
  })

  it('[GB42455-8.4.3-a] [SZSQ-5.3.2-a] takes repairs and community events with type, place and photos; both get a number and reach the queue of the estate', async () => {
    const repair = await ok(report('resident'))
    const event = await ok(
      report('resident', { kind: 'event', category: 'noise', description: '深夜装修噪声', placeId: village.garden.id }),
    )
    expect(repair.number).toMatch(/^BX260302-\d{6}$/)
    expect(event.number).toMatch(/^SJ260302-\d{6}$/)
    expect(repair).toMatchObject({
      state: 'submitted',
      place: { label: '枫林雅苑 · 3幢 · 1单元 · 1201' },
      photos: [{ id: photos.resident }],
    })
    const queue = (await ok(list('housekeeper', '?phase=open&limit=100'))).items
    expect(queue.map((item) => item.id)).toEqual(expect.arrayContaining([repair.id, event.id]))
    expect(queue.find((item) => item.id === event.id)).toMatchObject({ kind: 'event', category: { code: 'noise', zh: '噪声扰民' } })
    expect((await ok(list('farManager', '?limit=100'))).items).toEqual([])
  })

  it('[GB42455-8.4.3-c] [SZSQ-5.3.2-b] shows reporters their own repairs with every step and its time; those of others are not there', async () => {
    const repair = await handled()
    const mine = await ok(read('resident', repair.id))
    expect(mine.timeline.map((entry) => entry.action)).toEqual(['create', 'grab', 'arrive'])
    expect(mine.timeline.every((entry) => Number.isFinite(Date.parse(entry.at)))).toBe(true)
    expect((await read('family', repair.id)).status).toBe(200)
    for (const other of ['neighbour', 'stranger', 'farWorker', 'farManager'] as const) {
      expect((await read(other, repair.id)).status, other).toBe(404)
      expect(
        (await ok(list(other, '?limit=100'))).items.map((item) => item.id),
        other,
      ).not.toContain(repair.id)
    }
  })

  it('[GB42455-8.4.3-d] [SZSQ-5.3.2-c] lets staff accept, update and finish; at each change the resident is told and the timeline grows', async () => {
    const created = await ok(report('resident'))
    const given = await ok(act('housekeeper', created, 'dispatch', { handlerId: village.ids.worker }))
    expect(given).toMatchObject({ state: 'dispatched', handler: { name: '李守成' } })
    const accepted = await ok(act('worker', given, 'accept'))
    const arrived = await ok(act('worker', accepted, 'arrive'))
    const done = await ok(
      act('worker', arrived, 'finish', {
        photos: [photos.worker],
        materials: [{ name: '角阀', quantity: 2, fen: 1250 }],
        note: '已更换角阀',
      }),
    )
    expect(done).toMatchObject({ state: 'finished', feeFen: 2500 })
    expect(done.timeline.map((entry) => entry.action)).toEqual(['create', 'dispatch', 'accept', 'arrive', 'finish'])
    await app.work()
    const letters = await ok(
      app.call<{ items: { title: { zh: string }; subjectId: string }[] }>('GET', '/api/messages?limit=100', {
        token: village.tokens.resident,
      }),
    )
    expect(
      letters.items
        .filter((letter) => letter.subjectId === created.id)
        .map((letter) => letter.title.zh)
        .reverse(),
    ).toEqual(['已派单', '师傅已接单', '师傅已到场', '已完工，请确认'])
  })

  it('[ZJWL-7.4.5-4] goes the whole way: reported, given out, finished, confirmed and rated, seen alike at both ends', async () => {
    const done = await finished()
    const closed = await ok(act('resident', done, 'confirm', { rating: 5, comment: '很及时' }))
    expect(closed).toMatchObject({ state: 'closed', rating: 5, comment: '很及时' })
    expect(await ok(read('housekeeper', done.id))).toMatchObject({ state: 'closed', rating: 5, comment: '很及时' })
  })

  it('refuses actions of those who stand in no relation to it', async () => {
    const created = await ok(report('resident'))
    expect((await act('neighbour', created, 'withdraw')).status).toBe(404)
    expect((await act('family', created, 'dispatch')).error?.code).toBe('permission.denied')
    expect((await act('worker', created, 'dispatch')).error?.code).toBe('permission.denied')
    expect((await act('farWorker', created, 'grab')).status).toBe(404)
    const taken = await ok(act('worker', created, 'grab'))
    expect((await act('secondWorker', taken, 'arrive')).error?.code).toBe('permission.denied')
    expect((await act('housekeeper', created, 'dispatch', { handlerId: village.ids.farWorker })).status).toBe(409)
  })

  it('refuses a step that does not start from here, and one that saw an older version', async () => {
    const created = await ok(report('resident'))
    expect((await act('resident', created, 'confirm')).error?.code).toBe('repair.action-not-allowed')
    const given = await ok(act('housekeeper', created, 'dispatch', { handlerId: village.ids.worker }))
    const stale = await act('worker', { id: given.id, version: created.version }, 'accept')
    expect(stale.error).toMatchObject({ code: 'stale', details: { version: given.version, state: 'dispatched' } })
  })

  it('gives a repair to one of many who take it in the same moment', async () => {
    const created = await ok(report('resident'))
    const answers = await Promise.all(
      (['worker', 'secondWorker', 'worker', 'secondWorker'] as const).map((who) => act(who, created, 'grab')),
    )
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
    for (const answer of answers)
      if (answer.status !== 200) expect(['repair.taken', 'stale', 'repair.action-not-allowed']).toContain(answer.error?.code)
    const entries = (await ok(read('housekeeper', created.id))).timeline.filter((entry) => entry.action === 'grab')
    expect(entries).toHaveLength(1)
  })

  it('stops the clock while it is paused, and moves the deadline by that time', async () => {
    const arrived = await handled()
    const paused = await ok(act('worker', arrived, 'pause', { reason: '等待配件' }))
    expect(paused).toMatchObject({ state: 'paused', overdue: false })
    await app.clock.advance(90 * minute)
    const resumed = await ok(act('worker', paused, 'resume'))
    expect(Date.parse(resumed.finishDueAt ?? '') - Date.parse(arrived.finishDueAt ?? '')).toBe(90 * minute)
  })

  it('escalates what is overdue, a step at a time, and tells the desk', async () => {
    const created = await ok(report('resident'))
    await app.clock.advance(31 * minute)
    await app.work()
    const late = await ok(read('housekeeper', created.id))
    expect(late).toMatchObject({ overdue: true, escalation: 1 })
    expect(late.timeline.at(-1)).toMatchObject({ action: 'escalate', actor: null })
    await app.work()
    const letters = await ok(
      app.call<{ items: { title: { zh: string }; subjectId: string }[] }>('GET', '/api/messages', { token: village.tokens.housekeeper }),
    )
    expect(letters.items.some((letter) => letter.subjectId === created.id && letter.title.zh === '报修已超时')).toBe(true)
    await app.clock.advance(61 * minute)
    await app.work()
    expect((await ok(read('housekeeper', created.id))).escalation).toBe(2)
    await ok(act('resident', await ok(read('resident', created.id)), 'withdraw'))
  })

  it('confirms by itself after three days of silence, and lets the resident reopen for a week', async () => {
    const done = await finished()
    await app.clock.advance(72 * 60 * minute + 1)
    await app.work()
    const closed = await ok(read('resident', done.id))
    expect(closed.state).toBe('closed')
    const again = await ok(act('resident', closed, 'reopen', { reason: '又漏了' }))
    expect(again).toMatchObject({ state: 'submitted', reopened: 1, escalation: 1, handler: null })
    const other = await finished()
    await ok(act('resident', other, 'confirm'))
    await app.clock.advance(7 * 24 * 60 * minute + 1)
    const late = await act('resident', await ok(read('resident', other.id)), 'reopen', { reason: '太晚了' })
    expect(late.error?.code).toBe('repair.too-late')
  })

  it('finds the worker with the least to do for categories in rotation', async () => {
    const first = await ok(report('resident', { category: 'intercom', description: '门禁对讲没有声音' }))
    await app.work()
    const given = await ok(read('housekeeper', first.id))
    expect(given.state).toBe('dispatched')
    const second = await ok(report('resident', { category: 'intercom', description: '门禁按键失灵' }))
    await app.work()
    const next = await ok(read('housekeeper', second.id))
    const handlers = await ok(
      app.call<{ items: { id: string; open: number }[] }>('GET', `/api/repairs/${second.id}/handlers`, {
        token: village.tokens.housekeeper,
      }),
    )
    const load = (id: string | undefined) => handlers.items.find((person) => person.id === id)?.open ?? 0
    expect(Math.abs(load(given.handler?.id) - load(next.handler?.id))).toBeLessThanOrEqual(2)
    expect(next.timeline.at(-1)).toMatchObject({ action: 'dispatch', actor: null })
  })

  it('names colleagues, without oneself, only to whoever hands the repair over, and the next worker accepts it anew', async () => {
    const created = await ok(report('resident', { category: 'water', description: '阳台地漏返水' }))
    const colleaguesFor = (who: 'worker' | 'resident' | 'housekeeper') =>
      app.call<{ items: { id: string; open: number }[] }>('GET', `/api/repairs/${created.id}/colleagues`, { token: village.tokens[who] })
    expect((await colleaguesFor('worker')).status).toBe(403)
    await ok(act('worker', await ok(read('worker', created.id)), 'grab'))
    expect((await colleaguesFor('resident')).status).toBe(403)
    expect((await colleaguesFor('housekeeper')).status).toBe(403)
    const mine = await ok(read('worker', created.id))
    const { items } = await ok(colleaguesFor('worker'))
    expect(items.length).toBeGreaterThan(0)
    expect(items.map(({ id }) => id)).not.toContain(mine.handler?.id)
    const next = items[0]?.id
    const given = await ok(act('worker', mine, 'transfer', { handlerId: next, reason: '时间冲突' }))
    expect(given.state).toBe('dispatched')
    expect((await ok(read('housekeeper', created.id))).handler?.id).toBe(next)
  })

  it('shows neighbours what was reported in the same place already, and lets them follow it once', async () => {
    const lift = await ok(report('resident', { kind: 'public', category: 'lift', description: '电梯异响', placeId: village.garden.id }))
    const near = await ok(
      app.call<{ items: { id: string; following: boolean }[] }>('GET', `/api/repairs/nearby?placeId=${village.garden.id}&category=lift`, {
        token: village.tokens.neighbour,
      }),
    )
    expect(near.items).toMatchObject([{ id: lift.id, following: false }])
    await ok(act('neighbour', lift, 'follow'))
    await ok(act('neighbour', lift, 'follow'))
    const seen = await ok(read('neighbour', lift.id))
    expect(seen).toMatchObject({ followers: 1, following: true })
    expect(seen.timeline[0]?.actor?.name).toBe('林**')
    expect(
      (
        await ok(
          app.call<{ items: unknown[] }>('GET', `/api/repairs/nearby?placeId=${village.garden.id}&category=lift`, {
            token: village.tokens.stranger,
          }),
        )
      ).items,
    ).toEqual([])
  })

  it('lets a resident urge, once in half an hour, without disturbing the work', async () => {
    const arrived = await handled()
    await ok(act('resident', arrived, 'urge'))
    expect((await act('resident', arrived, 'urge')).error?.code).toBe('repair.urged-already')
    await ok(act('worker', arrived, 'finish', { photos: [photos.worker] }))
  })

  it('keeps the telephone sealed and short; whoever has the work in hand reveals it with a reason, and that is written down', async () => {
    const created = await ok(report('resident', { contact: { name: '林老先生', phone: '10000007788' } }))
    const rows = await app.kernel.store.sequelize.query(`SELECT contact FROM repairs WHERE id = '${created.id}'`, {
      raw: true,
      scope: 'test',
    } as never)
    expect(JSON.stringify(rows)).not.toContain('10000007788')
    const taken = await ok(act('worker', created, 'grab'))
    expect(taken.contact).toEqual({ name: '林**', phone: '100****7788' })
    const ask = (who: Who) =>
      app.call<{ phone: string }>('POST', `/api/repairs/${created.id}/contact`, {
        token: village.tokens[who],
        body: { reason: '上门前联系住户' },
      })
    expect((await ask('secondWorker')).error?.code).toBe('permission.denied')
    expect((await ok(ask('worker'))).phone).toBe('10000007788')
    const trail = await peek<{ action: string; result: string }>(
      app.kernel.store,
      "SELECT action, result FROM audit_entries WHERE action = 'repair.contact-revealed' ORDER BY id",
    )
    expect(trail.map((entry) => entry.result)).toEqual(expect.arrayContaining(['refused', 'done']))
  })

  it('gives the telephone to the desk of the place for a reason, which is written down, and to no other desk', async () => {
    const created = await ok(report('resident', { contact: { name: '林老先生', phone: '10000007788' } }))
    const ask = (who: Who, reason: string) =>
      app.call<{ phone: string }>('POST', `/api/repairs/${created.id}/contact`, { token: village.tokens[who], body: { reason } })
    expect((await ask('farManager', '核实上门时间')).error?.code).toBe('not-found')
    expect((await ask('gridWorker', '核实上门时间')).error?.code).toBe('permission.denied')
    expect((await ask('manager', ' ')).error?.faults.map((fault) => fault.path)).toEqual(['body.reason'])
    expect((await ok(ask('manager', '核实上门时间'))).phone).toBe('10000007788')
    expect((await ok(ask('housekeeper', '回访住户'))).phone).toBe('10000007788')
    const trail = await peek<{ actor_id: string; reason: string }>(
      app.kernel.store,
      `SELECT actor_id, reason FROM audit_entries WHERE action = 'repair.contact-revealed' AND result = 'done' AND subject_id = '${created.id}' ORDER BY id`,
    )
    expect(trail).toEqual([
      { actor_id: village.ids.manager, reason: '核实上门时间' },
      { actor_id: village.ids.housekeeper, reason: '回访住户' },
    ])
  })

  it('keeps figures from events and never counts the table', async () => {
    await app.work()
    const day = new Date(app.clock.now() + 8 * 3_600_000).toISOString().slice(0, 10)
    const ask = (who: Who) =>
      app.call<{ totals: { created: number; closed: number; satisfaction: number | null }; categories: { code: string }[] }>(
        'GET',
        `/api/repairs/statistics?from=2026-03-01&to=${day}`,
        { token: village.tokens[who] },
      )
    const figures = await ok(ask('manager'))
    const all = (await app.kernel.store.sequelize.query('SELECT COUNT(*) AS n FROM repairs', {
      raw: true,
      scope: 'test',
      plain: true,
    } as never)) as unknown as { n: number }
    expect(figures.totals.created).toBe(Number(all.n))
    expect(figures.totals.closed).toBeGreaterThan(0)
    expect(figures.totals.satisfaction).toBe(5)
    expect((await ok(ask('farManager'))).totals.created).toBe(0)
    expect((await ask('worker')).error?.code).toBe('permission.denied')
  })

  it('[GB42455-7.1.4-d.4] answers figures that are asked often from memory, and those of the store once a write made them old', async () => {
    await app.work()
    await app.clock.advance(60_000)
    const day = new Date(app.clock.now() + 8 * 3_600_000).toISOString().slice(0, 10)
    const ask = () =>
      app.call<{ totals: { created: number }; asOf: string }>('GET', `/api/repairs/statistics?from=2026-03-01&to=${day}`, {
        token: village.tokens.manager,
      })
    const stored = async () => {
      const [row] = await peek<{ n: number }>(app.kernel.store, 'SELECT SUM(created) AS n FROM repair_days')
      return Number(row?.n)
    }
    // what is older than it may be is renewed behind the answer
    await expect.poll(async () => (await ask()).body.asOf).toBe(new Date(app.clock.now()).toISOString())
    const first = await ask()
    expect(first.body.totals.created).toBe(await stored())
    // somebody changes the store behind the house: memory answers on, without a statement
    await app.kernel.store.run('UPDATE repair_days SET created = created + 1000')
    const again = await ask()
    expect(again.text).toBe(first.text)
    expect(again.headers.get('x-liren-statements')).toBe('0')
    await app.kernel.store.run('UPDATE repair_days SET created = created - 1000')
    // a report makes it old, and the answer is that of the store at once
    await ok(report('resident', { description: '阳台晾衣杆松了' }))
    await app.work()
    const after = await ask()
    expect(after.body.totals.created).toBe(first.body.totals.created + 1)
    expect(after.body.totals.created).toBe(await stored())
    expect(Number(after.headers.get('x-liren-statements'))).toBeGreaterThan(0)
  })

  it('pages newest first without a hole or a double, and refuses a cursor of other filters', async () => {
    const all = (await ok(list('manager', '?limit=100'))).items.map((item) => item.id)
    const paged: string[] = []
    for (let cursor = ''; ; ) {
      const page = await ok(list('manager', `?limit=3${cursor}`))
      paged.push(...page.items.map((item) => item.id))
      if (!page.next) break
      cursor = `&cursor=${encodeURIComponent(page.next)}`
    }
    expect(paged).toEqual(all)
    expect([...all].sort().reverse()).toEqual(all)
    const first = await ok(list('manager', '?limit=3'))
    expect((await list('manager', `?limit=3&state=closed&cursor=${encodeURIComponent(first.next ?? '')}`)).error?.faults[0]?.path).toBe(
      'query.cursor',
    )
  })

  it('asks the database a fixed number of times, however many rows there are', async () => {
    const asked = async (answer: Promise<Answer>) => Number((await answer).headers.get('x-liren-statements'))
    await list('officer')
    expect(await asked(list('officer', '?limit=1'))).toBe(1)
    expect(await asked(list('officer', '?limit=100'))).toBe(1)
    const one = (await ok(list('officer', '?limit=1'))).items[0]
    expect(await asked(read('officer', one?.id ?? ''))).toBe(2)
    expect(await asked(report('resident', { photos: [] }))).toBeLessThanOrEqual(6)
  })

  it('opens the photos of a repair to those who may see it, and to nobody else', async () => {
    const created = await ok(report('resident'))
    const seen = await ok(read('housekeeper', created.id))
    expect((await app.call('GET', seen.photos[0]?.url ?? '')).headers.get('content-type')).toBe('image/jpeg')
    const info = (who: Who) => app.call('GET', `/api/files/${photos.resident}`, { token: village.tokens[who] })
    expect((await info('housekeeper')).status).toBe(200)
    expect((await info('farManager')).status).toBe(404)
  })

  it('offers exactly the actions that it would also accept', async () => {
    const { items } = await ok(list('worker', '?view=all&limit=20'))
    for (const item of items) {
      const answer = await act('worker', item, 'arrive')
      expect(answer.status === 200, `${item.number} ${item.state}`).toBe(item.can.includes('arrive'))
    }
  })
})
