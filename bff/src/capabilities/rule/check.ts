import { text } from '@liren/contract'
import { type RuleConflict, type RuleContent, ruleErrors, sentencesOf } from '@liren/contract/capabilities/rule'
import { type Conflict, conflictsOf, type Ruled } from '../../engines/rule/conflict.ts'
import { isForEdge } from '../../engines/rule/edge.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { Principal, Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { type KnownPlace, placesById } from '../place/read.ts'
import { ruleFaults } from './faults.ts'
import { contentOf, type RuleRow } from './row.ts'
import { lieOf, namedIn, namesOf } from './world.ts'

export interface Draft {
  /** The rule that it takes the place of. */
  readonly id?: string | undefined
  readonly name: string
  readonly placeId: string
  readonly content: RuleContent
}

interface Asking {
  readonly scope: Scope
  readonly principal: Principal
}

/** The place of a rule, if the caller may make rules there. */
export async function placeForRule(kernel: Kernel, placeId: string, scope: Scope, tx?: Tx): Promise<KnownPlace> {
  const place = (await placesById(kernel, [placeId], tx)).get(placeId)
  if (!place || place.isRetired || !scope.places.some((path) => place.path.startsWith(path))) throw refuse('not-found')
  return place
}

const meant: Readonly<Record<Conflict['kind'], { zh: string; en: string }>> = {
  loop: text('会循环触发', 'would set each other off without end'),
  contradiction: text('会对同一设备下发相反指令', 'would send opposite commands to the same device'),
}

const present = ({ kind, rules }: Conflict): RuleConflict => {
  const names = rules.map((rule) => `“${rule.name}”`)
  return {
    kind,
    text: text(`${names.join(' → ')} ${meant[kind].zh}`, `${names.join(' → ')} ${meant[kind].en}`),
    rules: rules.map((rule) => ({ id: rule.id, name: rule.name })),
  }
}

/** Looks at a rule before it is saved: in words, with everything that is wrong with it or between it and others. */
export async function checkRule(kernel: Kernel, draft: Draft, { scope, principal }: Asking, tx?: Tx) {
  const place = await placeForRule(kernel, draft.placeId, scope, tx)
  const rows = await unscoped<RuleRow>(
    kernel.store,
    'a rule of one place can meet rules of the places around it',
    { sql: 'SELECT id, name, place_path, content FROM rules WHERE is_removed = 0 AND is_enabled = 1 ORDER BY id LIMIT 2000', params: [] },
    tx,
  )
  const others: Ruled[] = rows
    .filter((row) => row.id !== draft.id && (row.place_path.startsWith(place.path) || place.path.startsWith(row.place_path)))
    .map((row) => ({ id: row.id, name: row.name, placePath: row.place_path, content: contentOf(row) }))
  const named = await namedIn(kernel, [draft.content, ...others.map((other) => other.content)], tx)
  const fresh = { id: draft.id ?? null, name: draft.name, placePath: place.path, content: draft.content }
  return {
    place,
    sentences: sentencesOf(draft.content, namesOf(named)),
    faults: ruleFaults(draft.content, { placePath: place.path, principal, named }),
    conflicts: conflictsOf(fresh, others, lieOf(named)).map(present),
    runsAt: isForEdge(draft.content) ? ('edge' as const) : ('cloud' as const),
  }
}

/** The same, refused where something is wrong; a contradiction may be meant, a loop never is. */
export async function mustBeFit(
  kernel: Kernel,
  draft: Draft & { isMeant?: boolean | undefined },
  asking: Asking,
  tx: Tx,
): Promise<KnownPlace> {
  const { place, faults, conflicts } = await checkRule(kernel, draft, asking, tx)
  if (faults.length > 0) throw refuseWith(ruleErrors, 'rule.unfit', { faults })
  const loop = conflicts.find((one) => one.kind === 'loop')
  if (loop) throw refuseWith(ruleErrors, 'rule.loop', { details: { conflicts: [loop] } })
  if (conflicts.length > 0 && draft.isMeant !== true) throw refuseWith(ruleErrors, 'rule.contradiction', { details: { conflicts } })
  return place
}
