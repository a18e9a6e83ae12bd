import { text } from '@liren/contract'
import { minute, type SeedSet } from '../set.ts'

interface Meter {
  readonly id: string
  readonly code: string
  readonly place_path: string
}

/** What the node of the house reckoned lately, and what it asked of the house, which it may. */
export const edge: SeedSet = {
  name: 'edge',
  text: text('边缘计算', 'Work of the edge node'),
  run: async ({ kernel, ids, now, rows, insert, tx }) => {
    const [bridge] = await rows<{ id: string }>("SELECT id FROM bridges WHERE code = 'bridge-1'")
    if (!bridge) return
    const meters = await rows<Meter>(
      "SELECT id, code, place_path FROM devices WHERE bridge_id = ? AND code LIKE 'meter-%' ORDER BY code LIMIT 3",
      [bridge.id],
    )
    if (meters.length === 0) return
    await kernel.store.run('UPDATE bridges SET may_ask = 1 WHERE id = ?', [bridge.id], tx)
    const placePath = `/${(meters[0]?.place_path ?? '').split('/').slice(1, 2).join('')}/`
    const codes = meters.map(({ code }) => code)
    const at = now - 50 * minute
    const of = codes.map((device) => ({ device, type: 'meter.read', path: 'powerW' }))
    const jobs = [
      {
        ...{ kind: 'window.summary', property: 'powerW', content: { of, seconds: 3600 }, state: 'done', cause: null },
        result: {
          ...{ kind: 'window.summary', from: at - 60 * minute, until: at, heardSince: at - 300 * minute },
          items: codes.map((device, i) => ({
            ...{ device, count: 720, late: i, average: 410.5 + 35 * i, least: 180, most: 960 + 40 * i, last: 422 + i, lastAt: at - 4000 },
          })),
        },
      },
      {
        ...{ kind: 'devices.answer', property: null, content: { devices: codes, seconds: 30 }, state: 'done', cause: null },
        result: {
          kind: 'devices.answer',
          items: codes.map((device, i) => ({ device, answered: true, ms: 120 + 30 * i, isAsked: true, presence: 'online' })),
        },
      },
      {
        ...{ kind: 'readings.detect', property: 'powerW', content: { of, last: 100, spread: 3 }, state: 'failed', cause: 'time' },
        result: null,
      },
    ]
    const made = jobs.map(({ content, result, ...job }, i) => {
      const issued = at + i * 5 * minute
      return {
        ...{ id: ids.at(issued), bridge_id: bridge.id, place_path: placePath, ...job, device_count: codes.length, sequence: i + 1 },
        ...{ content: JSON.stringify(content), result: result === null ? null : JSON.stringify(result) },
        ...{ limit_ms: 30_000, limit_readings: 50_000, asked_by: null, asked_name: '顾系安', issued_at: issued },
        ...{ expires_at: issued + 5 * minute, ends_at: issued + 6 * minute, ended_at: issued + 2000, ended_by: 'bridge' },
      }
    })
    await insert('edge_jobs', made)
    await insert(
      'edge_job_steps',
      made.flatMap(({ id, issued_at, state }) =>
        (['waiting', 'sent', 'running', state] as const).map((step, i) => {
          const when = issued_at + i * 500
          return { id: ids.at(when), job_id: id, state: step, at: when }
        }),
      ),
    )
    await insert('counters', [{ name: `edge-jobs:${bridge.id}`, value: made.length }])
    const asked = at + 10 * minute
    await insert('edge_requests', [
      {
        ...{
          id: ids.at(asked),
          bridge_id: bridge.id,
          place_path: meters[0]?.place_path ?? null,
          request_key: 'demo-1',
          kind: 'history.summary',
          refusal: null,
          asked_at: asked,
        },
        content: JSON.stringify({ kind: 'history.summary', ...of[0], days: 7 }),
        answer: JSON.stringify({
          ...{ kind: 'history.summary', from: asked - 7 * 1440 * minute, until: asked, readings: 120_960 },
          ...{ average: 408.2, least: 150, most: 1180, deviation: 96.4 },
        }),
      },
    ])
  },
}
