import type { PlaceKind } from '@liren/contract/capabilities/place'
import { type UserClass, userErrors } from '@liren/contract/capabilities/user'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { UserRow } from '../../kernel/identity/accounts.ts'

/** 镇街级 users belong to a street, 村居级 ones to a community …: the class says how much a user may ever cover. */
const placesOfClass: Readonly<Record<UserClass, readonly PlaceKind[]>> = {
  city: ['city', 'district'],
  street: ['street'],
  command: ['city', 'district', 'street'],
  village: ['community'],
  property: ['community', 'estate'],
  resident: ['city', 'district', 'street', 'community', 'estate'],
}

export function assertClassFits(userClass: UserClass, kind: PlaceKind): void {
  if (!placesOfClass[userClass].includes(kind)) throw refuseWith(userErrors, 'user.class-place')
}

export function assertNotSelf(actorId: string, row: Pick<UserRow, 'id'>): void {
  if (row.id === actorId) throw refuseWith(userErrors, 'user.self')
}

export function assertNotRetired(row: Pick<UserRow, 'state'>): void {
  if (row.state === 'retired') throw refuseWith(userErrors, 'user.retired')
}

export function assertVersion(row: Pick<UserRow, 'version'>, seen: number): void {
  if (row.version !== seen) throw refuse('stale', { details: { version: row.version } })
}

export function assertValidity(from: number, until: number): void {
  if (until > from) return
  throw refuse('request.invalid', {
    faults: [{ path: 'body.validUntil', zh: '结束时间须晚于开始时间', en: 'Must be after the beginning' }],
  })
}
