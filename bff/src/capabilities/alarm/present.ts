import type { Alarm, AlarmSummary } from '@liren/contract/capabilities/alarm'
import type { Principal } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { FileLink } from '../file/read.ts'
import type { WholeAlarm } from './load.ts'
import { can } from './policy.ts'
import type { AlarmRow, EntryRow } from './row.ts'

const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(Number(at)))

export interface Viewer {
  readonly principal: Principal
  readonly now: number
  readonly link: (fileId: string) => FileLink
}

export function presentSummary(row: AlarmRow, { principal, now }: Pick<Viewer, 'principal' | 'now'>): AlarmSummary {
  return {
    id: row.id,
    number: row.number,
    kind: row.kind,
    level: Number(row.level) as AlarmSummary['level'],
    state: row.state,
    title: { zh: row.title_zh, en: row.title_en },
    part: row.part,
    device: row.device_id === null ? null : { id: row.device_id, code: row.device_code, name: row.device_name },
    place: { path: row.place_path, label: row.place_label },
    firstAt: iso(Number(row.first_at)),
    lastAt: iso(Number(row.last_at)),
    times: Number(row.times),
    overAt: isoOrNull(row.over_at),
    dueAt: isoOrNull(row.due_at),
    overdue: row.due_at !== null && Number(row.due_at) < now && row.shelved_until_at === null,
    escalation: Number(row.escalation),
    shelvedUntil: isoOrNull(row.shelved_until_at),
    rootId: row.root_id,
    handler: row.handler_id === null ? null : { id: row.handler_id, name: row.handler_name ?? '' },
    result: row.result,
    version: Number(row.version),
    can: can(row, principal),
  }
}

/** The course of an alarm, oldest step first. */
export const presentEntries = (entries: readonly EntryRow[], link: Viewer['link']): Alarm['timeline'] =>
  entries.map((entry) => ({
    id: entry.id,
    at: iso(Number(entry.at)),
    action: entry.action as Alarm['timeline'][number]['action'],
    state: entry.state,
    actor: entry.actor_name,
    note: entry.note,
    photos: (entry.photos === null ? [] : (JSON.parse(entry.photos) as string[])).map((id) => ({ id, ...link(id) })),
  }))

export function presentAlarm({ row, entries, merged }: WholeAlarm, viewer: Viewer): Alarm {
  return {
    values: (JSON.parse(row.content) as { first: Record<string, unknown> }).first,
    source: { kind: row.source_kind, name: row.source_name },
    acceptedAt: isoOrNull(row.accepted_at),
    handledAt: isoOrNull(row.handled_at),
    closedAt: isoOrNull(row.closed_at),
    previousId: row.previous_id,
    merged: merged.map((one) => ({ id: one.id, number: one.number, title: { zh: one.title_zh, en: one.title_en } })),
    timeline: presentEntries(entries, viewer.link),
    ...presentSummary(row, viewer),
  }
}
