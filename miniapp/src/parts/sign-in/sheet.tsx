import { useClient, useObservable, useSession } from '@liren/client'
import type { Me } from '@liren/contract/capabilities/session'
import { useCallback, useEffect, useRef, useState } from 'react'
import { Box, PhoneTap } from '@/platform/elements'
import { go } from '@/platform/nav'
import { useSay } from '@/words/kit'
import { signInWords as words } from '@/words/sign-in'
import { LinkButton, PrimaryButton } from '../button'
import { ErrorNote } from '../error-panel'
import { Tick } from '../form'
import { Sheet } from '../sheet'
import { Skeleton } from '../skeleton'
import { useToast } from '../toast'
import '../notes.css'
import { Government } from './government'
import { Personas } from './personas'
import { SmsForm } from './sms-form'
import { type Offers, useOffers } from './use-offers'
import { useSignIn } from './use-sign-in'

/** Asked for at the moment of need; closing it leaves the page as it was. */
export function SignInSheet() {
  const { session, platform } = useClient()
  const asking = useObservable(session.asking)
  const [back, setBack] = useState<Back>()
  useEffect(() => {
    const came = platform.elsewhere?.cameBack('government')
    if (!came) return
    setBack(came)
    void session.ask()
  }, [platform, session])
  return asking ? <OpenSheet back={back} onUsed={() => setBack(undefined)} /> : null
}

type Back = { readonly state: string; readonly ticket: string }

interface OpenSheetProps {
  readonly back: Back | undefined
  readonly onUsed: () => void
}

function OpenSheet(props: OpenSheetProps) {
  const say = useSay()
  const { session } = useClient()
  const { status } = useSession()
  const offers = useOffers()
  const decline = () => session.decline()
  return (
    <Sheet open id="sign-in" title={say(words.title)} onClose={decline}>
      <Box className="secondary">{say(status === 'expired' ? words.expired : words.why)}</Box>
      {offers ? <Ways {...props} offers={offers} onDecline={decline} /> : <Skeleton shape="detail" />}
    </Sheet>
  )
}

function Ways({ back, onUsed, offers, onDecline }: OpenSheetProps & { offers: Offers; onDecline: () => void }) {
  const say = useSay()
  const toast = useToast()
  const { platform } = useClient()
  const [agreed, setAgreed] = useState(false)
  const [notice, setNotice] = useState<'agree' | 'declined'>()
  const done = useCallback((me: Me) => toast(words.welcome(me.user.name)), [toast])
  const sign = useSignIn(done)

  const { byGovernment } = sign
  const enter = useRef(byGovernment)
  enter.current = byGovernment
  useEffect(() => {
    if (!back) return
    onUsed()
    void enter.current(back)
  }, [back, onUsed])

  /** Consent is given by a person, never by a default. */
  const afterConsent = (work: () => void) => () => {
    if (!agreed) return setNotice('agree')
    setNotice(undefined)
    work()
  }

  return (
    <>
      <Tick id="agree" on={agreed} onChange={setAgreed}>
        {say(words.agree)}
      </Tick>
      <LinkButton
        onTap={() => {
          onDecline()
          go('/pkg-sys/privacy')
        }}
      >
        {say(words.readPrivacy)}
      </LinkButton>
      {notice ? (
        <Box className="note note-warning note-round" role="alert" id="sign-in-notice">
          {say(notice === 'agree' ? words.agreeFirst : words.declined)}
        </Box>
      ) : null}
      {sign.foreign ? (
        <Box className="note note-warning note-round" role="alert" id="sign-in-foreign">
          {say(words.governmentForeign)}
        </Box>
      ) : null}
      <ErrorNote error={sign.error} />
      {platform.wechatLogin === null ? null : sign.ticket && PhoneTap ? (
        <>
          <Box className="secondary">{say(words.wechatPhoneWhy)}</Box>
          <PhoneTap
            id="wechat-phone"
            className="button button-primary"
            onCode={(code) => (code === null ? setNotice('declined') : void sign.byWechat(code))}
          >
            {say(words.wechatPhone)}
          </PhoneTap>
        </>
      ) : (
        <PrimaryButton id="wechat-sign-in" busy={sign.busy} onTap={afterConsent(() => void sign.byWechat())}>
          {say(words.wechat)}
        </PrimaryButton>
      )}
      <SmsForm
        busy={sign.busy}
        guard={afterConsent}
        onSend={sign.sendCode}
        onSubmit={(phone, code) => void sign.bySms(phone, code)}
        quiet={platform.wechatLogin !== null}
      />
      <Government door={offers.government} busy={sign.busy} onChoose={afterConsent(() => void sign.leaveForGovernment())} />
      <Personas items={offers.personas} busy={sign.busy} onChoose={(code) => afterConsent(() => void sign.asPersona(code))()} />
      <Box className="center">
        <LinkButton id="sign-in-refuse" onTap={onDecline}>
          {say(words.refuse)}
        </LinkButton>
      </Box>
    </>
  )
}
