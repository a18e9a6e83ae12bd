import { type End, type Text, text } from '@liren/contract'
import { type PersonaCode, personaCodes } from '@liren/contract/capabilities/session'
import { refuse } from '../../kernel/errors.ts'
import { findAccount, type UserRow } from '../../kernel/identity/accounts.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'

export interface Persona {
  readonly text: Text
  readonly end: End
  readonly hint: Text
}

/** People of the demonstration whom anybody may try to be. The seed makes their accounts. */
export const personas: Readonly<Record<PersonaCode, Persona>> = {
  resident: { text: text('居民', 'Resident'), end: 'resident', hint: text('报修、家人、维修商家', 'Repairs, household, merchants') },
  elder: { text: text('长者', 'Elder'), end: 'resident', hint: text('大字版，报修照样三步', 'Large print, the same three steps') },
  'repair-worker': { text: text('维修师傅', 'Repair worker'), end: 'staff', hint: text('接单、到场、完工', 'Accept, arrive, finish') },
  guard: { text: text('保安', 'Guard'), end: 'staff', hint: text('巡逻中随手报、处置告警', 'Reports on the round, alarms') },
  housekeeper: {
    text: text('客服管家', 'Housekeeper'),
    end: 'admin',
    hint: text('代客报修、派单、审核住户', 'Reports, dispatch, reviews'),
  },
  'property-manager': {
    text: text('物业经理', 'Property manager'),
    end: 'admin',
    hint: text('小区的全部工作', 'All the work of an estate'),
  },
  'grid-worker': { text: text('网格员', 'Grid worker'), end: 'grid', hint: text('巡查、走访、上报', 'Patrols, visits, reports') },
  'duty-officer': { text: text('值班员', 'Duty officer'), end: 'admin', hint: text('告警与调度', 'Alarms and dispatch') },
  administrator: { text: text('系统管理员', 'System administrator'), end: 'admin', hint: text('用户、角色、空间', 'Users, roles, places') },
  'security-administrator': {
    text: text('安全管理员', 'Security administrator'),
    end: 'admin',
    hint: text('账号复核与密钥', 'Account reviews and keys'),
  },
  auditor: { text: text('审计员', 'Auditor'), end: 'admin', hint: text('审计记录与验证', 'The audit trail') },
  'community-officer': {
    text: text('社区干部', 'Community officer'),
    end: 'admin',
    hint: text('人房档案、走访、审核', 'Archives, visits, reviews'),
  },
  'street-leader': { text: text('街道领导', 'Street leader'), end: 'admin', hint: text('全域态势', 'The whole situation') },
}

/** Outside a demonstration there is no such door. */
export function assertDemo(kernel: Kernel): void {
  if (!kernel.config.LIREN_DEMO) throw refuse('not-found')
}

export async function listPersonas(kernel: Kernel) {
  assertDemo(kernel)
  const rows = await unscoped<Pick<UserRow, 'persona' | 'account'>>(kernel.store, 'personas of the demonstration are for everybody', {
    sql: "SELECT persona, account FROM users WHERE persona IS NOT NULL AND state = 'active'",
    params: [],
  })
  return {
    items: personaCodes.flatMap((code) => {
      const row = rows.find(({ persona }) => persona === code)
      return row ? [{ code, ...personas[code], account: row.account }] : []
    }),
  }
}

export async function accountOfPersona(kernel: Kernel, code: PersonaCode, tx: Tx): Promise<UserRow> {
  assertDemo(kernel)
  const row = await findAccount(kernel, 'persona = ?', [code], tx)
  if (!row) throw refuse('not-found')
  return row
}
