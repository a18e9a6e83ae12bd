import { useCall, useClient } from '@liren/client'
import { type Alarm, type AlarmAction, alarmActions, alarmEndpoints, alarmHappenings } from '@liren/contract/capabilities/alarm'
import { elementIdOf } from '@liren/contract/map/model'
import { useCallback, useState } from 'react'
import { BottomBar, LinkButton, PrimaryButton } from '@/parts/button'
import { CaseTimeline, type Step } from '@/parts/case-timeline'
import { ErrorNote } from '@/parts/error-panel'
import { Loaded } from '@/parts/loaded'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { SlaClock, TimeText } from '@/parts/time-text'
import { useToast } from '@/parts/toast'
import { WhereNote } from '@/parts/where-note'
import { Box } from '@/platform/elements'
import { useParams } from '@/platform/nav'
import { useDidShow, usePull } from '@/platform/shown'
import { alarmWords as words } from '@/words/alarm'
import { useSay } from '@/words/kit'
import { AlarmTags } from '../parts/alarm-tags'
import { useAlarmStep } from '../parts/use-alarm-step'
import { HandleSheet } from './handle-sheet'

const nextSteps: readonly AlarmAction[] = ['accept', 'handle', 'close']

/** One alarm, one thumb: accept, report with photos, and for a supervisor close. */
export default function AlarmPage() {
  const say = useSay()
  return (
    <Page page="pkg-staff/alarm" title={words.one}>
      <PermissionGate end="staff" permission="alarm.read" preview={say(words.preview)}>
        <One />
      </PermissionGate>
    </Page>
  )
}

function One() {
  const { id = '' } = useParams()
  const call = useCall(alarmEndpoints.read, id === '' ? null : { params: { id } }, { keep: true, on: ['alarm.'] })
  useDidShow(() => void call.reload())
  usePull(call.reload)
  return (
    <Loaded of={call} shape="detail">
      {(alarm) => <Shown alarm={alarm} reload={call.reload} />}
    </Loaded>
  )
}

function Shown({ alarm, reload }: { alarm: Alarm; reload: () => Promise<void> }) {
  const say = useSay()
  const toast = useToast()
  const { platform } = useClient()
  const { take, sending, error } = useAlarmStep()
  const [sheet, setSheet] = useState<'handle' | 'note'>()
  const close = useCallback(() => setSheet(undefined), [])
  const next = nextSteps.find((action) => alarm.can.includes(action))

  const done = (state: 'done' | 'waiting' | 'refused') => {
    close()
    if (state === 'waiting') toast(words.queued)
    platform.vibrate(state === 'refused' ? 'warning' : 'success')
    void reload()
  }
  const step = async (action: AlarmAction) => (action === 'handle' ? setSheet('handle') : done((await take(alarm, action)).state))

  return (
    <>
      <Head alarm={alarm} />
      <ErrorNote error={error} />
      {alarm.device ? <WhereNote element={elementIdOf('device', alarm.device.id)} /> : null}
      <Told alarm={alarm} />
      <Course alarm={alarm} />
      {alarm.can.includes('note') ? (
        <LinkButton id="step-note" onTap={() => setSheet('note')}>
          {say(words.addNote)}
        </LinkButton>
      ) : null}
      {next ? (
        <BottomBar>
          <PrimaryButton id={`step-${next}`} busy={sending} onTap={() => void step(next)}>
            {say(alarmActions[next].text)}
          </PrimaryButton>
        </BottomBar>
      ) : null}
      {sheet ? <HandleSheet alarm={alarm} action={sheet} onClose={close} onDone={done} /> : null}
    </>
  )
}

function Head({ alarm }: { alarm: Alarm }) {
  const say = useSay()
  return (
    <Box className="card" id="alarm-head">
      <Box className="row gap-8 wrap">
        <AlarmTags alarm={alarm} />
        <SlaClock dueAt={alarm.dueAt} paused={alarm.shelvedUntil !== null} />
      </Box>
      <Box className="title case-title" as="h2">
        {say(alarm.title)}
      </Box>
      <Box className="secondary">{alarm.place.label}</Box>
      <Box className="small number case-number">{say(words.number(alarm.number))}</Box>
    </Box>
  )
}

function Told({ alarm }: { alarm: Alarm }) {
  const say = useSay()
  const rows: readonly (readonly [string, string])[] = [
    [say(words.device), alarm.device?.name ?? '–'],
    ...(alarm.part === '' ? [] : [[say(words.part), alarm.part] as const]),
    [say(words.handler), alarm.handler?.name ?? say(words.nobody)],
    ...Object.entries(alarm.values).map(
      ([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)] as const,
    ),
  ]
  return (
    <Box className="card" as="section">
      <Box className="heading">{say(words.told)}</Box>
      {rows.map(([name, value]) => (
        <Box key={name} className="row between gap-12">
          <Box className="secondary">{name}</Box>
          <Box>{value}</Box>
        </Box>
      ))}
      <Box className="row between gap-12">
        <Box className="secondary">{say(words.first)}</Box>
        <TimeText at={alarm.firstAt} />
      </Box>
      <Box className="row between gap-12">
        <Box className="secondary">{say(words.last)}</Box>
        <TimeText at={alarm.lastAt} />
      </Box>
    </Box>
  )
}

const titles = {
  ...Object.fromEntries(Object.entries(alarmActions).map(([name, { text }]) => [name, text])),
  ...alarmHappenings,
} as Readonly<Record<Alarm['timeline'][number]['action'], { zh: string; en: string }>>

function Course({ alarm }: { alarm: Alarm }) {
  const say = useSay()
  const steps: Step[] = [...alarm.timeline].reverse().map(({ id, at, action, actor, note, photos }) => ({
    ...{ id, at, title: say(titles[action]), who: actor ?? say(words.house), note, photos },
  }))
  return (
    <Box className="card" as="section" id="timeline">
      <Box className="heading case-heading">{say(words.timeline)}</Box>
      <CaseTimeline steps={steps} />
    </Box>
  )
}
