import type { Text } from '@liren/contract'
import { type LinkKind, linkKindOf, linkKinds } from '@liren/contract/archive/index'

/** What a link is called, told from the first of its two files or from the second. */
export const linkText = (code: string, from: 'first' | 'second' = 'first'): Text | undefined => {
  const kind = linkKindOf(code)
  return from === 'first' ? kind?.text : kind?.back
}

export interface Linkable {
  readonly kind: LinkKind
  readonly side: 'first' | 'second'
  /** Archives of the other file. */
  readonly others: readonly string[]
}

/** In which ways a file of this archive can be linked. */
export const linkables = (name: string): Linkable[] =>
  linkKinds.flatMap((kind): Linkable[] => [
    ...(kind.from.includes(name) ? [{ kind, side: 'first' as const, others: kind.to }] : []),
    ...(kind.to.includes(name) && !kind.from.includes(name) ? [{ kind, side: 'second' as const, others: kind.from }] : []),
  ])

export const linkRoles = (code: string): LinkKind['roles'] => linkKindOf(code)?.roles ?? []
