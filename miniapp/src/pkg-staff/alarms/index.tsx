import { useCall, usePage } from '@liren/client'
import { type AlarmSummary, alarmEndpoints } from '@liren/contract/capabilities/alarm'
import { hazardAreas, hazardEndpoints } from '@liren/contract/capabilities/hazard'
import { useState } from 'react'
import { useMe } from '@/parts/me'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { SlaClock, TimeText } from '@/parts/time-text'
import { ViewList } from '@/parts/view-list'
import { Box, Tap } from '@/platform/elements'
import { go } from '@/platform/nav'
import { alarmWords as words } from '@/words/alarm'
import { useSay } from '@/words/kit'
import { AlarmTags } from '../parts/alarm-tags'

type View = keyof typeof words.views

/** Alarms of the estate for whoever goes and looks, gravest first. */
export default function Alarms() {
  const say = useSay()
  return (
    <Page page="pkg-staff/alarms" title={words.title}>
      <PermissionGate end="staff" permission="alarm.read" preview={say(words.preview)}>
        <Duty />
        <List />
      </PermissionGate>
    </Page>
  )
}

/** Who is on duty at this moment; whoever reads it sees at once whether it is them. */
function Duty() {
  const say = useSay()
  const { me, may } = useMe()
  const call = useCall(hazardEndpoints.shifts, may('hazard.read') ? { query: { limit: 100 } } : null, { keep: true })
  if (!call.data) return null
  const now = call.data.items.filter(({ isNow }) => isNow)
  return (
    <Box className="card" id="duty">
      <Box className="heading">{say(words.dutyTitle)}</Box>
      {now.length === 0 ? <Box className="secondary">{say(words.dutyNone)}</Box> : null}
      {now.map((shift) => (
        <Box key={shift.id} className="row between gap-12">
          <Box>{shift.person.name}</Box>
          <Box className="secondary">{`${say(hazardAreas[shift.area])} · ${shift.place.label}`}</Box>
        </Box>
      ))}
      {now.some(({ person }) => person.id === me?.user.id) ? <Box className="small">{say(words.dutyMine)}</Box> : null}
    </Box>
  )
}

function List() {
  const [view, setView] = useState<View>('open')
  const query = { phase: view, limit: 20, ...(view === 'done' ? {} : { sort: 'gravest' as const }) }
  const list = usePage(alarmEndpoints.list, { query }, { keep: true, on: ['alarm.'] })
  return (
    <ViewList label={words.title} views={words.views} view={view} onView={setView} list={list} none={words.none} noneBody={words.noneBody}>
      {(alarm) => <AlarmCard alarm={alarm} />}
    </ViewList>
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
