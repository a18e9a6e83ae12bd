import { ApiError, createKey, useClient, useSession } from '@liren/client'
import { session as contract, type Me, type PersonaCode, type SignedIn } from '@liren/contract/capabilities/session'
import { useCallback, useState } from 'react'

const { endpoints } = contract
const stateKey = 'government-state'

/** Kept for ever on this device, so that somebody else's guessing does not lock its owner out. */
async function deviceKey({ storage, clock, dice }: ReturnType<typeof useClient>['platform']): Promise<string> {
  const known = await storage.get('device-key')
  if (known !== null) return known
  const fresh = createKey(clock.now(), dice)
  await storage.set('device-key', fresh)
  return fresh
}

/** All ways of signing in; each ends with the session of this device. */
export function useSignIn(onDone: (me: Me) => void) {
  const { api, platform, session, settings, community } = useClient()
  const state = useSession()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<ApiError>()
  /** The messenger knows who this is; only the number is missing. */
  const [ticket, setTicket] = useState<string>()
  const [foreign, setForeign] = useState(false)

  const settle = useCallback(
    async ({ token, me }: SignedIn) => {
      if (token === undefined) return
      const home = me.households[0]
      if (home !== undefined) community.choose({ id: home.estate.id, name: home.estate.name, community: '' })
      await session.signIn({ token, userId: me.user.id, name: me.user.name, end: me.end })
      onDone(me)
    },
    [session, community, onDone],
  )

  const attempt = useCallback(
    async (work: (arrival: { deviceKey: string; device: string; end?: Me['end'] }) => Promise<void>) => {
      setBusy(true)
      setError(undefined)
      try {
        // an ended session goes on at the end it was at
        const end = state.status === 'expired' ? { end: state.who.end } : {}
        await work({ deviceKey: await deviceKey(platform), device: platform.deviceName.slice(0, 60), ...end })
      } catch (failure) {
        if (!(failure instanceof ApiError)) throw failure
        setError(failure)
      } finally {
        setBusy(false)
      }
    },
    [platform, state],
  )

  const byWechat = (phoneCode?: string) =>
    attempt(async (arrival) => {
      const code = await platform.wechatLogin?.()
      if (!code?.ok) return
      const body = { ...arrival, ...(ticket && phoneCode ? { ticket } : { code: code.value }), ...(phoneCode ? { phoneCode } : {}) }
      const answer = await api.call(endpoints.signInByWechat, { body })
      setTicket(answer.ticket)
      if (answer.state === 'signed-in' && answer.me && answer.token) await settle({ token: answer.token, me: answer.me })
    })

  return {
    busy,
    error,
    ticket,
    byWechat,
    bySms: (phone: string, code: string) =>
      attempt(async (arrival) =>
        settle(await api.call(endpoints.signInBySms, { body: { phone, code, ...(ticket ? { ticket } : {}), ...arrival } })),
      ),
    /** Leaves for the page of the platform; the state stays here and is looked for on the way back. */
    leaveForGovernment: () =>
      attempt(async () => {
        const state = createKey(platform.clock.now(), platform.dice)
        const { url } = await api.call(endpoints.governmentDoor, { query: { state } })
        if (url === null || platform.elsewhere === null) return
        await platform.storage.set(stateKey, state)
        platform.elsewhere.leaveFor(url)
      }),
    byGovernment: (back: { state: string; ticket: string }) =>
      attempt(async (arrival) => {
        const left = await platform.storage.get(stateKey)
        await platform.storage.remove(stateKey)
        // somebody else's ticket in a link does not sign this device in
        if (left !== back.state) return setForeign(true)
        await settle(await api.call(endpoints.signInByGovernment, { body: { ticket: back.ticket, ...arrival } }))
      }),
    foreign,
    asPersona: (persona: PersonaCode) =>
      attempt(async ({ deviceKey: key, device }) => {
        const answer = await api.call(endpoints.signInAsPersona, { body: { persona, deviceKey: key, device } })
        // whoever wants to be the elder wants to see what the elder sees
        if (persona === 'elder') settings.change({ elder: true, elderOffered: true })
        await settle(answer)
      }),
    sendCode: async (phone: string): Promise<number | undefined> => {
      let wait: number | undefined
      await attempt(async () => {
        wait = (await api.call(endpoints.sendCode, { body: { phone } })).againAfter
      })
      return wait
    },
  }
}
