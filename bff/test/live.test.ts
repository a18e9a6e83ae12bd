import type { IncomingMessage } from 'node:http'
import { liveProtocol } from '@liren/contract/capabilities/live'
import type { Repair } from '@liren/contract/capabilities/repair'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { announce } from '../src/kernel/identity/announce.ts'
import { createAuthenticator } from '../src/kernel/identity/authenticate.ts'
import { until } from '../src/kernel/ports/testing.ts'
import { countStatements } from '../src/kernel/store/sql-count.ts'
import { startTestApp, type TestApp } from './app.ts'
import { describeStores } from './stores.ts'
import { makeVillage, type Village } from './village.ts'

const morning = Date.parse('2026-03-02T10:00+08:00')

describeStores('the live channel of the house', (open) => {
  let app: TestApp
  let village: Village
  beforeEach(async () => {
    app = await startTestApp(open, { start: morning, live: true })
    village = await makeVillage(app)
  })
  afterEach(() => app.close())

  type Who = keyof Village['tokens']
  const listen = async (who: Who) => {
    const socket = new WebSocket(`${app.origin.replace('http', 'ws')}/api/live`, [liveProtocol, `bearer.${village.tokens[who]}`])
    const heard: { name: string; subjectId: string; seq: number }[] = []
    const seat = { heard, closed: 0 }
    let ready = false
    socket.on('message', (data) => {
      const event = JSON.parse(String(data))
      if (event.subject === 'live') ready = true
      else heard.push(event)
    })
    socket.on('error', () => {})
    socket.on('close', (code) => {
      seat.closed = code
    })
    await until(() => ready || seat.closed > 0)
    return seat
  }
  const report = async () => {
    const photo = await app.photo(village.tokens.resident)
    const body = { kind: 'home', category: 'water', description: '厨房水管漏水', placeId: village.house.id, photos: [photo] }
    const answer = await app.call<Repair>('POST', '/api/repairs', { token: village.tokens.resident, body })
    expect(answer.status).toBe(201)
    await app.work()
    return answer.body
  }

  it('tells the reporter and the staff of the estate of a repair, and neither neighbours nor the next estate', async () => {
    const seats = { resident: await listen('resident'), manager: await listen('manager') }
    const others = [await listen('neighbour'), await listen('stranger'), await listen('farManager'), await listen('farWorker')]
    const repair = await report()
    for (const seat of Object.values(seats)) {
      await until(() => seat.heard.length > 0)
      expect(seat.heard[0]).toMatchObject({ name: 'repair.created', subjectId: repair.id })
    }
    // What was told after it came to those it was for; the others had as much time.
    await report()
    for (const seat of Object.values(seats)) await until(() => seat.heard.length > 1)
    for (const other of others) expect(other.heard).toEqual([])
  })

  it('tells the same by polling', async () => {
    const poll = async (who: Who, after: number) => {
      const answer = await app.call<{ items: { name: string; seq: number }[] }>('GET', `/api/live/events?after=${after}`, {
        token: village.tokens[who],
      })
      return answer.body.items
    }
    await report()
    const [start] = await poll('manager', 0)
    expect(start?.name).toBe('live.ready')
    const repair = await report()
    expect(await poll('manager', start?.seq ?? 0)).toContainEqual(expect.objectContaining({ name: 'repair.created', subjectId: repair.id }))
    expect((await poll('farManager', start?.seq ?? 0)).map(({ name }) => name)).toEqual(['live.at'])
    expect((await app.call('GET', '/api/live/events')).status).toBe(401)
  })

  it('cuts off who signed out', async () => {
    const seat = await listen('manager')
    const left = await app.call('DELETE', '/api/session', { token: village.tokens.manager })
    expect(left.status).toBeLessThan(300)
    await app.clock.advance(4900)
    await until(() => seat.closed > 0)
    expect(seat.closed).toBe(4401)
    expect((await listen('manager')).closed).toBe(1006)
  })

  it('cuts off who was disabled, and nobody else', async () => {
    const who = Object.keys(village.tokens) as Who[]
    const seats: Awaited<ReturnType<typeof listen>>[] = []
    for (const one of who) seats.push(await listen(one))
    await app.kernel.store.run("UPDATE users SET state = 'disabled' WHERE id = ?", [village.ids.worker])
    await app.clock.advance(4900)
    await until(() => seats.some((seat) => seat.closed > 0))
    expect(seats.map((seat) => seat.closed)).toEqual(who.map((one) => (one === 'worker' ? 4401 : 0)))
  })

  it('looks after many open channels with one statement, and reads rights anew only when they may have changed', async () => {
    const identity = createAuthenticator(app.kernel)
    const people = []
    for (const token of Object.values(village.tokens)) {
      people.push(await identity.live.authenticate({ headers: { authorization: `Bearer ${token}` }, socket: {} } as IncomingMessage))
    }
    const sessions = people.flatMap((person) => person?.sessionId ?? [])
    await app.clock.advance(5000)
    const look = () => countStatements(() => identity.live.refresh(sessions))
    const quiet = await look()
    expect([quiet.result.size, quiet.count]).toEqual([12, 1])
    await app.kernel.store.tx(async (tx) => announce(app.kernel, village.ids.worker, tx))
    const changed = await look()
    expect(changed.result.size).toBe(12)
    expect(changed.count).toBeGreaterThan(1)
    await app.clock.advance(31_000)
    expect((await look()).count).toBeGreaterThan(12)
    identity.close()
  })
})
