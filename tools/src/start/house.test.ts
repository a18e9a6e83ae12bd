import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { childNamed, newFolder, type Run, somePort, startHouse } from './testing.ts'

const ready = 'Liren 已就绪'

describe('the house, started as a person would', () => {
  const folder = newFolder()
  let port: number
  let run: Run

  const start = (): Run => startHouse({ LIREN_DATA: folder, LIREN_PORT: String(port) })
  const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`)
  const post = (path: string, body: unknown) =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })

  beforeAll(async () => {
    port = await somePort()
    run = start()
    await run.until(ready)
  }, 180_000)
  afterAll(async () => {
    run.process.kill('SIGTERM')
    await run.ended
    rmSync(folder, { recursive: true, force: true })
  })

  test('prints the addresses, a code to scan, every persona and how to sign in', () => {
    const text = run.output()
    for (const path of ['/m/', '/admin/', '/api/docs']) expect(text).toContain(`http://127.0.0.1:${port}${path}`)
    for (const name of [
      '居民',
      '长者',
      '维修师傅',
      '保安',
      '网格员',
      '值班员',
      '系统管理员',
      '安全管理员',
      '审计员',
      '物业经理',
      '社区干部',
      '街道领导',
    ])
      expect(text).toContain(name)
    expect(text).toMatch(/[▀▄█]{4}/)
    expect(text).toContain('短信为模拟')
  })

  test('every persona can sign in and finds something to do or to look at', async () => {
    const { items } = (await (await get('/api/session/personas')).json()) as { items: { code: string; end: string }[] }
    expect(items).toHaveLength(13)
    for (const { code, end } of items) {
      const answer = await post('/api/session/demo', { persona: code, end })
      expect([code, answer.status]).toEqual([code, 201])
      const { token, me } = (await answer.json()) as { token: string; me: { permissions: string[]; end: string } }
      expect([code, me.end]).toEqual([code, end])
      expect(me.permissions.length).toBeGreaterThan(0)
      const messages = await fetch(`http://127.0.0.1:${port}/api/messages`, { headers: { authorization: `Bearer ${token}` } })
      expect(messages.status).toBe(200)
    }
  })

  test('the account and password of the list work, a wrong password does not', async () => {
    expect((await post('/api/session', { account: 'manager', password: 'Wutong-2026-demo' })).status).toBe(201)
    expect((await post('/api/session', { account: 'manager', password: 'Wutong-2026-domo' })).status).toBe(401)
  })

  test('a code by text message arrives in the box that is shown to the demonstration', async () => {
    expect((await post('/api/session/sms-codes', { phone: '10000000001' })).status).toBe(202)
    const box = run.output().match(/read the codes at: (http:\S+)/)?.[1] ?? ''
    expect(box).toMatch(/^http:/)
    const { messages } = (await (await fetch(`${box}/demo/messages`)).json()) as { messages: { phone: string; text: string }[] }
    const code = /\d{6}/.exec(messages.find(({ phone }) => phone.endsWith('10000000001'))?.text ?? '')?.[0]
    expect((await post('/api/session/sms', { phone: '10000000001', code })).status).toBe(201)
  })

  test('devices report through the bridge', async () => {
    const { token } = (await (await post('/api/session/demo', { persona: 'duty-officer', end: 'admin' })).json()) as { token: string }
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${port}/api/devices?q=meter-&limit=100`, {
        headers: { authorization: `Bearer ${token}` },
      })
      const { items } = (await answer.json()) as { items: { code: string; presence: string; state: Record<string, unknown> }[] }
      // three of the bridge's own list, and what the simulators play beside them
      const meters = items.filter((item) => item.code.startsWith('meter-') && item.presence === 'online' && item.state['meter.read'])
      if (meters.length >= 3) break
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }, 60_000)

  test('neighbours report and confirm, workers come and mend, through the interface that every end uses', async () => {
    const life = run.output().match(/pause it at: (http:\S+)/)?.[1] ?? ''
    expect(await (await fetch(`${life}/state`)).json()).toMatchObject({ paused: true, events: [] })
    const told: string[] = []
    while (!told.some((text) => text.includes('confirmed'))) {
      const { event } = (await (await fetch(`${life}/repairs/next`, { method: 'POST' })).json()) as { event: string | null }
      if (event === null) throw new Error(`nobody had anything to do after: ${told.join('; ')}`)
      told.push(event)
    }
    const mended = told.find((text) => text.includes('confirmed'))?.split(' ')[0] as string
    const { token } = (await (await post('/api/session/demo', { persona: 'property-manager', end: 'admin' })).json()) as { token: string }
    const headers = { authorization: `Bearer ${token}` }
    const { items } = (await (await fetch(`http://127.0.0.1:${port}/api/repairs?view=all&number=${mended}`, { headers })).json()) as {
      items: { id: string; state: string; rating: number | null }[]
    }
    expect(items).toMatchObject([{ state: 'closed' }])
    expect(items[0]?.rating).toBeGreaterThanOrEqual(3)
    const { timeline } = (await (await fetch(`http://127.0.0.1:${port}/api/repairs/${items[0]?.id}`, { headers })).json()) as {
      timeline: { action: string; actor: { role: string } | null }[]
    }
    expect(timeline.map(({ action }) => action)).toEqual(expect.arrayContaining(['create', 'grab', 'arrive', 'finish', 'confirm']))
    expect(new Set(timeline.map(({ actor }) => actor?.role))).toEqual(new Set(['reporter', 'handler']))
  }, 60_000)

  test('a server that is killed comes back by itself, and says so', async () => {
    const victim = childNamed(run.process.pid ?? 0, 'bff/src/main.ts')
    if (!victim) throw new Error('there is no server process')
    process.kill(victim, 'SIGKILL')
    await run.until('bff ended (SIGKILL) and is started again in 1 s')
    for (;;) {
      const answer = await get('/readyz').catch(() => undefined)
      if (answer?.ok) break
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    expect(childNamed(run.process.pid ?? 0, 'bff/src/main.ts')).not.toBe(victim)
  }, 60_000)

  test('stops when told, with everything kept; the second start adds nothing and forgets nothing', async () => {
    const { token } = (await (await post('/api/session/demo', { persona: 'resident' })).json()) as { token: string }
    run.process.kill('SIGTERM')
    expect(await run.ended).toBe(0)
    expect(run.output()).toContain('everything is kept')
    await expect(get('/healthz')).rejects.toThrow()

    run = start()
    await run.until(ready)
    expect(run.output()).not.toContain('demo community (small)')
    expect(run.output()).not.toContain('migrated')
    const me = await fetch(`http://127.0.0.1:${port}/api/session`, { headers: { authorization: `Bearer ${token}` } })
    expect(me.status).toBe(200)
  }, 120_000)

  test('when the starter itself is killed nothing of the house stays behind', async () => {
    const children = ['bff', 'device-bridge', 'simulators'].map((name) => childNamed(run.process.pid ?? 0, `${name}/src/main.ts`))
    expect(children).not.toContain(undefined)
    run.process.kill('SIGKILL')
    await run.ended
    const alive = (pid: number | undefined): boolean => {
      try {
        return process.kill(pid ?? 0, 0)
      } catch {
        return false
      }
    }
    while (children.some(alive)) await new Promise((resolve) => setTimeout(resolve, 50))
    run = start()
    await run.until(ready)
  }, 120_000)
})
