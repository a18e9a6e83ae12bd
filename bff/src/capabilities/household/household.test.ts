import type { HouseholdClaim, HouseholdMember } from '@liren/contract/capabilities/household'
import type { Me } from '@liren/contract/capabilities/session'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeAccount } from '../../../test/accounts.ts'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makePerson, makePlace, makeVillage, type TestPlace, type Village } from '../../../test/village.ts'
import { insert } from '../../kernel/identity/sql.ts'
import { unscoped } from '../../kernel/store/scope.ts'

const second = 1000
const day = 86_400 * second

describeStores('houses and the people who belong to them', (open) => {
  let app: TestApp
  let v: Village
  let n = 0

  beforeAll(async () => {
    app = await startTestApp(open)
    v = await makeVillage(app)
  })
  afterAll(() => app.close())

  const newHouse = () => makePlace(app.kernel, 'house', `h${++n}`, `8${String(n).padStart(2, '0')}`, v.unit)
  /** Somebody who signed in with a telephone and belongs nowhere yet. */
  const newcomer = async (phone = `1000006${String(++n).padStart(4, '0')}`) => {
    const id = await makePerson(app.kernel, '新来的', { phone })
    await app.kernel.store.run("UPDATE users SET class = 'resident' WHERE id = ?", [id])
    await remac(id)
    return { id, phone, token: await app.tokenOf(id, 'resident') }
  }
  const remac = async (id: string) => {
    const { macOf } = await import('../../kernel/identity/guard.ts')
    const { accountById } = await import('../../kernel/identity/accounts.ts')
    const row = await accountById(app.kernel, id)
    if (row) await app.kernel.store.run('UPDATE users SET row_mac = ? WHERE id = ?', [macOf(app.kernel.sealer, 'users', row), id])
  }
  /** A photo that was uploaded: its row, which is all that a claim looks at. */
  const photo = async (ownerId: string) => {
    const id = app.kernel.ids.next()
    const now = app.clock.now()
    await app.kernel.store.tx((tx) =>
      insert(
        app.kernel.store,
        'files',
        {
          id,
          owner_id: ownerId,
          state: 'kept',
          kind: 'image',
          type: 'image/webp',
          bytes: 10,
          digest: 'x',
          level: 'L2',
          created_at: now,
          expires_at: now + day,
        },
        tx,
      ),
    )
    return id
  }
  const claim = (token: string, body: object) => app.call<HouseholdClaim>('POST', '/api/households/claims', { token, body })
  const byProof = async (who: { id: string; token: string }, house: TestPlace, more: object = {}) =>
    claim(who.token, { houseId: house.id, by: 'proof', relation: 'owner', name: '白露', proofs: [await photo(who.id)], ...more })
  const decide = (id: string, verb: 'approve' | 'reject', body: object, token = v.tokens.housekeeper) =>
    app.call<HouseholdClaim>('POST', `/api/households/claims/${id}/${verb}`, { token, body })
  const me = async (token: string) => (await app.call<Me>('GET', '/api/session', { token })).body

  test('a house is not bound by a number that nobody registered, without proof, or with the photo of somebody else', async () => {
    const [who, other, house] = [await newcomer(), await newcomer(), await newHouse()]
    expect((await claim(who.token, { houseId: house.id, by: 'phone', relation: 'owner' })).error?.code).toBe('household.no-match')
    expect((await claim(who.token, { houseId: house.id, by: 'proof', relation: 'owner', proofs: [] })).error?.code).toBe(
      'household.proof-missing',
    )
    const foreign = await claim(who.token, { houseId: house.id, by: 'proof', relation: 'owner', proofs: [await photo(other.id)] })
    expect(foreign.error?.code).toBe('household.file-unknown')
    expect((await byProof(who, v.building)).error?.code).toBe('household.not-house')
    expect((await byProof(who, house, { relation: 'tenant' })).error?.code).toBe('household.validity')
    expect((await app.call('GET', '/api/households/claims/mine', { token: who.token })).body).toEqual({ items: [] })
  })

  test('a registered number binds with one tap, and the person has a name, a community and the rights of an owner', async () => {
    const [who, house] = [await newcomer(), await newHouse()]
    const contacts = `/api/households/${house.id}/contacts`
    const body = { name: '白露', phone: who.phone, relation: 'owner' }
    expect((await app.call('POST', contacts, { token: v.tokens.farManager, body })).status).toBe(404)
    expect((await app.call('POST', contacts, { token: v.tokens.housekeeper, body })).status).toBe(201)
    const matches = await app.call<{ items: { house: { id: string; name: string }; relation: string }[] }>(
      'GET',
      '/api/households/matches',
      {
        token: who.token,
      },
    )
    expect(matches.body.items.map((item) => [item.house.id, item.relation])).toEqual([[house.id, 'owner']])
    const bound = await claim(who.token, { houseId: house.id, by: 'phone', relation: 'tenant' })
    expect(bound.body).toMatchObject({ state: 'approved', relation: 'owner' })
    expect(await me(who.token)).toMatchObject({
      user: { name: '白露' },
      permissions: [
        'booking.book',
        'charging.near',
        'energy.own',
        'environment.own',
        'passage.own',
        'repair.read',
        'repair.report',
        'waste.own',
      ],
      households: [{ houseId: house.id, relation: 'owner', estate: { name: '枫林雅苑' } }],
    })
    expect((await claim(who.token, { houseId: house.id, by: 'phone', relation: 'owner' })).error?.code).toBe('household.bound')
    expect((await app.call<{ items: unknown[] }>('GET', '/api/households/matches', { token: who.token })).body.items).toEqual([])
  })

  test('[ZJWL-7.4.5-2] a resident proves to be owner or tenant, staff verify, and what belongs to it opens', async () => {
    for (const [relation, more] of [
      ['owner', {}],
      ['tenant', { validUntil: new Date(app.clock.now() + 200 * day).toISOString() }],
    ] as const) {
      const [who, house] = [await newcomer(), await newHouse()]
      const report = () =>
        app.call('POST', '/api/repairs', {
          token: who.token,
          body: { kind: 'home', category: 'water', description: '厨房漏水', placeId: house.id, photos: [] },
        })
      expect((await report()).status).toBe(403)
      const waiting = await byProof(who, house, { relation, ...more })
      expect(waiting.body).toMatchObject({ state: 'waiting', can: ['withdraw'] })
      expect((await report()).status).toBe(403)
      const queue = await app.call<{ items: HouseholdClaim[] }>('GET', '/api/households/claims', { token: v.tokens.housekeeper })
      expect(queue.body.items.find(({ id }) => id === waiting.body.id)).toMatchObject({
        name: '白露',
        relation,
        can: ['approve', 'reject'],
      })
      expect((await decide(waiting.body.id, 'approve', { version: 1 })).body.state).toBe('approved')
      expect((await report()).status).toBe(201)
      expect((await me(who.token)).households).toEqual([expect.objectContaining({ houseId: house.id, relation })])
    }
  })

  test('the answer is promised for the next working day', async () => {
    const [who, house] = [await newcomer(), await newHouse()]
    const monday = app.clock.now()
    expect(new Date((await byProof(who, house)).body.dueAt).getTime()).toBe(monday + day)
    const friday = Date.UTC(2026, 0, 9, 8)
    await app.clock.leap(friday - app.clock.now())
    const [late, other] = [await newcomer(), await newHouse()]
    expect((await byProof(late, other)).body.dueAt).toBe('2026-01-12T08:00:00.000Z')
  })

  test('only reviewers of that place see a request, nobody decides on their own, and a reason is needed to refuse', async () => {
    const [who, house] = [await newcomer(), await newHouse()]
    const { body } = await byProof(who, house)
    for (const token of [v.tokens.farManager, v.tokens.stranger, v.tokens.worker])
      expect((await decide(body.id, 'approve', { version: 1 }, token)).status).toBeGreaterThanOrEqual(403)
    expect((await decide(body.id, 'reject', { version: 1 })).status).toBe(400)
    expect((await decide(body.id, 'reject', { version: 1, reason: '照片看不清' })).body).toMatchObject({
      state: 'rejected',
      reason: '照片看不清',
    })
    expect((await decide(body.id, 'approve', { version: 2 })).error?.code).toBe('household.decided')

    const staff = await makeAccount(app, { at: v.estate, class: 'property', roles: [['housekeeper', v.estate]] })
    const own = await byProof({ id: staff.id, token: await app.tokenOf(staff.id, 'resident') }, house)
    const desk = await app.tokenOf(staff.id, 'admin')
    expect((await decide(own.body.id, 'approve', { version: 1 }, desk)).error?.code).toBe('household.own-request')
    expect((await decide(own.body.id, 'reject', { version: 1, reason: '自己' }, desk)).error?.code).toBe('household.own-request')
  })

  test('ten who approve at the same moment make one member; the others are told', async () => {
    const [who, house] = [await newcomer(), await newHouse()]
    const { body } = await byProof(who, house)
    const answers = await Promise.all(Array.from({ length: 10 }, () => decide(body.id, 'approve', { version: 1 })))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ error }) => error?.code === 'household.decided')).toHaveLength(9)
    const rows = await unscoped(app.kernel.store, 'a test counts members', {
      sql: 'SELECT id FROM household_members WHERE house_id = ?',
      params: [house.id],
    })
    expect(rows).toHaveLength(1)
  })

  test('two requests for one house wait once; a withdrawn one leaves no proof behind', async () => {
    const [who, house] = [await newcomer(), await newHouse()]
    const { body } = await byProof(who, house)
    expect((await byProof(who, house)).error?.code).toBe('household.waiting')
    const stranger = await newcomer()
    const withdraw = (token: string) =>
      app.call<HouseholdClaim>('POST', `/api/households/claims/${body.id}/withdraw`, { token, body: { version: 1 } })
    expect((await withdraw(stranger.token)).status).toBe(404)
    expect((await withdraw(who.token)).body).toMatchObject({ state: 'withdrawn', proofs: [] })
    expect(await app.kernel.store.rows('SELECT file_id FROM attachments WHERE subject_id = ?', [body.id])).toEqual([])
    expect((await byProof(who, house)).status).toBe(201)
  })

  /** A house with its owner. */
  const owned = async () => {
    const house = await newHouse()
    const id = await makePerson(app.kernel, '江雪', { house })
    return { house, id, token: await app.tokenOf(id, 'resident') }
  }
  const invite = (owner: { token: string; house: TestPlace }, body: object) =>
    app.call<HouseholdMember>('POST', `/api/households/${owner.house.id}/members`, { token: owner.token, body })
  const members = (house: TestPlace, token: string) =>
    app.call<{ items: HouseholdMember[] }>('GET', `/api/households/${house.id}/members`, { token })

  test('a household is seen by those who belong to it and by nobody else', async () => {
    const owner = await owned()
    const stranger = await newcomer()
    for (const token of [stranger.token, v.tokens.neighbour, v.tokens.housekeeper])
      expect((await members(owner.house, token)).status).toBe(404)
    expect((await members(owner.house, owner.token)).body.items.map(({ name }) => name)).toEqual(['江雪'])
  })

  test('only an owner invites; a tenant needs an end; the same number is asked once', async () => {
    const owner = await owned()
    const guest = await newcomer()
    const asked = { name: '江月', phone: guest.phone, relation: 'family' }
    expect((await invite({ ...owner, token: guest.token }, asked)).status).toBe(404)
    expect((await invite(owner, { ...asked, relation: 'tenant' })).error?.code).toBe('household.validity')
    expect((await invite(owner, { ...asked, relation: 'owner' })).status).toBe(400)
    expect((await invite(owner, asked)).status).toBe(201)
    expect((await invite(owner, asked)).error?.code).toBe('household.waiting')
    const family = await newcomer()
    await invite(owner, { name: '江星', phone: family.phone, relation: 'family' })
    await acceptAll(family.token)
    expect((await invite({ ...owner, token: family.token }, { ...asked, phone: '10000069999' })).error?.code).toBe('household.not-manager')
  })

  const acceptAll = async (token: string) => {
    const { body } = await app.call<{ items: { id: string; version: number }[] }>('GET', '/api/households/invitations', { token })
    const answers = []
    for (const { id, version } of body.items)
      answers.push(await app.call<HouseholdMember>('POST', `/api/households/invitations/${id}/accept`, { token, body: { version } }))
    return answers
  }

  test('an invitation is accepted only by the person whose number it names, and opens the house to them', async () => {
    const owner = await owned()
    const [guest, other] = [await newcomer(), await newcomer()]
    const { body } = await invite(owner, { name: '江月', phone: guest.phone, relation: 'family' })
    expect(
      (await app.call('POST', `/api/households/invitations/${body.id}/accept`, { token: other.token, body: { version: 1 } })).status,
    ).toBe(404)
    expect((await me(guest.token)).households).toEqual([])
    const [accepted] = await acceptAll(guest.token)
    expect(accepted?.body).toMatchObject({ state: 'active', relation: 'family', isMe: true })
    expect((await me(guest.token)).households).toEqual([expect.objectContaining({ houseId: owner.house.id })])
    expect((await members(owner.house, guest.token)).body.items.map(({ name }) => name)).toEqual(['江雪', '江月'])
  })

  test('a tenancy ends to the second, without anybody doing anything', async () => {
    const owner = await owned()
    const guest = await newcomer()
    const validUntil = new Date(app.clock.now() + 600 * second).toISOString()
    await invite(owner, { name: '江月', phone: guest.phone, relation: 'tenant', validUntil })
    await acceptAll(guest.token)
    await app.clock.advance(599 * second)
    expect((await members(owner.house, guest.token)).status).toBe(200)
    await app.clock.advance(second)
    expect((await members(owner.house, guest.token)).status).toBe(404)
    expect((await me(guest.token)).permissions).toEqual([])
    expect((await members(owner.house, owner.token)).body.items.map(({ name }) => name)).toEqual(['江雪'])
    await invite(owner, { name: '江月', phone: guest.phone, relation: 'family' })
    const [again] = await acceptAll(guest.token)
    expect(again?.status).toBe(200)
  })

  test('owners change and remove others, everybody may leave, the last owner only when alone', async () => {
    const owner = await owned()
    const guest = await newcomer()
    await invite(owner, { name: '江月', phone: guest.phone, relation: 'tenant', validUntil: new Date(app.clock.now() + day).toISOString() })
    const [accepted] = await acceptAll(guest.token)
    const member = accepted?.body as HouseholdMember
    const at = (id: string) => `/api/households/${owner.house.id}/members/${id}`
    const self = (await members(owner.house, owner.token)).body.items[0] as HouseholdMember
    expect((await app.call('DELETE', `${at(self.id)}?version=${self.version}`, { token: guest.token })).error?.code).toBe(
      'household.not-manager',
    )
    expect((await app.call('DELETE', `${at(self.id)}?version=${self.version}`, { token: owner.token })).error?.code).toBe(
      'household.last-owner',
    )
    const later = new Date(app.clock.now() + 9 * day).toISOString()
    const prolong = (token: string, body: object) => app.call<HouseholdMember>('PATCH', at(member.id), { token, body })
    expect((await prolong(guest.token, { version: member.version, validUntil: later })).error?.code).toBe('household.not-manager')
    expect((await prolong(owner.token, { version: member.version, validUntil: null })).error?.code).toBe('household.validity')
    const prolonged = await prolong(owner.token, { version: member.version, validUntil: later })
    expect(prolonged.body.validUntil).toBe(later)
    expect((await app.call('DELETE', `${at(member.id)}?version=${member.version}`, { token: owner.token })).error?.code).toBe('stale')
    expect((await app.call('DELETE', `${at(member.id)}?version=${prolonged.body.version}`, { token: owner.token })).status).toBe(204)
    expect((await members(owner.house, guest.token)).status).toBe(404)
    expect((await app.call('DELETE', `${at(self.id)}?version=${self.version}`, { token: owner.token })).status).toBe(204)
    expect((await me(owner.token)).households).toEqual([])
  })

  test('staff find people by number within their places, and see as much as their role allows', async () => {
    const owner = await owned()
    const phone = '10000061234'
    const guest = await newcomer(phone)
    await invite(owner, { name: '江月', phone, relation: 'family' })
    await acceptAll(guest.token)
    const find = async (query: string, token: string) =>
      (await app.call<{ items: { name: string; phone: string }[] }>('GET', `/api/households?${query}`, { token })).body.items.map(
        (item) => [item.name, item.phone],
      )
    expect(await find(`phone=${phone}`, v.tokens.housekeeper)).toEqual([['江月', phone]])
    expect(await find('last4=1234', v.tokens.officer)).toEqual([['江**', '100****1234']])
    expect(await find(`phone=${phone}`, v.tokens.farManager)).toEqual([])
    expect((await app.call('GET', '/api/households', { token: v.tokens.resident })).status).toBe(403)
  })

  test('people are told what became of their request, and reviewers that somebody waits', async () => {
    const letters = async (token: string) => {
      await app.work()
      const { body } = await app.call<{ items: { title: { zh: string }; body: { zh: string } }[] }>(
        'GET',
        '/api/messages?group=community&limit=50',
        { token },
      )
      return body.items.map(({ title, body: content }) => `${title.zh}：${content.zh}`)
    }
    const [who, house] = [await newcomer(), await newHouse()]
    const { body } = await byProof(who, house)
    expect(await letters(v.tokens.housekeeper)).toContainEqual(
      expect.stringContaining(`新的房屋绑定申请：枫林雅苑 3幢 1单元 ${house.name}`),
    )
    expect(await letters(v.tokens.farManager)).toEqual([])
    await decide(body.id, 'reject', { version: 1, reason: '照片看不清' })
    expect(await letters(who.token)).toEqual([expect.stringMatching(/^房屋绑定未通过：.*照片看不清$/)])
    const again = await byProof(who, house)
    await decide(again.body.id, 'approve', { version: 1 })
    expect((await letters(who.token))[0]).toMatch(/^房屋绑定已通过/)
    const guest = await newcomer()
    await invite({ token: who.token, house }, { name: '江月', phone: guest.phone, relation: 'family' })
    expect((await letters(guest.token))[0]).toMatch(/^邀请您加入房屋：白露 邀请您加入 枫林雅苑/)
    await acceptAll(guest.token)
    expect((await letters(who.token))[0]).toMatch(/^家人已加入：江月 已加入/)
  })

  test('names, numbers and notes lie sealed', async () => {
    const [who, house] = [await newcomer('10000067777'), await newHouse()]
    await byProof(who, house, { name: '独孤求败', note: '钥匙在门房' })
    for (const table of ['household_claims', 'household_members', 'household_contacts', 'outbox', 'idempotency_keys']) {
      const rows = await unscoped(app.kernel.store, 'a test looks at what is kept', { sql: `SELECT * FROM ${table}`, params: [] })
      expect(JSON.stringify(rows)).not.toMatch(/独孤|10000067777|钥匙/)
    }
  })

  test('proofs go thirty days after the decision, requests thirty days after they were forgotten', async () => {
    const [a, b, first, other] = [await newcomer(), await newcomer(), await newHouse(), await newHouse()]
    const decided = (await byProof(a, first)).body
    const forgotten = (await byProof(b, other)).body
    const approved = await decide(decided.id, 'approve', { version: 1 })
    expect(approved.body.proofUntil).toBe(new Date(app.clock.now() + 30 * day).toISOString())
    const job = app.house.capabilities.flatMap(({ jobs }) => jobs ?? []).find(({ kind }) => kind === 'household.expire')
    const run = () => job?.run({}, { now: app.clock.now(), scheduledFor: 0 })
    const read = async (who: { id: string }, id: string) => {
      const token = await app.tokenOf(who.id, 'resident')
      const mine = await app.call<{ items: HouseholdClaim[] }>('GET', '/api/households/claims/mine', { token })
      return mine.body.items.find((item) => item.id === id)
    }
    await app.clock.leap(30 * day - second)
    await run()
    expect((await read(a, decided.id))?.proofs).toHaveLength(1)
    expect((await read(b, forgotten.id))?.state).toBe('waiting')
    await app.clock.leap(second)
    await run()
    expect((await read(a, decided.id))?.proofs).toEqual([])
    expect(await read(b, forgotten.id)).toMatchObject({ state: 'expired', proofs: [] })
  })
})
