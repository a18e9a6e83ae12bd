import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { health } from '@liren/contract/capabilities/health'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import { assurePolicy } from '../backup/policy.ts'
import { openRules } from '../rule/testing.ts'

interface Report {
  readonly state: string
  readonly parts: readonly { name: string; state: string }[]
  readonly checks: readonly { name: string; part: string; state: string; detail: string }[]
}
const minute = 60_000

describeStores('the health of the house', (open) => {
  let app: TestApp
  let village: Village
  let set: Awaited<ReturnType<typeof openRules>>
  beforeAll(async () => {
    app = await startTestApp(open, { settings: { LIREN_REDIS_URL: '' } })
    village = await makeVillage(app)
    set = await openRules(app, village, 'health-bridge')
  })
  afterAll(() => app.close())

  const ask = (token?: string) => app.call<Report>('GET', '/api/health', token === undefined ? {} : { token })
  const report = async (): Promise<Report> => {
    // an answer is kept for a second
    await app.clock.leap(1_100)
    const answer = await ask(set.scene.admin)
    expect(answer.status).toBe(200)
    expect(health.endpoints.read.response?.safeParse(answer.body).error).toBeUndefined()
    return answer.body
  }
  const parts = async () => Object.fromEntries((await report()).parts.map(({ name, state }) => [name, state]))
  const well = { intake: 'good', data: 'good', support: 'good', engines: 'good' }

  it('is for those who keep the house', async () => {
    expect((await ask()).status).toBe(401)
    for (const who of ['manager', 'worker', 'resident'] as const) expect((await ask(village.tokens[who])).status, who).toBe(403)
  })

  it('[SZSQ-4-c.2] lists device intake, data, application support and engines as up, and each tells when something of it is not', async () => {
    await set.device('health-lamp', 'mqtt-sensor')
    expect(await parts()).toEqual(well)
    const { checks } = await report()
    for (const part of Object.keys(well)) expect(checks.filter((check) => check.part === part).length, part).toBeGreaterThan(0)

    // devices: the bridge falls silent, and is heard again
    await app.clock.leap(6 * minute)
    expect(await parts()).toEqual({ ...well, intake: 'bad' })
    expect((await report()).checks.find(({ name }) => name === 'bridges')?.detail).toContain('health-bridge')
    await set.say('health-lamp', 'device.online')
    expect(await parts()).toEqual(well)
    // one that only asks is there as well
    await app.clock.leap(6 * minute)
    await set.bridge.ask('devices', { afterRevision: 0 })
    expect(await parts()).toEqual(well)

    // data: the plan of backups missed a day
    const now = app.clock.now()
    await assurePolicy(app.kernel)
    await app.kernel.store.run('UPDATE backup_policies SET is_on = 1')
    await app.kernel.store.run('INSERT INTO backup_misses (day, found_at) VALUES (?, ?)', ['2026-01-02', now])
    expect((await parts()).data).toBe('bad')
    await app.kernel.store.run('UPDATE backup_misses SET made_good_at = ?', [now])
    expect(await parts()).toEqual(well)

    // application support: uploads cannot be kept
    const root = join(app.kernel.config.LIREN_DATA, 'files', 'parts')
    await rm(root, { recursive: true })
    await writeFile(root, 'in the way')
    expect(await parts()).toEqual({ ...well, support: 'bad' })
    await rm(root)
    await mkdir(root)
    expect(await parts()).toEqual(well)

    // engines: a rule was stopped because it ran in a circle
    const rule = await set.make({
      when: [{ kind: 'event', of: { by: 'kind', kind: 'sensor' }, type: 'device.online', where: [] }],
      given: [],
      actions: [{ kind: 'alarm', alarm: 'rule', level: 4, title: '上线提示' }],
      restSeconds: 0,
    })
    await app.kernel.store.run("UPDATE rules SET stopped = 'runaway', is_enabled = 0 WHERE id = ?", [rule.id])
    expect(await parts()).toEqual({ ...well, engines: 'degraded' })
    await app.kernel.store.run('UPDATE rules SET stopped = NULL WHERE id = ?', [rule.id])
    expect(await parts()).toEqual(well)
  })
})
