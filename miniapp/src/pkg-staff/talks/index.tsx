import { clockTime, usePage } from '@liren/client'
import { askKinds, housekeeper as contract, type Talk } from '@liren/contract/capabilities/housekeeper'
import { useState } from 'react'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { Tag } from '@/parts/status-tag'
import { TimeText } from '@/parts/time-text'
import { ViewList } from '@/parts/view-list'
import { Box, Tap } from '@/platform/elements'
import { go } from '@/platform/nav'
import { useSay } from '@/words/kit'
import { talkWords as words } from '@/words/talk'

type View = keyof typeof words.views

/** Residents whom this housekeeper answers, who waits longest first. */
export default function Talks() {
  const say = useSay()
  return (
    <Page page="pkg-staff/talks" title={words.inbox}>
      <PermissionGate end="staff" permission="housekeeper.serve" preview={say(words.inboxPreview)}>
        <List />
      </PermissionGate>
    </Page>
  )
}

function List() {
  const [view, setView] = useState<View>('waiting')
  const list = usePage(contract.endpoints.inbox, { query: { view, limit: 20 } }, { keep: true, on: ['housekeeper.'] })
  return (
    <ViewList label={words.inbox} views={words.views} view={view} onView={setView} list={list} none={words.none} noneBody={words.noneBody}>
      {(talk) => <Card talk={talk} />}
    </ViewList>
  )
}

function Card({ talk }: { talk: Talk }) {
  const say = useSay()
  const waiting = talk.asks.find(({ state }) => state === 'waiting')
  return (
    <Tap className="card case-card" id={`talk-${talk.id}`} onTap={() => go('/pkg-staff/talk', { id: talk.id })}>
      <Box className="row gap-8 wrap">
        {waiting ? <Tag tone="info" icon="clock" words={say(askKinds[waiting.kind])} /> : null}
        {talk.overdue ? <Tag tone="danger" icon="hourglass" words={say(words.overdue)} /> : null}
      </Box>
      <Box className="heading two-lines case-middle">{talk.house.label}</Box>
      <Box className="row between gap-8 wrap secondary">
        <Box>{talk.resident.name}</Box>
        {talk.dueAt === null ? <TimeText at={talk.lastAt} /> : <Box>{say(words.dueBy(clockTime(Date.parse(talk.dueAt))))}</Box>}
      </Box>
    </Tap>
  )
}
