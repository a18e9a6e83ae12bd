import { setTimeout as wait } from 'node:timers/promises'
import type { EdgeJobDetail } from '@liren/contract/edge/endpoints'
import { expect, it } from 'vitest'
import { createHouse } from '../../../bff/src/app.ts'
import { accountById } from '../../../bff/src/kernel/identity/accounts.ts'
import { openSession } from '../../../bff/src/kernel/identity/sessions.ts'
import { makePerson, makePlace } from '../../../bff/test/village.ts'
import { floodFrom } from './flood/clients.ts'
import { openFloodStage } from './flood/stage.ts'

const minutes = 60_000
const device = { code: 'flood-1', secret: 'secret-of-flood-1-000' }

/** The real server and the real bridge as processes of their own, both killed (SIGKILL) while a job runs. */
it(
  'a job of the house outlives the death of its node and of the house, and its result is kept once',
  async () => {
    const stage = await openFloodStage([device])
    try {
      createHouse(stage.kernel)
      const city = await makePlace(stage.kernel, 'city', 'drill', '演练市')
      const user = await accountById(
        stage.kernel,
        await makePerson(stage.kernel, '演练管理员', { roles: [['system-administrator', city]] }),
      )
      if (!user) throw new Error('the drill has no administrator')
      const arrival = { client: 'bearer', device: 'drill', ip: '127.0.0.1', method: 'demo', end: 'admin' } as const
      const { token } = await stage.kernel.store.tx((tx) => openSession(stage.kernel, user, arrival, tx))
      const call = async <T>(path: string, body?: object): Promise<T> => {
        const answer = await fetch(stage.house.url + path, {
          ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
          headers: {
            authorization: `Bearer ${token}`,
            'content-type': 'application/json',
            'idempotency-key': 'the-only-job-of-this-drill',
          },
        })
        const told = (await answer.json()) as T
        if (!answer.ok) throw new Error(`${path} answered ${answer.status} ${JSON.stringify(told)}`)
        return told
      }
      const url = `mqtt://127.0.0.1:${stage.mqttPort}`
      await floodFrom({ url, device: device.code, secret: device.secret, messages: 3, window: 3, onConfirmed: () => {} })
      await stage.drained()

      await stage.store.run('UPDATE devices SET place_path = ? WHERE code = ?', [city.path, device.code])

      const wish = { kind: 'devices.answer', seconds: 8 }
      const { id } = await call<{ id: string }>('/api/bridge/bridges/bridge-1/jobs', { wish })
      const read = () => call<EdgeJobDetail>(`/api/bridge/jobs/${id}`).catch(() => undefined)
      const until = async (states: readonly string[]): Promise<EdgeJobDetail> => {
        for (;;) {
          const detail = await read()
          if (detail && states.includes(detail.job.state)) return detail
          await wait(100)
        }
      }
      await until(['running'])
      await stage.bridge.kill()
      await stage.bridge.restart()
      await stage.house.kill()
      await stage.house.restart()
      const detail = await until(['done', 'failed', 'expired'])
      expect(detail.job).toMatchObject({ state: 'done', cause: null })
      expect(detail.result).toMatchObject({ kind: 'devices.answer', items: [{ device: device.code, answered: false }] })
      const rows = await stage.store.rows<{ content: string }>("SELECT content FROM device_events WHERE type = 'bridge.job'")
      const ends = rows.map(({ content }) => (JSON.parse(content) as { state: string }).state).filter((state) => state !== 'running')
      expect(ends).toEqual(['done'])
    } finally {
      await stage.close()
    }
  },
  3 * minutes,
)
