import type { End } from '@liren/contract'
import type { app } from '@liren/contract/capabilities/app'
import type { Answer } from '../../app/api/call.ts'

export type Application = Answer<typeof app.endpoints.list>['items'][number]
type Rule = Application['shelf'][number]

export interface Standing {
  readonly on: boolean
  /** The rule that decides: of the place itself, of all places, or nobody's: then it is on. */
  readonly by: 'own' | 'general' | 'none'
  readonly rule: Rule | undefined
}

/** Whether an application is on the shelf of a place at an end, and by which rule. */
export function standing(shelf: readonly Rule[], end: End, placeId: string | null): Standing {
  const of = (place: string | null): Rule | undefined => shelf.find((rule) => rule.end === end && rule.placeId === place)
  const own = placeId === null ? undefined : of(placeId)
  if (own !== undefined) return { on: own.on, by: 'own', rule: own }
  const general = of(null)
  return general === undefined
    ? { on: true, by: 'none', rule: undefined }
    : { on: general.on, by: placeId === null ? 'own' : 'general', rule: general }
}
