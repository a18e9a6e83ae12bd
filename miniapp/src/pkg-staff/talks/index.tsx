import { clockTime, usePage } from '@liren/client'
import { askKinds, housekeeper as contract, type Talk } from '@liren/contract/capabilities/housekeeper'
import { useState } from 'react'
import { CursorList } from '@/parts/cursor-list'
import { EmptyState } from '@/parts/empty-state'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { Segmented } from '@/parts/segmented'
import { Tag } from '@/parts/status-tag'
import { TimeText } from '@/parts/time-text'
import { Box, Tap } from '@/platform/elements'
import { go } from '@/platform/nav'
import { useDidShow, usePull } from '@/platform/shown'
import { useSay } from '@/words/kit'
import { talkWords as words } from '@/words/talk'

type View = 'waiting' | 'all'
const views: readonly View[] = ['waiting', 'all']

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
  const say = useSay()
  const [view, setView] = useState<View>('waiting')
  const list = usePage(contract.endpoints.inbox, { query: { view, limit: 20 } }, { keep: true, on: ['housekeeper.'] })
  useDidShow(() => void list.reload())
  usePull(list.reload)
  return (
    <>
      <Segmented
        label={say(words.inbox)}
        value={view}
        onChange={setView}
        options={views.map((value) => ({ value, words: say(words.views[value]) }))}
      />
      <CursorList
        of={list}
        shape="cards"
        keyOf={({ id }) => id}
        empty={<EmptyState scene="calm" title={say(words.none)} body={say(words.noneBody)} />}
      >
        {(talk) => <Card talk={talk} />}
      </CursorList>
    </>
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
