import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { End, ErrorBody } from '@liren/contract'
import { Redis } from 'ioredis'
import * as migrations from '../migrations/index.ts'
import { createHouse, type House } from '../src/app.ts'
import { readConfig } from '../src/kernel/config.ts'
import { dice } from '../src/kernel/crypto/testing.ts'
import { listen } from '../src/kernel/http/server.ts'
import { accountById } from '../src/kernel/identity/accounts.ts'
import { openSession } from '../src/kernel/identity/sessions.ts'
import type { Kernel } from '../src/kernel/kernel.ts'
import { openKernel } from '../src/kernel/open-kernel.ts'
import { photo } from '../src/kernel/upload/testing.ts'
import { type ManualClock, manualClock } from './manual-clock.ts'
import type { OpenTestStore } from './stores.ts'

export interface Answer<T = unknown> {
  readonly status: number
  readonly headers: Headers
  readonly body: T
  readonly text: string
  readonly error: ErrorBody['error'] | undefined
}

export interface Ask {
  readonly token?: string | undefined
  readonly body?: unknown
  readonly key?: string
  readonly headers?: Record<string, string>
}

export interface TestApp {
  readonly kernel: Kernel
  readonly house: House
  readonly clock: ManualClock
  readonly origin: string
  readonly dataFolder: string
  call<T = unknown>(method: string, path: string, ask?: Ask): Promise<Answer<T>>
  /** A signed-in session of this person at this end, without going through a sign-in form. */
  tokenOf(userId: string, end: End): Promise<string>
  /** Uploads a small picture as this person; returns its id. */
  photo(token: string): Promise<string>
  /** Does all background work there is to do now. */
  work(): Promise<void>
  close(): Promise<void>
}

interface TestAppOptions {
  readonly settings?: Record<string, string>
  readonly start?: number
  /** Opens the live channel as well; it wakes every virtual second, which makes long moves of the clock slow. */
  readonly live?: boolean
}

/** A database of Redis for this worker alone, empty: traffic limits by address would meet those of other tests. */
async function ownRedis(server: string): Promise<string> {
  const url = new URL(server)
  url.pathname = `/${Number(process.env.VITEST_POOL_ID ?? 0) % 16}`
  const redis = new Redis(url.href)
  await redis.flushdb()
  redis.disconnect()
  return url.href
}

/** The whole house on a database of its own, listening on loopback, with a clock that the test moves. */
export async function startTestApp(open: OpenTestStore, options: TestAppOptions = {}): Promise<TestApp> {
  const { url } = await open.database({ migrations: migrations as never })
  const dataFolder = mkdtempSync(join(tmpdir(), 'liren-app-'))
  const clock = manualClock(options.start)
  const config = readConfig(
    {
      LIREN_DATA: dataFolder,
      LIREN_DB_URL: url,
      LIREN_LOG_LEVEL: process.env.LIREN_TEST_LOG ?? 'silent',
      LIREN_PASSWORD_ROUNDS: '1000',
      LIREN_DB_ALLOW_WEAK: 'on',
      ...(open.kind === 'mysql' && process.env.LIREN_TEST_REDIS_URL
        ? { LIREN_REDIS_URL: await ownRedis(process.env.LIREN_TEST_REDIS_URL) }
        : {}),
      ...options.settings,
    },
    'test',
  )
  const opened = await openKernel(config, migrations as never, { clock, random: dice() })
  const house = createHouse(opened.kernel)
  const listening = await listen(house.app, '127.0.0.1', 0, (server) => {
    if (options.live) house.live.attach(server)
  })
  const origin = `http://127.0.0.1:${listening.port}`
  let keys = 0

  return {
    kernel: opened.kernel,
    house,
    clock,
    origin,
    dataFolder,
    async call<T>(method: string, path: string, ask: Ask = {}): Promise<Answer<T>> {
      const headers: Record<string, string> = { ...ask.headers }
      if (ask.token) headers.authorization = `Bearer ${ask.token}`
      if (method === 'POST') headers['idempotency-key'] ??= ask.key ?? `test-key-${String(++keys).padStart(12, '0')}`
      const init: RequestInit = { method, headers, redirect: 'manual' }
      if (ask.body !== undefined) {
        headers['content-type'] ??= 'application/json'
        init.body = typeof ask.body === 'string' ? ask.body : JSON.stringify(ask.body)
      }
      const response = await fetch(origin + path, init)
      const text = await response.text()
      const isJson = response.headers.get('content-type')?.includes('json') === true
      const body = (isJson && text !== '' ? JSON.parse(text) : undefined) as T
      return { status: response.status, headers: response.headers, body, text, error: (body as Partial<ErrorBody> | undefined)?.error }
    },
    async tokenOf(userId, end) {
      const user = await accountById(opened.kernel, userId)
      if (!user) throw new Error(`${userId} is nobody`)
      const { token } = await opened.kernel.store.tx((tx) =>
        openSession(opened.kernel, user, { client: 'bearer', device: 'test', ip: '127.0.0.1', method: 'demo', end }, tx),
      )
      return token
    },
    async photo(token) {
      const form = new FormData()
      form.append('file', new Blob([new Uint8Array(await photo(64, 48))], { type: 'image/jpeg' }), 'photo.jpg')
      const headers = { authorization: `Bearer ${token}`, 'idempotency-key': `test-photo-${String(++keys).padStart(10, '0')}` }
      const response = await fetch(`${origin}/api/files`, { method: 'POST', headers, body: form })
      if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`)
      return ((await response.json()) as { id: string }).id
    },
    async work() {
      for (let round = 0; round < 50; round++) if ((await house.worker.round()) === 0) return
      throw new Error('background work does not come to an end')
    },
    async close() {
      await house.live.close()
      await listening.close(500)
      await opened.close()
      rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}
