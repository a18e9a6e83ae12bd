import { usePage } from '@liren/client'
import { type AlarmSummary, alarmEndpoints } from '@liren/contract/capabilities/alarm'
import { useState } from 'react'
import { CursorList } from '@/parts/cursor-list'
import { EmptyState } from '@/parts/empty-state'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { Segmented } from '@/parts/segmented'
import { SlaClock, TimeText } from '@/parts/time-text'
import { Box, Tap } from '@/platform/elements'
import { go } from '@/platform/nav'
import { useDidShow, usePull } from '@/platform/shown'
import { alarmWords as words } from '@/words/alarm'
import { useSay } from '@/words/kit'
import { AlarmTags } from '../parts/alarm-tags'

type View = 'open' | 'active' | 'done'
const views: readonly View[] = ['open', 'active', 'done']

/** Alarms of the estate for whoever goes and looks, gravest first. */
export default function Alarms() {
  const say = useSay()
  return (
    <Page page="pkg-staff/alarms" title={words.title}>
      <PermissionGate end="staff" permission="alarm.read" preview={say(words.preview)}>
        <List />
      </PermissionGate>
    </Page>
  )
}

function List() {
  const say = useSay()
  const [view, setView] = useState<View>('open')
  const query = { phase: view, limit: 20, ...(view === 'done' ? {} : { sort: 'gravest' as const }) }
  const list = usePage(alarmEndpoints.list, { query }, { keep: true, on: ['alarm.'] })
  useDidShow(() => void list.reload())
  usePull(list.reload)
  return (
    <>
      <Segmented
        label={say(words.title)}
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
        {(alarm) => <AlarmCard alarm={alarm} />}
      </CursorList>
    </>
  )
}

function AlarmCard({ alarm }: { alarm: AlarmSummary }) {
  const say = useSay()
  return (
    <Tap className="card case-card" id={`alarm-${alarm.id}`} onTap={() => go('/pkg-staff/alarm', { id: alarm.id })}>
      <Box className="row gap-8 wrap">
        <AlarmTags alarm={alarm} />
      </Box>
      <Box className="heading two-lines case-middle">{say(alarm.title)}</Box>
      <Box className="secondary two-lines">{[alarm.place.label, alarm.device?.name].filter(Boolean).join(' · ')}</Box>
      <Box className="row between gap-8 wrap">
        <TimeText at={alarm.lastAt} className="small" />
        <SlaClock dueAt={alarm.dueAt} paused={alarm.shelvedUntil !== null} />
      </Box>
    </Tap>
  )
}
