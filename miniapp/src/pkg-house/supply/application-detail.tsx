import { useCall, useSend } from '@liren/client'
import { type OwnSupply, supplyEndpoints, supplyMoves, supplyWindows } from '@liren/contract/capabilities/supply'
import { PlainButton, PrimaryButton } from '@/parts/button'
import { CaseTimeline } from '@/parts/case-timeline'
import { ErrorNote } from '@/parts/error-panel'
import { Loaded } from '@/parts/loaded'
import { useToast } from '@/parts/toast'
import { Box } from '@/platform/elements'
import { useDidShow, usePull } from '@/platform/shown'
import { useSay } from '@/words/kit'
import { supplyWords as words } from '@/words/supply'
import { ApplicationHead } from './application-card'
import { Resubmit } from './resubmit'

/** One application of mine: what comes next, what happened, and my own step. */
export function ApplicationDetail({ id }: { id: string }) {
  const one = useCall(supplyEndpoints.own, { params: { id } }, { on: ['supply.'] })
  useDidShow(() => void one.reload())
  usePull(one.reload)
  return (
    <Loaded of={one} shape="detail">
      {(application) => <Shown application={application} onDone={() => void one.reload()} />}
    </Loaded>
  )
}

function Shown({ application, onDone }: { application: OwnSupply; onDone: () => void }) {
  const say = useSay()
  const toast = useToast()
  const withdraw = useSend(supplyEndpoints.withdraw)
  const confirm = useSend(supplyEndpoints.confirm)
  const { can, visit, materials, note } = application
  const take = async (step: typeof withdraw | typeof confirm) => {
    if ((await step.send({ params: { id: application.id }, body: { version: application.version } })) === null) return
    toast(words.saved)
    onDone()
  }
  const steps = application.steps.map((step) => ({
    ...{ id: step.id, at: step.at, title: say(supplyMoves[step.move]), note: step.note },
    ...(step.move === 'submit' ? { photos: materials, note } : {}),
  }))
  return (
    <>
      <Box className="card stack gap-8">
        <ApplicationHead application={application} />
        {visit === null ? null : <Box>{`${say(words.visit)}：${visit.day} ${say(supplyWindows[visit.window])}`}</Box>}
        {application.reason === null ? null : <Box>{`${say(words.reason)}：${application.reason}`}</Box>}
        {application.device === null ? null : <Box>{`${say(words.device)}：${application.device.name}`}</Box>}
        <Box className="small number">{application.number}</Box>
      </Box>
      {can.includes('resubmit') ? <Resubmit application={application} onDone={onDone} /> : null}
      <Box className="card">
        <Box className="heading">{say(words.progress)}</Box>
        <CaseTimeline steps={[...steps].reverse()} />
      </Box>
      <ErrorNote error={withdraw.error ?? confirm.error} />
      {can.includes('confirm') ? (
        <PrimaryButton id="supply-confirm" busy={confirm.sending} onTap={() => void take(confirm)}>
          {say(words.confirm)}
        </PrimaryButton>
      ) : null}
      {can.includes('withdraw') ? (
        <PlainButton id="supply-withdraw" onTap={() => void take(withdraw)}>
          {say(words.withdraw)}
        </PlainButton>
      ) : null}
    </>
  )
}
