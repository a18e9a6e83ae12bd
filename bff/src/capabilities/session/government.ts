import { type GovernmentGrade, sessionErrors } from '@liren/contract/capabilities/session'
import type { Context } from 'koa'
import { AppError, refuseWith } from '../../kernel/errors.ts'
import { accountById, forEver, insertAccount, residentIdleMinutes, type UserRow, usualFailures } from '../../kernel/identity/accounts.ts'
import { marks } from '../../kernel/identity/sql.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { GovernmentPerson } from '../../kernel/ports/ports.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { ownOriginsOf } from '../../kernel/web/origin.ts'
import { assertOpen } from './arrive.ts'
import { accountOfPhone } from './residents.ts'

const identities = { table: 'government_identities', column: 'subject_sealed' }
const ticketMs = 10 * 60_000

/** Where the platform sends people back to: the app itself, with the state they left with. */
export function governmentUrl(kernel: Kernel, { req, state: { https } }: Context, state: string): string | null {
  const [origin] = ownOriginsOf(req, https === true, kernel.config.LIREN_PUBLIC_URL || undefined)
  if (origin === undefined) return null
  const home = new URL('/m/', origin)
  home.searchParams.set('government', state)
  return kernel.government.signInUrl(home.href)
}

/** Asks the platform whose ticket it is, before any transaction. A ticket that was handed in once is not asked about again. */
export async function proveGovernment(kernel: Kernel, ticket: string): Promise<GovernmentPerson> {
  const id = kernel.crypto.sm3(`government:${ticket}`).toString('hex')
  if (!(await insertOnce(kernel.store, 'used_codes', { id, expires_at: kernel.clock.now() + ticketMs })))
    throw refuseWith(sessionErrors, 'session.government-refused')
  try {
    return await kernel.government.person(ticket)
  } catch (error) {
    if (error instanceof AppError && error.status >= 500) throw error
    kernel.log.info({ err: error }, 'the government platform did not accept a ticket')
    throw refuseWith(sessionErrors, 'session.government-refused')
  }
}

/** The one account of a person of the platform: known from before, or that of the phone number, or a new one. */
export async function accountOfGovernment(kernel: Kernel, person: GovernmentPerson, tx: Tx): Promise<UserRow> {
  const known = await accountBefore(kernel, person.subject, tx)
  if (known) {
    assertOpen(kernel, known)
    await kernel.store.run(
      'UPDATE government_identities SET grade = ?, checked_at = ? WHERE user_id = ?',
      [person.grade, kernel.clock.now(), known.id],
      tx,
    )
    return known
  }
  // A number that the platform did not check opens nobody's account.
  const { phone } = person
  const user =
    phone === null || person.grade === 'unverified'
      ? await newResident(kernel, person, tx)
      : await accountOfPhone(kernel, phone, tx, person.name)
  const id = kernel.ids.next()
  const bound = await insertOnce(
    kernel.store,
    'government_identities',
    {
      id,
      subject_index: kernel.sealer.blindIndex(person.subject, identities),
      subject_sealed: kernel.sealer.seal(person.subject, { ...identities, row: id }),
      user_id: user.id,
      grade: person.grade,
      checked_at: kernel.clock.now(),
      created_at: kernel.clock.now(),
    },
    tx,
  )
  if (!bound) throw refuseWith(sessionErrors, 'session.government-taken')
  return user
}

async function accountBefore(kernel: Kernel, subject: string, tx: Tx): Promise<UserRow | undefined> {
  const indexes = kernel.sealer.blindIndexes(subject, identities)
  const sql = `SELECT user_id FROM government_identities WHERE subject_index IN (${marks(indexes)})`
  const [known] = await kernel.store.rows<{ user_id: string }>(sql, indexes, tx)
  return known && accountById(kernel, known.user_id, tx)
}

/** The platform knows them without a number: they are somebody here all the same, and can add one later. */
const newResident = (kernel: Kernel, { name }: GovernmentPerson, tx: Tx): Promise<UserRow> =>
  insertAccount(
    kernel,
    {
      name,
      class: 'resident',
      validFrom: kernel.clock.now(),
      validUntil: forEver,
      idleMinutes: residentIdleMinutes,
      maxFailures: usualFailures,
    },
    tx,
  )

export async function governmentGrade(
  kernel: Kernel,
  userId: string,
): Promise<{ grade: GovernmentGrade | null; checkedAt: string | null }> {
  const [row] = await kernel.store.rows<{ grade: GovernmentGrade; checked_at: number }>(
    'SELECT grade, checked_at FROM government_identities WHERE user_id = ?',
    [userId],
  )
  return { grade: row?.grade ?? null, checkedAt: row ? new Date(Number(row.checked_at)).toISOString() : null }
}
