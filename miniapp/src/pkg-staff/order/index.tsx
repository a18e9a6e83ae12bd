import { useCall, useClient } from '@liren/client'
import { type Repair, type RepairAction, repairActions, repairEndpoints } from '@liren/contract/capabilities/repair'
import { useCallback, useState } from 'react'
import { BottomBar, LinkButton, PrimaryButton } from '@/parts/button'
import { CaseBody, CaseFees, CaseHead, CaseProgress, CaseRating } from '@/parts/case-detail'
import { ErrorNote } from '@/parts/error-panel'
import { Loaded } from '@/parts/loaded'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { useToast } from '@/parts/toast'
import { Box } from '@/platform/elements'
import { useParams } from '@/platform/nav'
import { useDidShow, usePull } from '@/platform/shown'
import { useSay } from '@/words/kit'
import { staffWords as words } from '@/words/staff'
import { useLocalOrder } from '../parts/order-sync'
import { useStep } from '../parts/use-step'
import { ContactCard } from './contact-card'
import { FinishSheet } from './finish-sheet'
import { ReasonSheet } from './reason-sheet'
import { SyncNote } from './sync-note'
import { TransferSheet } from './transfer-sheet'

/** The one step a worker takes next, in the order of the work. */
const nextSteps: readonly RepairAction[] = ['grab', 'accept', 'arrive', 'finish', 'resume']
const sideSteps: readonly RepairAction[] = ['pause', 'transfer', 'decline']

/** One order, one thumb: the next step is the large key; the rest is beside it. */
export default function OrderPage() {
  const say = useSay()
  return (
    <Page page="pkg-staff/order" title={words.orderTitle}>
      <PermissionGate end="staff" permission="repair.handle" preview={say(words.preview)}>
        <Order />
      </PermissionGate>
    </Page>
  )
}

function Order() {
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
  const local = useLocalOrder(repair.id, repair.state, repair.can)
  const { take, sending, error } = useStep()
  const [sheet, setSheet] = useState<RepairAction>()
  const close = useCallback(() => setSheet(undefined), [])
  const next = nextSteps.find((action) => local.can.includes(action))
  const aside = sideSteps.filter((action) => local.can.includes(action))

  const done = (state: 'done' | 'waiting' | 'refused') => {
    close()
    if (state === 'waiting') toast(words.queued)
    platform.vibrate(state === 'refused' ? 'warning' : 'success')
    void reload()
  }
  const step = async (action: RepairAction) => {
    if (action === 'finish') return setSheet('finish')
    const body = action === 'arrive' ? { at: new Date(platform.clock.now()).toISOString() } : {}
    done((await take(repair, action, body)).state)
  }

  return (
    <>
      <CaseHead repair={{ ...repair, state: local.state }} sync={<SyncNote queued={local.queued} />} />
      <ContactCard repair={repair} />
      <ErrorNote error={error} />
      <CaseBody repair={repair} />
      <CaseFees repair={repair} />
      <CaseRating repair={repair} />
      <CaseProgress repair={repair} />
      <Box className="row gap-12 wrap">
        {aside.map((action) => (
          <LinkButton key={action} id={`step-${action}`} onTap={() => setSheet(action)}>
            {say(repairActions[action].text)}
          </LinkButton>
        ))}
      </Box>
      {next ? (
        <BottomBar>
          <PrimaryButton id={`step-${next}`} busy={sending} onTap={() => void step(next)}>
            {say(repairActions[next].text)}
          </PrimaryButton>
        </BottomBar>
      ) : null}
      {sheet === 'finish' ? <FinishSheet repair={repair} onClose={close} onDone={done} /> : null}
      {sheet === 'transfer' ? <TransferSheet repair={repair} onClose={close} onDone={done} /> : null}
      {sheet === 'pause' || sheet === 'decline' ? <ReasonSheet action={sheet} repair={repair} onClose={close} onDone={done} /> : null}
    </>
  )
}
