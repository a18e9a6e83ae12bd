import { describe, expect, test } from 'vitest'
import { fakeClock } from '../test/fakes.ts'
import { createLive, type LiveEvent, type SocketListener } from './live.ts'

const event = (seq: number): LiveEvent => ({ seq, name: 'repair.moved', subject: 'repair', subjectId: 'r1', at: '2026-07-03T06:05:00Z' })

function setup(options: { sockets?: boolean; wanted?: boolean } = {}) {
  const clock = fakeClock()
  const opened: { after: number; listener: SocketListener; closed: boolean }[] = []
  const polled: number[] = []
  let toPoll: LiveEvent[] = []
  let pollFails = false
  const live = createLive({
    clock,
    open(after, listener) {
      const one = { after, listener, closed: false }
      opened.push(one)
      if (options.sockets === false) queueMicrotask(() => listener.onClose())
      return {
        send: () => undefined,
        close() {
          one.closed = true
        },
      }
    },
    poll: async (after) => {
      polled.push(after)
      if (pollFails) throw new Error('offline')
      return toPoll.filter((one) => one.seq > after)
    },
    wanted: () => options.wanted ?? true,
  })
  const heard: number[] = []
  live.listen((one) => heard.push(one.seq))
  return {
    live,
    clock,
    opened,
    polled,
    heard,
    give(events: LiveEvent[]) {
      toPoll = events
    },
    failPolls() {
      pollFails = true
    },
    last: () => opened[opened.length - 1]?.listener as SocketListener,
  }
}

describe('the live channel', () => {
  test('opens nothing while nobody is signed in or looks', async () => {
    const { live, clock, opened, polled } = setup({ wanted: false })
    live.restart()
    await clock.pass(120_000)
    expect([opened.length, polled.length]).toEqual([0, 0])
    expect(live.status.get()).toBe('off')
  })

  test('a broken socket resumes after the last event and tells no event twice', async () => {
    const { live, clock, opened, heard, last } = setup()
    live.restart()
    await clock.pass(0)
    last().onOpen()
    last().onMessage(JSON.stringify(event(4)))
    last().onMessage(JSON.stringify(event(5)))
    last().onClose()
    await clock.pass(5_000)
    expect(opened.map((one) => one.after)).toEqual([0, 5])
    last().onOpen()
    last().onMessage(JSON.stringify(event(5)))
    last().onMessage(JSON.stringify(event(6)))
    expect(heard).toEqual([4, 5, 6])
    expect(live.status.get()).toBe('live')
  })

  test('a socket that says nothing for long is taken for dead and opened again', async () => {
    const { live, clock, opened, last } = setup()
    live.restart()
    await clock.pass(0)
    last().onOpen()
    await clock.pass(60_000)
    expect(opened.length).toBeGreaterThan(1)
    expect(opened[0]?.closed).toBe(true)
  })

  test('where sockets do not pass it asks every ten seconds, and still tries the socket', async () => {
    const { live, clock, polled, heard, give, opened } = setup({ sockets: false })
    give([event(1), event(2)])
    live.restart()
    await clock.pass(60_000)
    expect(heard).toEqual([1, 2])
    expect(live.status.get()).toBe('polling')
    expect(polled[polled.length - 1]).toBe(2)
    expect(opened.length).toBeGreaterThan(2)
  })

  test('after the channel lost what came before, its listeners are told and numbers start where it says', async () => {
    const { live, clock, heard, last, opened } = setup()
    const names: string[] = []
    live.listen((one) => names.push(one.name))
    live.restart()
    await clock.pass(0)
    last().onOpen()
    last().onMessage(JSON.stringify({ ...event(90), name: 'live.ready' }))
    last().onMessage(JSON.stringify(event(91)))
    last().onMessage(JSON.stringify({ ...event(7), name: 'live.reset' }))
    last().onMessage(JSON.stringify({ ...event(9), name: 'live.at' }))
    last().onMessage(JSON.stringify(event(8)))
    expect(heard).toEqual([91, 7])
    expect(names).toEqual(['repair.moved', 'live.reset'])
    last().onClose()
    await clock.pass(5_000)
    expect(opened[1]?.after).toBe(9)
  })

  test('nothing gets through: the status says so', async () => {
    const { live, clock, failPolls } = setup({ sockets: false })
    failPolls()
    live.restart()
    await clock.pass(30_000)
    expect(live.status.get()).toBe('away')
  })

  test('stopping closes the socket and opens no other', async () => {
    const { live, clock, opened } = setup()
    live.restart()
    await clock.pass(0)
    live.stop()
    await clock.pass(120_000)
    expect(opened).toHaveLength(1)
    expect(opened[0]?.closed).toBe(true)
  })

  test('something that is no event is passed over', async () => {
    const { live, clock, heard, last } = setup()
    live.restart()
    await clock.pass(0)
    last().onOpen()
    for (const text of ['', 'ping', '{"seq":"1"}', '[]']) last().onMessage(text)
    expect(heard).toEqual([])
  })
})
