import { text } from '@liren/contract'
import { cityReportWithin } from '@liren/contract/capabilities/hazard'
import { scheduleJob } from '../../kernel/background/outbox.ts'
import type { Consumer, Job } from '../../kernel/capability.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { CityFireApi } from '../../kernel/ports/ports.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { type AlarmForLetters, addEntry, alarmForLetters, alarmStanding } from '../alarm/read.ts'

interface ReportRow {
  readonly id: string
  readonly state: 'waiting' | 'received'
  readonly tries: number
  readonly due_at: number
}

/** What the city is told of: what burns, not what might. */
const reported: ReadonlySet<string> = new Set(['fire', 'smoke'])
const longestPauseMs = 5 * 60_000
const pauseAfter = (tries: number): number => Math.min(longestPauseMs, 5_000 * 2 ** Math.min(tries - 1, 10))

/** A fire is reported in the same breath in which it is raised; the report outlives every restart until the city has it. */
export const reportFires = (kernel: Kernel): Consumer => ({
  name: 'hazard.city-fire',
  on: ['alarm.raised'],
  async handle(event, tx) {
    if (kernel.cityFire === undefined || !reported.has(String(event.payload.kind))) return
    const alarm = await alarmForLetters(kernel, event.subjectId, tx)
    if (!alarm || alarm.audience !== null) return
    const now = kernel.clock.now()
    const row = { id: alarm.id, state: 'waiting', tries: 0, due_at: Number(alarm.created_at) + cityReportWithin, created_at: now }
    if (!(await insertOnce(kernel.store, 'city_fire_reports', row, tx))) return
    await note(kernel, alarm.id, 'report', null, tx)
    await scheduleJob(kernel, { kind: 'hazard.city-fire', key: alarm.id, at: now, payload: { id: alarm.id } }, tx)
  },
})

export const cityFireJob = (kernel: Kernel): Job => ({
  kind: 'hazard.city-fire',
  text: text('向城市消防上报火警', 'Report fires to the city'),
  run: async (payload) => {
    const id = payload.id as string
    const { cityFire } = kernel
    const row = await reportOf(kernel, id)
    const alarm = await kernel.store.tx((tx) => alarmForLetters(kernel, id, tx))
    if (cityFire === undefined || row?.state !== 'waiting' || !alarm) return
    const answer = await send(cityFire, alarm)
    await kernel.store.tx((tx) => ('receipt' in answer ? received(kernel, row, answer.receipt, tx) : failed(kernel, row, answer.error, tx)))
  },
})

async function send(cityFire: CityFireApi, alarm: AlarmForLetters): Promise<{ receipt: string } | { error: string }> {
  const what = { kind: alarm.kind, title: alarm.title_zh, place: alarm.place_label, device: alarm.device_name, level: Number(alarm.level) }
  try {
    return await cityFire.report({ serial: alarm.id, number: alarm.number, ...what, raisedAt: iso(Number(alarm.created_at)) })
  } catch (error) {
    return { error: (error instanceof Error ? error.message : String(error)).slice(0, 120) }
  }
}

async function reportOf(kernel: Kernel, id: string): Promise<ReportRow | undefined> {
  const rows = await kernel.store.rows<ReportRow>('SELECT id, state, tries, due_at FROM city_fire_reports WHERE id = ?', [id])
  return rows[0]
}

/** Before or after a crash the city gives the same receipt; it is written down once. */
async function received(kernel: Kernel, row: ReportRow, receipt: string, tx: Tx): Promise<void> {
  const now = kernel.clock.now()
  const marked = await kernel.store.run(
    "UPDATE city_fire_reports SET state = 'received', tries = tries + 1, sent_at = ?, received_at = ?, receipt = ?, error = NULL WHERE id = ? AND state = 'waiting'",
    [now, now, receipt, row.id],
    tx,
  )
  if (marked === 1) await note(kernel, row.id, 'receipt', receipt, tx)
}

/** Tried again until it arrives, less and less often; the first failure and the missed limit stand in the course of the alarm. */
async function failed(kernel: Kernel, row: ReportRow, error: string, tx: Tx): Promise<void> {
  const now = kernel.clock.now()
  const tries = Number(row.tries) + 1
  const counted = await kernel.store.run(
    "UPDATE city_fire_reports SET tries = ?, sent_at = ?, error = ? WHERE id = ? AND state = 'waiting' AND tries = ?",
    [tries, now, error, row.id, row.tries],
    tx,
  )
  if (counted !== 1) return
  if (tries === 1) await note(kernel, row.id, 'failed', error, tx)
  const at = now + pauseAfter(tries)
  await scheduleJob(kernel, { kind: 'hazard.city-fire', key: `${row.id}:${tries}`, at, payload: { id: row.id } }, tx)
}

async function note(kernel: Kernel, id: string, action: 'report' | 'receipt' | 'failed', text: string | null, tx: Tx): Promise<void> {
  const standing = await alarmStanding(kernel, id, tx)
  if (standing) addEntry(kernel, id, { action, state: standing.state, note: text, at: kernel.clock.now() }, tx)
}
