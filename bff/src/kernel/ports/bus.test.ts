import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { memoryBus } from './memory/bus.ts'
import type { Bus } from './ports.ts'
import { redisBus } from './redis/bus.ts'
import { redisHarness, redisUrl, silent, testIds, until } from './testing.ts'

/** What every bus must do, whatever it is made of; `there` may be another process. */
function behavesAsBus(name: string, open: () => Promise<{ here: Bus; there: Bus }>) {
  describe(`bus: ${name}`, () => {
    let here: Bus
    let there: Bus
    beforeEach(async () => {
      ;({ here, there } = await open())
    })

    it('tells every listener of the channel, here and there, once and in order', async () => {
      const heardHere: string[] = []
      const heardThere: string[] = []
      here.subscribe('live', (message) => heardHere.push(message))
      there.subscribe('live', (message) => heardThere.push(message))
      await ready(here, there)
      for (const message of ['1', '2', '第三']) await here.publish('live', message)
      await until(() => heardThere.length >= 3 && heardHere.length >= 3)
      expect(heardHere).toEqual(['1', '2', '第三'])
      expect(heardThere).toEqual(['1', '2', '第三'])
    })

    it('tells nothing of another channel', async () => {
      const heard: string[] = []
      there.subscribe('session', (message) => heard.push(message))
      await ready(here, there)
      await here.publish('live', 'not for you')
      await here.publish('session', 'for you')
      await until(() => heard.length > 0)
      expect(heard).toEqual(['for you'])
    })

    it('stops telling who left, and only them', async () => {
      const left: string[] = []
      const stayed: string[] = []
      const leave = there.subscribe('live', (message) => left.push(message))
      there.subscribe('live', (message) => stayed.push(message))
      await ready(here, there)
      leave()
      leave()
      await here.publish('live', 'after')
      await until(() => stayed.length > 0)
      expect(left).toEqual([])
    })

    it('goes on when a listener throws', async () => {
      const heard: string[] = []
      there.subscribe('live', () => {
        throw new Error('broken listener')
      })
      there.subscribe('live', (message) => heard.push(message))
      await ready(here, there)
      await here.publish('live', 'still heard')
      await until(() => heard.length > 0)
    })
  })
}

/** Subscribing to a server takes a moment; a bus promises nothing about messages before that. */
async function ready(here: Bus, there: Bus): Promise<void> {
  let heard = false
  const leave = there.subscribe('ready', () => {
    heard = true
  })
  while (!heard) {
    await here.publish('ready', '?')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  leave()
}

behavesAsBus('in process', async () => {
  const bus = memoryBus(silent)
  return { here: bus, there: bus }
})

it('a closed bus tells nobody anything', async () => {
  const bus = memoryBus(silent)
  const heard: string[] = []
  bus.subscribe('live', (message) => heard.push(message))
  await bus.publish('live', 'on its way')
  await bus.close()
  await new Promise(setImmediate)
  expect(heard).toEqual([])
})

describe.runIf(redisUrl)('bus: redis', () => {
  const harness = redisHarness()
  beforeAll(harness.start)
  afterAll(harness.stop)
  const open = async (prefix: string, database?: number) =>
    redisBus(harness.guard(), await harness.open(database), testIds, memoryBus(silent), prefix)

  behavesAsBus('shared', async () => {
    const prefix = harness.prefix()
    return { here: await open(prefix), there: await open(prefix) }
  })

  it('tells nothing to a house that has another database of the same Redis', async () => {
    const prefix = harness.prefix()
    const [here, there] = [await open(prefix), await open(prefix)]
    const [elsewhere, besideIt] = [await open(prefix, 1), await open(prefix, 1)]
    const heard = { there: [] as string[], besideIt: [] as string[] }
    there.subscribe('live', (message) => heard.there.push(message))
    besideIt.subscribe('live', (message) => heard.besideIt.push(message))
    await ready(here, there)
    await ready(elsewhere, besideIt)
    await here.publish('live', 'of this house')
    await elsewhere.publish('live', 'of the other')
    await until(() => heard.there.length > 0 && heard.besideIt.length > 0)
    expect(heard).toEqual({ there: ['of this house'], besideIt: ['of the other'] })
  })

  it('keeps telling its own process while Redis is away, and the others once it is back', async () => {
    const prefix = harness.prefix()
    const [here, there] = [await open(prefix), await open(prefix)]
    const heardHere: string[] = []
    const heardThere: string[] = []
    here.subscribe('live', (message) => heardHere.push(message))
    there.subscribe('live', (message) => heardThere.push(message))
    await harness.away(async () => {
      await here.publish('live', 'alone')
      await until(() => heardHere.length === 1)
    })
    await until(async () => {
      await here.publish('live', 'together')
      return heardThere.length > 0
    })
    expect(new Set(heardThere)).toEqual(new Set(['together']))
  })
})
