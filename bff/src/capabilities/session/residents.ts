import { accountByPhone, forEver, insertAccount, residentIdleMinutes, type UserRow, usualFailures } from '../../kernel/identity/accounts.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { assertOpen } from './arrive.ts'

/** Whoever has proved to hold a phone number is the account of that number, or becomes a resident. */
export async function accountOfPhone(kernel: Kernel, phone: string, tx: Tx, name = `居民${phone.slice(-4)}`): Promise<UserRow> {
  const row = await accountByPhone(kernel, phone, tx)
  if (row) {
    assertOpen(kernel, row)
    return row
  }
  return insertAccount(
    kernel,
    {
      name,
      phone,
      class: 'resident',
      validFrom: kernel.clock.now(),
      validUntil: forEver,
      idleMinutes: residentIdleMinutes,
      maxFailures: usualFailures,
    },
    tx,
  )
}
