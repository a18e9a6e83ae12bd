import type { End } from '@liren/contract'
import type { SignedIn } from '@liren/contract/capabilities/session'
import type { UserClass } from '@liren/contract/capabilities/user'
import { insertAccount, type NewAccount } from '../src/kernel/identity/accounts.ts'
import { assignRole, theHouse } from '../src/kernel/identity/assign.ts'
import { bound, passwordsOf } from '../src/kernel/identity/passwords.ts'
import { builtinRoleId } from '../src/kernel/identity/role-content.ts'
import type { SmsApi, WechatApi } from '../src/kernel/ports/ports.ts'
import type { Answer, TestApp } from './app.ts'
import { makeRecorder, type TestPlace } from './village.ts'

export const goodPassword = 'Maple-Harbour-71'
export const otherPassword = 'Cedar-Lantern-84'

let made = 0

/** An account of somebody who works with the platform, with a password and roles; what a test does not say is filled in. */
export async function makeAccount(
  app: TestApp,
  options: Partial<Omit<NewAccount, 'class'>> & {
    password?: string
    class?: UserClass
    at: TestPlace
    roles?: readonly (readonly [role: string, place: TestPlace])[]
  },
): Promise<{ id: string; account: string; phone: string }> {
  const { kernel } = app
  const n = ++made
  const id = kernel.ids.next()
  const account = options.account ?? `staff.${n}`
  const phone = options.phone ?? `1000001${String(n).padStart(4, '0')}`
  const passwordHash = await passwordsOf(kernel).hash(bound(id, options.password ?? goodPassword))
  await kernel.store.tx(async (tx) => {
    await insertAccount(
      kernel,
      {
        name: `职员${n}`,
        class: 'village',
        placeId: options.at.id,
        placePath: options.at.path,
        validFrom: 0,
        validUntil: kernel.clock.now() + 3650 * 86_400_000,
        idleMinutes: 30,
        maxFailures: 5,
        ...options,
        id,
        account,
        phone,
        passwordHash,
      },
      tx,
    )
    for (const [role, place] of options.roles ?? [])
      await assignRole(kernel, theHouse, { kind: 'user', id }, { roleId: builtinRoleId(role), place, from: null, until: null }, tx)
    if (options.roles) await makeRecorder(kernel, id, options.at.path, tx)
  })
  return { id, account, phone }
}

interface Door {
  readonly from?: string
  readonly deviceKey?: string
  readonly end?: End
  readonly client?: 'browser' | 'bearer'
  readonly device?: string
}

/** Knocks at the door with a password, from an address of one's own if said. */
export const signIn = (app: TestApp, account: string, password: string, door: Door = {}): Promise<Answer<SignedIn>> => {
  const { from, ...body } = door
  return app.call('POST', '/api/session', { body: { account, password, ...body }, headers: from ? { 'x-forwarded-for': from } : {} })
}

export async function tokenBy(app: TestApp, account: string, password = goodPassword, door: Door = {}): Promise<string> {
  const answer = await signIn(app, account, password, door)
  if (answer.status !== 201 || !answer.body.token) throw new Error(`${account} could not sign in: ${answer.text}`)
  return answer.body.token
}

/** Puts a telephone beside the house that shows the last code, and a WeChat that knows the codes it is told of. */
export function fakeOutside(app: TestApp) {
  const sent: { phone: string; code: string }[] = []
  const logins = new Map<string, string>()
  const phones = new Map<string, string>()
  let asked = 0
  const sms: SmsApi = {
    async send({ phone, params }) {
      sent.push({ phone, code: params.code ?? '' })
      return { id: String(sent.length) }
    },
  }
  const known = (codes: Map<string, string>, code: string): string => {
    asked++
    const value = codes.get(code)
    if (value === undefined) throw new Error('40029 invalid code')
    return value
  }
  const wechat: WechatApi = {
    codeToSession: async (code) => ({ openId: known(logins, code) }),
    phoneNumber: async (code) => ({ phone: known(phones, code) }),
    subscribeMessage: async () => ({ sent: true }),
  }
  Object.assign(app.kernel, { sms, wechat })
  return { sent, logins, phones, lastCode: () => sent.at(-1)?.code ?? '', timesAsked: () => asked }
}
