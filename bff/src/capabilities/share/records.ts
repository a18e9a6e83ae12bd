import type { FoundRecord, Searchable } from '../../kernel/capability.ts'
import { refuse } from '../../kernel/errors.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import type { Principal } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'

/** Kinds of record that stand at a place under a permission of their own; a bare upload goes with its record. */
const shareable = (kernel: Kernel): Searchable[] =>
  kernel.surface.capabilities.flatMap(({ searchables = [] }) => searchables.filter(({ permission }) => permission !== 'signed-in'))

export const kindOf = (kernel: Kernel, subject: string): Searchable | undefined => shareable(kernel).find((one) => one.subject === subject)

export const recordKey = (subject: string, id: string): string => `${subject}:${id}`

/** Those of the records that this very person reaches now, masked like any list of theirs; one question for each kind. */
export async function seenBy(
  kernel: Kernel,
  principal: Principal,
  wanted: readonly { readonly subject: string; readonly record_id: string }[],
): Promise<Map<string, FoundRecord>> {
  const seen = new Map<string, FoundRecord>()
  for (const subject of new Set(wanted.map((one) => one.subject))) {
    const kind = kindOf(kernel, subject)
    if (!kind || !principal.permissions.has(kind.permission)) continue
    const ids = [...new Set(wanted.filter((one) => one.subject === subject).map((one) => one.record_id))]
    for (const found of await kind.present(ids, principal, scopeWith(principal, kind.permission), ''))
      seen.set(recordKey(subject, found.id), found)
  }
  return seen
}

/** The record as its sender sees it, with the places where it stands; what the sender cannot see was never there. */
export async function recordFor(kernel: Kernel, principal: Principal, subject: string, recordId: string) {
  const kind = kindOf(kernel, subject)
  const found = (await seenBy(kernel, principal, [{ subject, record_id: recordId }])).get(recordKey(subject, recordId))
  if (!kind || !found) throw refuse('not-found')
  const [document] = await kind.documents([recordId])
  return { kind, found, paths: document?.paths ?? [] }
}
