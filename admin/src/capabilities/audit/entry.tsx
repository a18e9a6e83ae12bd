import type { AuditEntryView } from '@liren/contract/capabilities/audit'
import { useWords } from '../../app/language/use.ts'
import { Person } from '../../parts/person/person.tsx'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'
import { words } from './words.ts'

export const resultLooks: Readonly<Record<AuditEntryView['result'], Status>> = {
  done: { tone: 'success', icon: 'check' },
  refused: { tone: 'warning', icon: 'ban' },
  failed: { tone: 'danger', icon: 'alert' },
}

export function Result({ result }: { result: AuditEntryView['result'] }) {
  const t = useWords(words)
  return <StatusTag {...resultLooks[result]}>{t(result)}</StatusTag>
}

export function Actor({ entry }: { entry: Pick<AuditEntryView, 'actorKind' | 'actorName' | 'actorId'> }) {
  const t = useWords(words)
  const kind = t(`actor_${entry.actorKind}`)
  return entry.actorKind === 'user' ? <Person name={entry.actorName ?? entry.actorId} /> : <span>{entry.actorName ?? kind}</span>
}

type Fields = Readonly<Record<string, unknown>> | null

export interface Difference {
  readonly field: string
  readonly before: unknown
  readonly after: unknown
}

/** Fields that differ between before and after, those of a new or a removed record included. */
export function differences(before: Fields, after: Fields): readonly Difference[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].sort()
  return names
    .map((field) => ({ field, before: before?.[field], after: after?.[field] }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after))
}

/** A value of a record as people can read it. */
export const shown = (value: unknown): string | undefined => {
  if (value === undefined || value === null || value === '') return undefined
  return typeof value === 'string' ? value : JSON.stringify(value, null, 1)
}
