import { connect } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { describeStores } from '../../../test/stores.ts'
import { until } from '../ports/testing.ts'
import type { Store } from '../store/store.ts'
import type { Listener } from './hub.ts'
import { prune } from './log.ts'
import { pollEvents } from './poll.ts'
import { grant, type LiveHarness, liveHarness, person } from './testing.ts'

const estate = '/jl/yx/wt/fl/'
const neighbour = '/jl/yx/wt/fx/'

describeStores('the live channel', (openStore) => {
  let store: Store
  let live: LiveHarness
  beforeEach(async () => {
    store = await openStore()
    live = await liveHarness(store)
    live.people.set('lin', person('lin'))
    live.people.set('zhao', person('zhao', [grant('repair.read', estate)]))
    live.people.set('qian', person('qian', [grant('repair.read', neighbour)]))
  })
  afterEach(() => live.stop())

  const refusal = async (options: Parameters<LiveHarness['open']>[0]) => {
    const client = live.open(options)
    await until(() => client.closed !== undefined)
    return client.closed?.code
  }
  const names = (client: { heard: { name: string }[] }) => client.heard.map(({ name }) => name)

  it('refuses a token that is not known, whichever way it comes', async () => {
    expect(await refusal({ as: 'stranger' })).toBe(401)
    expect(await refusal({ headers: { authorization: 'Bearer test-token-of-stranger' } })).toBe(401)
    const talker = live.open()
    talker.socket.on('open', () => talker.socket.send('{"token":"test-token-of-stranger"}'))
    await until(() => talker.closed !== undefined)
    expect(talker.closed?.code).toBe(4401)
  })

  it('takes no token from the address', async () => {
    const { WebSocket } = await import('ws')
    const socket = new WebSocket(`ws://127.0.0.1:${live.port}/api/live?token=test-token-of-zhao&authorization=Bearer%20test-token-of-zhao`)
    const heard: string[] = []
    socket.on('message', (data) => heard.push(String(data)))
    await new Promise((resolve) => socket.on('open', resolve))
    await live.happen('repair.created', { userIds: ['zhao'] })
    socket.send('not a token')
    const code = await new Promise((resolve) => socket.on('close', resolve))
    expect([code, heard]).toEqual([4401, []])
  })

  it('refuses a cookie that a foreign page brings', async () => {
    const cookie = 'liren_session=test-token-of-zhao'
    expect(await refusal({ headers: { cookie, origin: 'https://evil.example' } })).toBe(403)
    expect(await refusal({ headers: { cookie } })).toBe(403)
    const own = await live.open({ headers: { cookie, origin: `http://127.0.0.1:${live.port}` } }).ready()
    expect(own.control[0]?.name).toBe('live.ready')
  })

  it('answers no upgrade at another path', async () => {
    const { WebSocket } = await import('ws')
    const socket = new WebSocket(`ws://127.0.0.1:${live.port}/api/other`)
    const status = await new Promise((resolve) => {
      socket.on('unexpected-response', (_, response) => resolve(response.statusCode))
      socket.on('error', () => {})
    })
    expect(status).toBe(404)
  })

  it('closes on those who never say who they are, and lets one address wait with only so many', async () => {
    const silent = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const client = live.open()
        await new Promise((resolve) => client.socket.on('open', resolve))
        return client
      }),
    )
    expect(await refusal({})).toBe(429)
    for (const client of silent) client.socket.terminate()
  })

  it('tells people what is meant for them and nobody else', async () => {
    // The control: one whose rights reach everywhere does hear what the others must not.
    live.people.set('chief', person('chief', [grant('repair.read', '/jl/'), grant('bill.read', '/jl/')]))
    const [lin, zhao, qian, chief] = await Promise.all(['lin', 'zhao', 'qian', 'chief'].map((as) => live.open({ as }).ready()))
    await live.happen('repair.created', { userIds: ['lin'], placePath: `${estate}03/1/1201/`, permission: 'repair.read' })
    await live.happen('repair.secret', { placePath: `${neighbour}01/`, permission: 'repair.read' })
    await live.happen('bill.created', { placePath: estate, permission: 'bill.read' })
    await live.happen('nobody.hears', {})
    await live.happen('nobody.either', { placePath: estate })
    await live.happen('everybody.ends', { userIds: ['lin', 'zhao', 'qian', 'chief'] })
    for (const client of [lin, zhao, qian, chief]) await until(() => names(client as never).includes('everybody.ends'))
    expect(names(lin as never)).toEqual(['repair.created', 'everybody.ends'])
    expect(names(zhao as never)).toEqual(['repair.created', 'everybody.ends'])
    expect(names(qian as never)).toEqual(['repair.secret', 'everybody.ends'])
    expect(names(chief as never)).toEqual(['repair.created', 'repair.secret', 'bill.created', 'everybody.ends'])
  })

  it('does not take a place whose path only begins alike for a part of the place', async () => {
    live.people.set('sun', person('sun', [grant('repair.read', '/jl/yx/wt/f/'), grant('repair.read', estate, 'own')]))
    const sun = await live.open({ as: 'sun' }).ready()
    await live.happen('repair.created', { placePath: estate, permission: 'repair.read' })
    await live.happen('the.end', { userIds: ['sun'] })
    await until(() => sun.heard.length > 0)
    expect(names(sun)).toEqual(['the.end'])
  })

  it('carries nothing but name, subject and time', async () => {
    const { socket, ready } = live.open({ as: 'lin' })
    await ready()
    const message = new Promise<string>((resolve) => socket.on('message', (data) => resolve(String(data))))
    await live.happen('repair.created', { userIds: ['lin'], placePath: estate })
    expect(Object.keys(JSON.parse(await message)).sort()).toEqual(['at', 'name', 'seq', 'subject', 'subjectId'])
  })

  it('resumes after a break without a gap and without a double, however the break falls', async () => {
    const heard: number[] = []
    const sent: number[] = []
    let after = 0
    for (let round = 0; round < 12; round++) {
      const client = await live.open({ as: 'lin', after }).ready()
      if (after === 0) after = client.control[0]?.seq ?? 0
      for (let i = 0; i < 7; i++) sent.push(await live.happen('repair.moved', { userIds: [i % 2 ? 'lin' : 'qian', 'lin'] }))
      // Cut at a different moment each round: before, amid and after what is on its way.
      await until(() => client.heard.length >= round % 8)
      client.socket.terminate()
      await until(() => client.closed !== undefined)
      heard.push(...client.heard.map(({ seq }) => seq))
      after = heard.at(-1) ?? after
    }
    const last = await live.open({ as: 'lin', after }).ready()
    await until(() => heard.length + last.heard.length >= sent.length)
    heard.push(...last.heard.map(({ seq }) => seq))
    expect(heard).toEqual(sent)
  })

  it('brings a newcomer who missed thousands in step while more keeps coming', async () => {
    for (let i = 0; i < 1200; i++) await live.happen('repair.moved', { userIds: [i % 3 ? 'qian' : 'lin'] })
    const client = live.open({ as: 'lin', after: 1 })
    for (let i = 0; i < 50; i++) await live.happen('repair.moved', { userIds: ['lin'] })
    await until(() => client.heard.length >= 399 + 50)
    const seqs = client.heard.map(({ seq }) => seq)
    expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b))
    expect(seqs).toHaveLength(399 + 50)
  })

  it('says so when what was missed is no longer kept, and when the number is from another life', async () => {
    for (let i = 0; i < 5; i++) await live.happen('repair.moved', { userIds: ['lin'] })
    expect(await prune(store, live.clock.now() + 1)).toBe(4)
    expect((await live.open({ as: 'lin', after: 1 }).ready()).control[0]).toMatchObject({ name: 'live.reset', seq: 5 })
    expect((await live.open({ as: 'lin', after: 99 }).ready()).control[0]).toMatchObject({ name: 'live.reset', seq: 5 })
    expect((await live.open({ as: 'lin', after: 4 }).ready()).control[0]).toMatchObject({ name: 'live.ready', seq: 4 })
    expect(await live.happen('repair.moved', {})).toBe(6)
  })

  it('hears of an event by looking itself when the bus lost the message', async () => {
    const client = await live.open({ as: 'lin' }).ready()
    await store.tx(async (tx) => {
      await store.run(
        `INSERT INTO live_events (seq, event_id, name, subject, subject_id, user_ids, at) VALUES (1, ?, 'repair.quiet', 'repair', 'r', '["lin"]', ?)`,
        ['0'.repeat(26), live.clock.now()],
        tx,
      )
    })
    await live.clock.advance(1100)
    await until(() => client.heard.length === 1)
  })

  it('cuts a session that ended within five seconds, and tells it nothing more meanwhile', async () => {
    const [lin, zhao] = await Promise.all([live.open({ as: 'lin' }).ready(), live.open({ as: 'zhao' }).ready()])
    live.people.delete('zhao')
    await live.clock.advance(4900)
    await until(() => zhao.closed !== undefined)
    expect(zhao.closed?.code).toBe(4401)
    await live.happen('repair.created', { userIds: ['lin'], placePath: estate, permission: 'repair.read' })
    await until(() => lin.heard.length === 1)
    expect(zhao.heard).toEqual([])
  })

  it('follows a change of rights', async () => {
    const zhao = await live.open({ as: 'zhao' }).ready()
    live.people.set('zhao', person('zhao', [grant('repair.read', neighbour)]))
    await live.clock.advance(4000)
    await live.happen('repair.old-place', { placePath: estate, permission: 'repair.read' })
    await live.happen('repair.new-place', { placePath: neighbour, permission: 'repair.read' })
    await until(() => zhao.heard.length > 0)
    expect(names(zhao)).toEqual(['repair.new-place'])
  })

  it('says how far it has come to those for whom nothing was', async () => {
    const lin = await live.open({ as: 'lin' }).ready()
    const seq = await live.happen('repair.moved', { userIds: ['qian'] })
    await live.hub.pull()
    await live.clock.advance(15_100)
    await until(() => lin.control.some((event) => event.name === 'live.at' && event.seq === seq))
  })

  it('ends a connection that no longer answers', async () => {
    const socket = connect(live.port, '127.0.0.1')
    let ended = false
    socket.on('close', () => {
      ended = true
    })
    socket.on('error', () => {})
    socket.write(
      `GET /api/live HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\n` +
        `sec-websocket-key: ${Buffer.alloc(16).toString('base64')}\r\nauthorization: Bearer test-token-of-lin\r\n\r\n`,
    )
    await until(() => live.hub.size === 1)
    socket.resume()
    await live.clock.advance(15_100)
    await live.clock.advance(15_100)
    await until(() => ended)
    expect(live.hub.size).toBe(0)
  })

  it('lets a listener go that cannot keep up, without holding up the others, and resumes it later', async () => {
    const lin = await live.open({ as: 'lin' }).ready()
    const told: string[] = []
    let cut = ''
    const slow: Listener = {
      principal: person('zhao'),
      send: (text) => told.push(text) < 4,
      drained: async () => true,
      cut: (reason) => {
        cut = reason
      },
    }
    await live.hub.join(slow, 0)
    for (let i = 0; i < 8; i++) await live.happen('repair.moved', { userIds: ['lin', 'zhao'] })
    await until(() => lin.heard.length === 8)
    expect([cut, told.length, live.hub.size]).toEqual(['slow', 4, 1])
    // The fourth message was refused, so the last one heard is the second event.
    const back = await live.open({ as: 'zhao', after: 2 }).ready()
    await until(() => back.heard.length === 6)
    expect(back.heard.map(({ seq }) => seq)).toEqual([3, 4, 5, 6, 7, 8])
  })

  it('lets one person have only so many connections', async () => {
    for (let i = 0; i < 12; i++) await live.open({ as: 'lin' }).ready()
    expect(await refusal({ as: 'lin' })).toBe(429)
    expect((await live.open({ as: 'zhao' }).ready()).closed).toBeUndefined()
  })

  it('sends everybody away to come back when it stops', async () => {
    const lin = await live.open({ as: 'lin' }).ready()
    await live.hub.stop()
    await until(() => lin.closed !== undefined)
    expect(lin.closed?.code).toBe(1012)
  })

  it('takes the token as the first message of those who can say it no other way', async () => {
    const client = live.open()
    client.socket.on('open', () => client.socket.send('{"token":"test-token-of-zhao"}'))
    await client.ready()
    await live.happen('repair.created', { placePath: estate, permission: 'repair.read' })
    await until(() => client.heard.length === 1)
  })

  it('by polling tells the same, filtered the same, and always says how far it has looked', async () => {
    const poll = (who: string, after: number) => pollEvents(store, live.people.get(who) as never, after, live.clock.now())
    const brief = (events: { name: string; seq: number }[]) => events.map(({ name, seq }) => `${name} ${seq}`)
    expect(brief(await poll('lin', 0))).toEqual(['live.ready 0'])
    await live.happen('repair.one', { userIds: ['lin'] })
    await live.happen('repair.two', { placePath: estate, permission: 'repair.read' })
    expect(brief(await poll('lin', 0))).toEqual(['live.ready 2'])
    await live.happen('repair.three', { userIds: ['lin'] })
    await live.happen('repair.four', { userIds: ['qian'] })
    expect(brief(await poll('lin', 2))).toEqual(['repair.three 3', 'live.at 4'])
    expect(brief(await poll('zhao', 1))).toEqual(['repair.two 2', 'live.at 4'])
    expect(brief(await poll('zhao', 4))).toEqual([])
    expect(brief(await poll('zhao', 9))).toEqual(['live.reset 4'])
  })
})
