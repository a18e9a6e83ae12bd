import type { Fault } from '@liren/contract'
import { type FirstAdministrator, firstAdministrators } from '@liren/contract/capabilities/setup'
import { AppError, refuse } from '../../kernel/errors.ts'
import { forEver, insertAccount } from '../../kernel/identity/accounts.ts'
import { assignRole, theHouse } from '../../kernel/identity/assign.ts'
import { builtinRoleId } from '../../kernel/identity/index.ts'
import { hashNew } from '../../kernel/identity/passwords.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import type { Root } from './community.ts'

interface Person {
  readonly account: string
  readonly name: string
  readonly phone: string
  readonly password: string
}
type Draft = Readonly<Record<FirstAdministrator, Person>>

interface Hashed extends Person {
  readonly id: string
  readonly as: FirstAdministrator
  readonly passwordHash: string
}

const roles: Readonly<Record<FirstAdministrator, string>> = {
  system: 'system-administrator',
  security: 'security-administrator',
  audit: 'auditor',
}
const idleMinutes = 30
const maxFailures = 5

/** Everything that is wrong with the three, each at its own field; their passwords hashed when nothing is. Slow. */
export async function hashAdministrators(kernel: Kernel, draft: Draft): Promise<readonly Hashed[]> {
  const faults: Fault[] = []
  const hashed: Hashed[] = []
  for (const [index, as] of firstAdministrators.entries()) {
    const person = draft[as]
    const earlier = firstAdministrators.slice(0, index).map((other) => draft[other])
    if (earlier.some(({ account }) => account === person.account))
      faults.push({ path: `body.${as}.account`, zh: '三位管理员须各用各的账号', en: 'Each administrator needs an account of their own' })
    if (earlier.some(({ phone }) => phone === person.phone))
      faults.push({
        path: `body.${as}.phone`,
        zh: '三位管理员须是三个人，手机号不能相同',
        en: 'They must be three people with phones of their own',
      })
    const id = kernel.ids.next()
    try {
      hashed.push({ ...person, id, as, passwordHash: await hashNew(kernel, person.password, { ...person, id }, `body.${as}.password`) })
    } catch (error) {
      if (!(error instanceof AppError) || error.faults.length === 0) throw error
      faults.push(...error.faults)
    }
  }
  if (faults.length > 0) throw refuse('request.invalid', { faults })
  return hashed
}

/** The accounts and their roles over everything. Who sets up chose the passwords of two others: those change them first. */
export async function makeAdministrators(kernel: Kernel, people: readonly Hashed[], root: Root, tx: Tx): Promise<void> {
  for (const { id, as, account, name, phone, passwordHash } of people) {
    const account_ = {
      id,
      account,
      name,
      phone,
      passwordHash,
      class: 'city' as const,
      placeId: root.id,
      placePath: root.path,
      validFrom: kernel.clock.now(),
      validUntil: forEver,
      idleMinutes,
      maxFailures,
      mustChangePassword: as !== 'system',
    }
    await insertAccount(kernel, account_, tx)
    const assignment = { roleId: builtinRoleId(roles[as]), place: root, from: null, until: null }
    await assignRole(kernel, theHouse, { kind: 'user', id }, assignment, tx)
  }
}
