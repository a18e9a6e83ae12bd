import { useCall, useClient, useLiveStatus } from '@liren/client'
import { type Repair, repairActions, repairEndpoints } from '@liren/contract/capabilities/repair'
import { useCallback, useState } from 'react'
import { BottomBar, LinkButton, PlainButton, PrimaryButton } from '@/parts/button'
import { CaseBody, CaseFees, CaseHead, CaseProgress, CaseRating, HandlerCard, useSpokenState } from '@/parts/case-detail'
import { Loaded } from '@/parts/loaded'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { ShareKey } from '@/parts/share-key'
import { useToast } from '@/parts/toast'
import { Box } from '@/platform/elements'
import { useParams } from '@/platform/nav'
import { useDidShow, usePull } from '@/platform/shown'
import { caseWords as words } from '@/words/case'
import { common } from '@/words/common'
import { useSay } from '@/words/kit'
import { ActSheet, type ResidentAction } from '../parts/act-sheet'

/** What a resident may be offered here, the weightiest first; the server says which of them apply. */
const offered: readonly ResidentAction[] = ['confirm', 'resubmit', 'rate', 'reopen', 'urge', 'note', 'withdraw']

/** One repair: how far, who, by when, and what one can do about it. */
export default function CaseDetail() {
  const say = useSay()
  return (
    <Page page="pkg-case/detail" title={words.detailTitle}>
      <PermissionGate preview={say(words.preview)}>
        <Detail />
      </PermissionGate>
    </Page>
  )
}

function Detail() {
  const { id = '' } = useParams()
  const call = useCall(repairEndpoints.read, id === '' ? null : { params: { id } }, { keep: true, on: ['repair.'] })
  useDidShow(() => void call.reload())
  usePull(call.reload)
  return (
    <Loaded of={call} shape="detail">
      {(repair) => <Shown repair={repair} reload={call.reload} />}
    </Loaded>
  )
}

function Shown({ repair, reload }: { repair: Repair; reload: () => Promise<void> }) {
  const say = useSay()
  const toast = useToast()
  const { platform } = useClient()
  const live = useLiveStatus()
  const [acting, setActing] = useState<ResidentAction>()
  const spoken = useSpokenState(repair)
  const close = useCallback(() => setActing(undefined), [])
  const desk = useCall(repairEndpoints.categories, {}, { keep: true }).data?.emergencyPhone
  const can = offered.filter((action) => repair.can.includes(action))
  const [first, ...rest] = can
  // beside the primary one: whoever is not content finds the way without searching
  const reopens = first === 'confirm' && can.includes('reopen')
  const others = reopens ? rest.filter((action) => action !== 'reopen') : rest
  const { speak } = platform

  return (
    <>
      {live === 'away' ? <Box className="note note-warning note-round">{say(common.liveAway)}</Box> : null}
      <CaseHead repair={repair} />
      <HandlerCard repair={repair}>
        {desk ? (
          <LinkButton icon="phone" onTap={() => void platform.call(desk)}>
            {say(words.callDesk)}
          </LinkButton>
        ) : null}
      </HandlerCard>
      <CaseProgress repair={repair} />
      <CaseBody repair={repair} />
      <CaseFees repair={repair} />
      <CaseRating repair={repair} />
      <Box className="row gap-12 wrap">
        {others.map((action) => (
          <LinkButton key={action} id={`act-${action}`} onTap={() => setActing(action)}>
            {say(repairActions[action].text)}
          </LinkButton>
        ))}
        {speak ? (
          <LinkButton icon="speaker" onTap={() => void speak(spoken)}>
            {say(words.read)}
          </LinkButton>
        ) : null}
        <ShareKey words={words.share} title={repair.title} path={`/m/pkg-case/detail/index?id=${repair.id}`} />
      </Box>
      {first ? (
        <BottomBar>
          {reopens ? (
            <PlainButton id="act-reopen" onTap={() => setActing('reopen')}>
              {say(repairActions.reopen.text)}
            </PlainButton>
          ) : null}
          <PrimaryButton id={`act-${first}`} onTap={() => setActing(first)}>
            {say(repairActions[first].text)}
          </PrimaryButton>
        </BottomBar>
      ) : null}
      {acting ? (
        <ActSheet
          action={acting}
          repair={repair}
          onClose={close}
          onDone={(sent) => {
            close()
            if (sent.state === 'refused') toast(words.stale)
            void reload()
          }}
        />
      ) : null}
    </>
  )
}
