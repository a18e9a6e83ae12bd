import { clockTime, type Entry, useOutbox, useSession, useSettings } from '@liren/client'
import type { IconName } from '@/look/icons'
import { LinkButton, PlainButton } from '@/parts/button'
import { EmptyState } from '@/parts/empty-state'
import { Page } from '@/parts/page'
import { Tag, type Tone } from '@/parts/status-tag'
import { TimeText } from '@/parts/time-text'
import { Box } from '@/platform/elements'
import { common } from '@/words/common'
import { useSay } from '@/words/kit'
import { outboxWords as words } from '@/words/sys'

/** Everything on its way: what waits, what was refused and why, what arrived today. */
export default function OutboxPage() {
  const say = useSay()
  const { entries, waiting, flush } = useOutbox()
  return (
    <Page page="pkg-sys/outbox" title={words.title}>
      {entries.length === 0 ? <EmptyState scene="calm" title={say(words.none)} body={say(words.noneBody)} /> : null}
      {[...entries].reverse().map((entry) => (
        <EntryCard key={entry.id} entry={entry} />
      ))}
      {waiting > 0 ? (
        <PlainButton id="send-now" icon="refresh" onTap={() => void flush()}>
          {say(words.sendNow)}
        </PlainButton>
      ) : null}
    </Page>
  )
}

const looks: Record<Entry['state'], { tone: Tone; icon: IconName }> = {
  waiting: { tone: 'info', icon: 'clock' },
  stopped: { tone: 'danger', icon: 'alert' },
  done: { tone: 'success', icon: 'check' },
}

function EntryCard({ entry }: { entry: Entry }) {
  const say = useSay()
  const { language } = useSettings()
  const session = useSession()
  const { sendingId, retry, discard } = useOutbox()
  const foreign = session.status === 'signed-in' && session.who.userId !== entry.userId
  const told = entry.body.description ?? entry.body.note ?? entry.body.reason
  return (
    <Box className="card" id={`entry-${entry.id}`}>
      <Box className="row between gap-8">
        <Box className="heading">{say(entry.label)}</Box>
        <Tag {...looks[entry.state]} words={say(entry.id === sendingId ? words.sending : words.states[entry.state])} />
      </Box>
      {typeof told === 'string' ? <Box className="two-lines">{told}</Box> : null}
      <Box className="small row gap-8 wrap">
        <TimeText at={entry.createdAt} />
        {entry.attachments.length > 0 ? <Box>{say(words.photos(entry.attachments.length))}</Box> : null}
        {entry.doneAt ? <Box>{say(common.sentAt(clockTime(entry.doneAt)))}</Box> : null}
        {foreign ? <Box>{say(words.otherUser)}</Box> : null}
      </Box>
      {entry.stoppedBy ? (
        <>
          <Box className="note note-danger note-round" role="alert">
            <Box className="grow">
              {entry.stoppedBy[language]}
              {entry.stoppedBy.faults.map((fault) => (
                <Box key={fault.path}>{fault[language]}</Box>
              ))}
              <Box className="small">{say(words.stillThere)}</Box>
            </Box>
          </Box>
          <Box className="row gap-12">
            <LinkButton icon="refresh" onTap={() => void retry(entry.id)}>
              {say(common.retry)}
            </LinkButton>
            <LinkButton icon="trash" onTap={() => void discard(entry.id)}>
              {say(common.discard)}
            </LinkButton>
          </Box>
        </>
      ) : null}
    </Box>
  )
}
