import { type AlarmAction, alarmActions, alarmActionsFrom } from '@liren/contract/capabilities/alarm'
import type { Principal } from '../../kernel/http/route.ts'
import type { AlarmRow } from './row.ts'

const holdsAt = (principal: Principal, permission: string, path: string) =>
  principal.grants.some((grant) => grant.permission === permission && grant.range === 'place' && path.startsWith(grant.placePath))

type Standing = Pick<AlarmRow, 'state' | 'shelved_until_at' | 'root_id' | 'place_path'>

/** What the buttons are drawn from, and what each action checks again. */
export const can = (row: Standing, principal: Principal): AlarmAction[] =>
  alarmActionsFrom({ state: row.state, isShelved: row.shelved_until_at !== null, isMerged: row.root_id !== null }).filter((action) =>
    holdsAt(principal, alarmActions[action].permission, row.place_path),
  )
