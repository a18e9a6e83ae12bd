import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:https'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createHouse } from '@liren/bff/app'
import { gapMs } from '@liren/bff/capabilities/availability/beat'
import { reportOf } from '@liren/bff/capabilities/availability/report'
import { readConfig } from '@liren/bff/kernel/config'
import { forEver, insertAccount } from '@liren/bff/kernel/identity/accounts'
import { openSession } from '@liren/bff/kernel/identity/sessions'
import { openKernel } from '@liren/bff/kernel/open-kernel'
import * as migrations from '@liren/bff/migrations'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { outside } from './engines.ts'
import { writeNginx } from './nginx.ts'
import { createDatabase } from './server.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const { LIREN_TEST_DB_URL: server = '', LIREN_TEST_REDIS_URL: redis = '', LIREN_TEST_NGINX: nginx = '' } = process.env

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })

describe('two servers and a worker behind the proxy, on MariaDB and Redis', () => {
  const folder = mkdtempSync(join(tmpdir(), 'liren-rolling-'))
  const processes = new Map<number, ChildProcess>()
  let env: Record<string, string>
  let ports: { one: number; two: number; worker: number; plain: number; tls: number }
  let proxy: ChildProcess
  let token: string
  let userId: string

  const ready = async (port: number): Promise<void> => {
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined)
      if (answer?.ok) return
      if (processes.get(port)?.exitCode !== null) throw new Error(`the server on ${port} ended`)
      await wait(50)
    }
  }
  const open = async (port: number, worker: string): Promise<void> => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'bff/src/main.ts'], {
      cwd: root,
      env: { ...outside, ...env, LIREN_PORT: String(port), LIREN_WORKER: worker },
      stdio: 'ignore',
    })
    processes.set(port, child)
    await ready(port)
  }
  const close = async (port: number): Promise<void> => {
    const child = processes.get(port) as ChildProcess
    const ended = new Promise((resolve) => child.once('close', resolve))
    child.kill('SIGTERM')
    await ended
  }
  /** As a browser would, over TLS and through the proxy. */
  const ask = (method: string, path: string, body?: unknown): Promise<{ status: number; text: string }> =>
    new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
      const sent = request(
        { host: '127.0.0.1', port: ports.tls, method, path, headers, rejectUnauthorized: false, agent: false },
        (answer) => {
          let text = ''
          answer.setEncoding('utf8').on('data', (part: string) => {
            text += part
          })
          answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }))
        },
      )
      sent.once('error', reject)
      sent.end(body === undefined ? undefined : JSON.stringify(body))
    })

  beforeAll(async () => {
    const db = new URL(server)
    db.pathname = `/liren_rolling_${process.pid}`
    await createDatabase(db.toString())
    env = {
      LIREN_DB_URL: db.toString(),
      LIREN_REDIS_URL: `${redis}/9`,
      LIREN_DATA: folder,
      LIREN_KEY: randomBytes(32).toString('hex'),
      LIREN_DEMO: 'off',
      LIREN_TRUST_PROXY: 'on',
      LIREN_LOG_LEVEL: 'silent',
    }
    const opened = await openKernel(readConfig(env), migrations)
    const { kernel } = opened
    createHouse(kernel)
    userId = kernel.ids.next()
    token = await kernel.store.tx(async (tx) => {
      const person = { id: userId, name: '周知远', phone: '10000007001', class: 'resident' as const, placeId: null, placePath: '/' }
      const account = await insertAccount(kernel, { ...person, validFrom: 0, validUntil: forEver, idleMinutes: 600, maxFailures: 5 }, tx)
      return (await openSession(kernel, account, { client: 'bearer', device: 'test', ip: '127.0.0.1', method: 'sms', end: 'resident' }, tx))
        .token
    })
    await opened.close()
    ports = { one: await freePort(), two: await freePort(), worker: await freePort(), plain: await freePort(), tls: await freePort() }
    await open(ports.one, 'separate')
    await Promise.all([open(ports.two, 'separate'), open(ports.worker, 'only')])
    const file = writeNginx(folder, { plain: ports.plain, tls: ports.tls, servers: [ports.one, ports.two] })
    proxy = spawn(nginx, ['-c', file, '-p', folder], { stdio: 'ignore' })
    for (;;) {
      const answer = await ask('GET', '/healthz').catch(() => undefined)
      if (answer?.status === 200) break
      await wait(50)
    }
  }, 180_000)
  afterAll(async () => {
    proxy?.kill('SIGTERM')
    for (const [port, child] of processes) if (child.exitCode === null) await close(port)
    rmSync(folder, { recursive: true, force: true })
  }, 60_000)

  test('a process that only works in the background answers probes and nothing else', async () => {
    const status = async (path: string) => (await fetch(`http://127.0.0.1:${ports.worker}${path}`)).status
    expect(await status('/readyz')).toBe(200)
    expect(await status('/api/repairs/categories')).toBe(404)
    expect(await status('/api/openapi.json')).toBe(404)
  })

  test('the proxy keeps figures to itself, sends plain requests to TLS, and refuses what is older than TLS 1.2', async () => {
    expect((await ask('GET', '/metrics')).status).toBe(404)
    const plain = await fetch(`http://127.0.0.1:${ports.plain}/m/`, { redirect: 'manual' })
    expect([plain.status, plain.headers.get('location')?.slice(0, 8)]).toEqual([308, 'https://'])
    const old = new Promise((resolve, reject) => {
      const options = {
        host: '127.0.0.1',
        port: ports.tls,
        path: '/healthz',
        rejectUnauthorized: false,
        maxVersion: 'TLSv1.1',
        minVersion: 'TLSv1',
        agent: false,
      } as const
      request({ ...options, ciphers: 'DEFAULT@SECLEVEL=0' }, resolve)
        .once('error', reject)
        .end()
    })
    await expect(old).rejects.toThrow()
  })

  test('[CSPSTC-4.8-1] [GB42455-6.3.4-d] servers are exchanged one after the other under load: no request fails, nobody is signed out', async () => {
    // Within what one person may ask: a quick machine would be told to slow down.
    const [readEvery, writeEvery] = [200, 400]
    let loading = true
    const answers: string[] = []
    let written = 0
    const reader = async (path: string): Promise<void> => {
      while (loading) {
        answers.push(`GET ${path} ${(await ask('GET', path).catch((error: Error) => ({ status: error.message }))).status}`)
        await wait(readEvery)
      }
    }
    const writer = async (): Promise<void> => {
      while (loading) {
        const { status } = await ask('PUT', '/api/messages/preferences/case', { grantedWechat: 1 }).catch((error: Error) => ({
          status: error.message,
        }))
        answers.push(`PUT ${status}`)
        if (status === 200) written += 1
        await wait(writeEvery)
      }
    }
    const load = [reader('/api/session'), reader('/api/home'), reader('/api/messages'), writer()]
    for (const port of [ports.one, ports.two]) {
      await close(port)
      expect((await ask('GET', '/api/session')).status).toBe(200)
      await open(port, 'separate')
      // As long as the proxy leaves a server alone that has refused.
      await wait(5500)
    }
    loading = false
    await Promise.all(load)
    expect(new Set(answers)).toEqual(new Set(['GET /api/session 200', 'GET /api/home 200', 'GET /api/messages 200', 'PUT 200']))
    expect(answers.length).toBeGreaterThan(100)
    // Each write had its effect exactly once.
    const preferences = JSON.parse((await ask('GET', '/api/messages/preferences')).text) as {
      items: { group: string; wechatQuota: number }[]
    }
    expect(preferences.items.find(({ group }) => group === 'case')?.wechatQuota).toBe(written)
  }, 180_000)

  test('[DB3205-6.2-2] a server killed under load is no outage of the availability report, which flags a year below 99.9 %: people stay signed in, acknowledged writes are there', async () => {
    const opened = await openKernel(readConfig(env), migrations)
    const { kernel } = opened
    try {
      const quota = async () => {
        const { items } = JSON.parse((await ask('GET', '/api/messages/preferences')).text) as {
          items: { group: string; wechatQuota: number }[]
        }
        return items.find(({ group }) => group === 'case')?.wechatQuota ?? 0
      }
      const before = await quota()
      let loading = true
      let acknowledged = 0
      let lastGood = Date.now()
      let longestMs = 0
      const statuses = new Set<number>()
      const good = () => {
        longestMs = Math.max(longestMs, Date.now() - lastGood)
        lastGood = Date.now()
      }
      const client = async (method: string, path: string, body?: unknown): Promise<void> => {
        while (loading) {
          const { status } = await ask(method, path, body).catch(() => ({ status: 0 }))
          statuses.add(status)
          if (status === 200) good()
          if (status === 200 && method === 'PUT') acknowledged += 1
          await wait(300)
        }
      }
      const load = [
        client('GET', '/api/session'),
        client('GET', '/api/home'),
        client('PUT', '/api/messages/preferences/case', { grantedWechat: 1 }),
      ]
      await wait(1000)
      const killed = processes.get(ports.one) as ChildProcess
      const gone = new Promise((resolve) => killed.once('close', resolve))
      killed.kill('SIGKILL')
      await gone
      // as long as the report would take to see an outage
      await wait(gapMs + 5000)
      expect((await ask('GET', '/api/session')).status).toBe(200)
      await open(ports.one, 'separate')
      loading = false
      await Promise.all(load)
      good()
      expect(longestMs).toBeLessThan(gapMs)
      // whoever was answered by the server that died may have to ask again; nobody is sent to sign in
      expect([...statuses].filter((status) => ![0, 200, 502].includes(status))).toEqual([])
      expect(acknowledged).toBeGreaterThan(20)
      // the proxy repeats what got no answer, so more may be there than was acknowledged, never less
      expect((await quota()) - before).toBeGreaterThanOrEqual(acknowledged)

      const { year } = await reportOf(kernel, undefined)
      expect(year).toMatchObject({ uptime: 100, failures: 0, isUptimeLow: false })
      // the same report of a year with nine hours of outage in it
      const since = kernel.clock.now() - 300 * 86_400_000
      await kernel.store.run('UPDATE availability_beats SET since_at = ?', [since])
      const down = { id: kernel.ids.next(), from: kernel.clock.now() - 10 * 3_600_000, to: kernel.clock.now() - 3_600_000 }
      await kernel.store.run("INSERT INTO outages (id, from_at, to_at, cause, failing, version) VALUES (?, ?, ?, 'stopped', '', 1)", [
        down.id,
        down.from,
        down.to,
      ])
      expect((await reportOf(kernel, undefined)).year).toMatchObject({ failures: 1, isUptimeLow: true })
    } finally {
      await kernel.store.run('DELETE FROM outages')
      await opened.close()
    }
  }, 180_000)

  test('[SZSQ-6.5-c] what is changed through one server is what the other shows next', async () => {
    const direct = async (port: number, method: string, body?: unknown) => {
      const answer = await fetch(`http://127.0.0.1:${port}/api/messages/preferences${method === 'PUT' ? '/pass' : ''}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      expect(answer.status).toBe(200)
      return answer.json()
    }
    await Promise.all(Array.from({ length: 40 }, (_, i) => direct(i % 2 ? ports.one : ports.two, 'PUT', { grantedWechat: 1 })))
    for (const port of [ports.one, ports.two]) {
      const { items } = (await direct(port, 'GET')) as { items: { group: string; wechatQuota: number }[] }
      expect(items.find(({ group }) => group === 'pass')?.wechatQuota).toBe(40)
    }
  })
})
