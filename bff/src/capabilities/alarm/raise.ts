import { type AlarmKind, type AlarmLevel, alarmKinds } from '@liren/contract/capabilities/alarm'
import { nextNumber } from '../../engines/thing/index.ts'
import { dayOf } from '../../kernel/background/daily.ts'
import { appendEvents, scheduleJob } from '../../kernel/background/outbox.ts'
import type { DomainEvent } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { acceptWithin } from './clock.ts'
import { addEntry } from './entries.ts'
import type { AlarmRow } from './row.ts'

export interface AlarmWish {
  readonly kind: AlarmKind
  readonly level?: AlarmLevel | undefined
  readonly part?: string | undefined
  readonly device: { readonly id: string; readonly code: string; readonly name: string }
  readonly placePath: string
  readonly placeLabel: string
  readonly source: { readonly kind: 'event' | 'rule'; readonly name: string }
  readonly title?: { readonly zh: string; readonly en: string } | undefined
  readonly values: Readonly<Record<string, unknown>>
  /** A permission: who does not hold it never learns of this alarm. */
  readonly audience?: string | undefined
  readonly at: number
  /** How often it was told in one go. */
  readonly times?: number | undefined
}

export interface RaisedAlarm {
  readonly id: string
  readonly isNew: boolean
}

/** Device, kind and part: of each there is one alarm that is not closed. */
export const openKey = (deviceId: string, kind: string, part = ''): string => `${deviceId}:${kind}:${part}`.slice(0, 130)

const openColumns = 'id, number, kind, level, state, place_path, handler_id, over_at, times, audience'
type Open = Pick<AlarmRow, 'id' | 'number' | 'kind' | 'level' | 'state' | 'place_path' | 'handler_id' | 'over_at' | 'times' | 'audience'>

/** The unclosed alarm of this key, locked for the transaction where locks are asked for. */
async function openBy(kernel: Kernel, key: string, tx: Tx): Promise<Open | undefined> {
  const lock = kernel.store.dialect === 'sqlite' ? '' : ' FOR UPDATE'
  const sql = `SELECT ${openColumns} FROM alarms WHERE open_key = ?${lock}`
  return (await unscoped<Open>(kernel.store, 'a device says again what it said before', { sql, params: [key] }, tx))[0]
}

/**
 * Raises an alarm, or counts once more one that is not closed. Who closed it a moment before loses nothing: what
 * happens after closing is an alarm of its own, which names the one before.
 */
export async function raiseAlarm(kernel: Kernel, wish: AlarmWish, tx: Tx): Promise<RaisedAlarm> {
  const key = openKey(wish.device.id, wish.kind, wish.part)
  const before = await openBy(kernel, key, tx)
  if (before) return repeat(kernel, before, wish, tx)
  const id = await insertNew(kernel, key, wish, tx)
  if (id !== undefined) return { id, isNew: true }
  // Somebody else raised it between our look and our insert; that row is locked for us now.
  const other = await openBy(kernel, key, tx)
  if (!other) throw new Error(`An alarm of ${key} is neither there nor can it be raised`)
  return repeat(kernel, other, wish, tx)
}

async function insertNew(kernel: Kernel, key: string, wish: AlarmWish, tx: Tx): Promise<string | undefined> {
  const { ids, clock, store } = kernel
  const now = clock.now()
  const spec = alarmKinds[wish.kind]
  const level = wish.level ?? spec.level
  const id = ids.next()
  const dueAt = now + acceptWithin[level]
  const title = wish.title ?? spec.text
  const row = {
    ...{ id, kind: wish.kind, grp: spec.group, level, state: 'raised', phase: 'open', part: wish.part ?? '' },
    ...{ number: await newNumber(kernel, now, tx), title_zh: title.zh.slice(0, 120), title_en: title.en.slice(0, 200) },
    ...{ device_id: wish.device.id, device_code: wish.device.code, device_name: wish.device.name.slice(0, 60) },
    ...{ place_path: wish.placePath, place_label: wish.placeLabel, open_key: key },
    ...{ source_kind: wish.source.kind, source_name: wish.source.name.slice(0, 60), content: JSON.stringify({ first: wish.values }) },
    ...{ first_at: wish.at, last_at: wish.at, times: wish.times ?? 1, due_at: dueAt, created_at: now },
    previous_id: await lastClosed(kernel, wish, tx),
    audience: wish.audience ?? null,
  }
  if (!(await insertOnce(store, 'alarms', row, tx))) return undefined
  addEntry(kernel, id, { action: 'raise', state: 'raised', at: now }, tx)
  await scheduleJob(kernel, { kind: 'alarm.due', key: id, at: dueAt + 1, payload: { id } }, tx)
  await appendEvents(kernel, [told('alarm.raised', row, { deviceId: wish.device.id, level, title })], tx)
  return id
}

