import { expect, it } from 'vitest'
import { type Server, serversOf, writable } from './servers.ts'

const both = serversOf(new URL('mysql://liren@db1:3306/liren?standby=db2:3307'))
const at = (port: number) => both.find((server) => server.port === port) as Server

it('an address names one server, or one and its standby', () => {
  expect(serversOf(new URL('mysql://liren@db1/liren'))).toEqual([{ host: 'db1', port: 3306 }])
  expect(both).toEqual([
    { host: 'db1', port: 3306 },
    { host: 'db2', port: 3307 },
  ])
  expect(() => serversOf(new URL('mysql://liren@db1/liren?standby=a:b:c'))).toThrow('standby=host:port')
})

it('the one that takes writes is found, and asked first from then on; of two that take none, none is taken', async () => {
  const asked: number[] = []
  const open = new Set([3306])
  const find = writable(both, async ({ port }) => {
    asked.push(port)
    if (port === 3306 && open.size === 0) throw new Error('gone')
    return open.has(port)
  })
  expect(await find()).toEqual(at(3306))
  open.clear()
  await expect(find()).rejects.toMatchObject({ code: 'unreachable' })
  open.add(3307)
  expect(await find()).toEqual(at(3307))
  asked.length = 0
  open.add(3306)
  expect(await find()).toEqual(at(3307))
  expect(asked).toEqual([3307])
})
