import { text } from '@liren/contract'
import { accountById, nameOf, phoneOf, updateAccount } from '../../kernel/identity/accounts.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { PersonalData } from '../../kernel/personal.ts'
import { at, lines } from '../../kernel/personal-lines.ts'
import { retireUser } from './lifecycle.ts'

/** The account itself: its name and number go; its id stays, so that the past has somebody who did it. */
export const accountData = (kernel: Kernel): PersonalData => ({
  name: 'account',
  text: text('账号', 'Account'),
  async records({ userId }) {
    const user = await accountById(kernel, userId)
    if (!user) return []
    return [
      lines(
        ['姓名', 'Name', nameOf(kernel, user)],
        ['手机号', 'Phone', phoneOf(kernel, user)],
        ['账号', 'Account name', user.account],
        ['注册时间', 'Since', at(user.created_at)],
        ['最近登录', 'Last sign-in', at(user.last_sign_in_at)],
      ),
    ]
  },
  async erase({ userId }, tx) {
    const user = await accountById(kernel, userId, tx)
    if (!user || user.state === 'retired') return { erased: 0 }
    const retired = await retireUser(kernel, user, tx)
    await updateAccount(kernel, retired, { name: '已注销用户', totp_sealed: null, has_second_factor: 0, last_end: null }, tx)
    return {
      erased: 1,
      kept: {
        count: 1,
        why: text(
          '仅保留无法识别个人的账号编号，使过往记录可追溯',
          'Only the number of the account, which names nobody, so that the past can be traced',
        ),
        basis: '《个人信息保护法》第四条、第四十七条',
      },
    }
  },
})