/** GJ260302-0007: the seventh of its day. */
async function newNumber(kernel: Kernel, now: number, tx: Tx): Promise<string> {
  const day = dayOf(now, kernel.config.LIREN_TIME_ZONE).slice(2).replaceAll('-', '')
  return `GJ${day}-${String(await nextNumber(kernel.store, `alarm-${day}`, tx)).padStart(4, '0')}`
}

async function lastClosed(kernel: Kernel, wish: AlarmWish, tx: Tx): Promise<string | null> {
  const sql = "SELECT id FROM alarms WHERE device_id = ? AND kind = ? AND part = ? AND phase = 'done' ORDER BY id DESC LIMIT 1"
  const params = [wish.device.id, wish.kind, wish.part ?? '']
  const [row] = await unscoped<{ id: string }>(kernel.store, 'an alarm names the one before it', { sql, params }, tx)
  return row?.id ?? null
}

/** Counts it and keeps the version: whoever is at work on it is not made stale by a device that shouts. */
async function repeat(kernel: Kernel, open: Open, wish: AlarmWish, tx: Tx): Promise<RaisedAlarm> {
  const level = wish.level ?? alarmKinds[wish.kind].level
  const worse = level < Number(open.level)
  const now = kernel.clock.now()
  await kernel.store.run(
    `UPDATE alarms SET times = times + ?, last_at = CASE WHEN last_at < ? THEN ? ELSE last_at END, over_at = NULL,
       level = CASE WHEN level > ? THEN ? ELSE level END WHERE id = ?`,
    [wish.times ?? 1, wish.at, wish.at, level, level, open.id],
    tx,
  )
  if (worse) addEntry(kernel, open.id, { action: 'worsen', state: open.state, at: now }, tx)
  else if (open.over_at !== null) addEntry(kernel, open.id, { action: 'again', state: open.state, at: now }, tx)
  await appendEvents(kernel, [told('alarm.repeated', open, { times: Number(open.times) + (wish.times ?? 1), isWorse: worse, level })], tx)
  return { id: open.id, isNew: false }
}

/** The values are back: it is marked as over, and stays for somebody to look at. */
export async function markOver(kernel: Kernel, key: string, at: number, tx: Tx): Promise<boolean> {
  const open = await openBy(kernel, key, tx)
  if (!open || open.over_at !== null) return false
  const marked = await kernel.store.run(
    'UPDATE alarms SET over_at = ? WHERE id = ? AND open_key = ? AND over_at IS NULL',
    [at, open.id, key],
    tx,
  )
  if (marked !== 1) return false
  addEntry(kernel, open.id, { action: 'over', state: open.state, at: kernel.clock.now() }, tx)
  await appendEvents(kernel, [told('alarm.over', open, {})], tx)
  return true
}

/** What the rest of the house hears: ids and facts, no words of people. */
export const told = (
  name: string,
  row: { id: string; number: string; kind: string; place_path: string; audience?: string | null },
  more: Readonly<Record<string, unknown>>,
): DomainEvent => ({
  name,
  subject: 'alarm',
  subjectId: row.id,
  payload: { number: row.number, kind: row.kind, placePath: row.place_path, ...more },
  live: { placePath: row.place_path, permission: row.audience ?? 'alarm.read' },
})
