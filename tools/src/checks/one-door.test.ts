import { expect, test } from 'vitest'
import { code, read } from './files.ts'
import { sideDoors } from './one-door.ts'

test('[CSPSTC-7.2-f] every route of every capability is mounted by the shared pipeline, and nothing is mounted beside it', () => {
  const files = code()
  expect(files.filter(({ path }) => /^bff\/src\/capabilities\/\w+\/index\.ts$/.test(path)).length).toBeGreaterThan(15)
  expect(sideDoors(files)).toEqual([])
  // The one place where routes become answers hands each of them to the pipeline, and the pipeline asks in this order.
  const server = read('bff/src/kernel/http/server.ts')
  expect(server).toContain('for (const route of inMountOrder(registry))')
  expect(server.match(/router\[verb\]\([^\n]*/g)).toEqual([
    'router[verb](endpoint.path, (koa) => handle(koa))',
    'router[verb](endpoint.path, readBody, (koa) => handle(koa))',
  ])
  expect(server).toContain('const handle = pipeline(route)')
  const pipeline = read('bff/src/kernel/http/pipeline.ts')
  const order = ['authenticator.authenticate(', 'kernel.limiter.take(', 'authorize(', 'scopeOf(', 'parseParts(', 'writeAudit(']
  const at = order.map((step) => pipeline.indexOf(step))
  expect(at).toEqual([...at].sort((a, b) => a - b))
  expect(at.every((place) => place > 0)).toBe(true)
})

test.each([
  ["import Router from '@koa/router'", 'opens a door of its own'],
  ["import Koa from 'koa'", 'opens a door of its own'],
  ["import { createServer } from 'node:http'", 'opens a door of its own'],
  ["ctx.koa.app.use(() => {})\nrouter.get('/x', () => {})", 'mounts something by itself'],
])('a capability with %s is found', (text, what) => {
  expect(sideDoors([{ path: 'bff/src/capabilities/x/index.ts', text }]).join()).toContain(what)
  expect(sideDoors([{ path: 'bff/src/kernel/http/server.ts', text }])).toEqual([])
})
