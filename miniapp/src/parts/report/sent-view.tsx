import { friendlyTime, useCall, useClient, useOutbox, useSettings } from '@liren/client'
import { type Repair, repairEndpoints } from '@liren/contract/capabilities/repair'
import { Box } from '@/platform/elements'
import { go, swap, useParams } from '@/platform/nav'
import { sentWords as words } from '@/words/case'
import { useSay } from '@/words/kit'
import { noticeWords } from '@/words/me'
import { PlainButton, PrimaryButton } from '../button'
import { Icon } from '../icon'
import { Loaded } from '../loaded'
import { PassCard } from '../pass-card'
import { WechatNotice } from '../wechat-notice'
import './sent-view.css'

interface SentViewProps {
  readonly detailPage: string
  readonly newPage: string
}

/** After sending: a number, who, by when, where to follow — or that it waits for the network. */
export function SentView({ detailPage, newPage }: SentViewProps) {
  const { id: known, entry: entryId } = useParams()
  const { entries } = useOutbox()
  const entry = entries.find((one) => one.id === entryId)
  const id = known ?? (entry?.state === 'done' ? (entry.answer as Repair).id : undefined)
  const call = useCall(repairEndpoints.read, id === undefined ? null : { params: { id } }, { keep: true, on: ['repair.'] })
  if (id === undefined) return <Waiting stopped={entry?.state === 'stopped'} />
  return (
    <Loaded of={call} shape="detail">
      {(repair) => <Receipt repair={repair} onFollow={() => swap(detailPage, { id })} onAnother={() => swap(newPage)} />}
    </Loaded>
  )
}

function Waiting({ stopped }: { stopped: boolean }) {
  const say = useSay()
  return (
    <PassCard
      head={
        <Box className="row gap-12" id="sent-waiting">
          <Icon name={stopped ? 'alert' : 'clock'} className="sent-sign" />
          <Box className="title">{say(stopped ? words.stopped : words.waiting)}</Box>
        </Box>
      }
    >
      <Box className="stack gap-12">
        <Box>{say(words.waitingBody)}</Box>
        <PrimaryButton onTap={() => (stopped ? go('/pkg-sys/outbox') : go('/pages/home'))}>{say(words.home)}</PrimaryButton>
      </Box>
    </PassCard>
  )
}

function Receipt({ repair, onFollow, onAnother }: { repair: Repair; onFollow: () => void; onAnother: () => void }) {
  const say = useSay()
  const { platform } = useClient()
  const { language } = useSettings()
  const due = repair.acceptDueAt
  return (
    <PassCard
      head={
        <Box className="row gap-12" id="sent-done">
          <Icon name="check-circle" className="sent-sign" />
          <Box className="title">{say(words.done)}</Box>
        </Box>
      }
    >
      <Line name={say(words.number)} id="sent-number">
        <Box className="title number">{repair.number}</Box>
      </Line>
      <Line name={say(words.handler)}>{repair.handler?.name ?? say(words.deskHandles)}</Line>
      {due ? <Line name={say(words.byWhen)}>{say(words.answerBy(friendlyTime(due, platform.clock.now(), language)))}</Line> : null}
      <Line name={say(words.where)}>{say(words.whereValue)}</Line>
      <Box className="stack gap-12 sent-buttons">
        <PrimaryButton id="sent-follow" onTap={onFollow}>
          {say(words.follow)}
        </PrimaryButton>
        <WechatNotice group="case">{say(noticeWords.whenDone)}</WechatNotice>
        <PlainButton id="sent-another" onTap={onAnother}>
          {say(words.another)}
        </PlainButton>
      </Box>
    </PassCard>
  )
}

function Line({ name, children, id }: { name: string; children: React.ReactNode; id?: string }) {
  return (
    <Box className="sent-line" {...(id ? { id } : {})}>
      <Box className="secondary">{name}</Box>
      <Box>{children}</Box>
    </Box>
  )
}
