import { clockTime, useCall, usePage } from '@liren/client'
import {
  type EnvironmentFactor,
  environmentEndpoints,
  environmentFactors,
  type PublicStation,
  type Station,
} from '@liren/contract/capabilities/environment'
import { useState } from 'react'
import { Bars } from '@/parts/bars'
import { CursorList } from '@/parts/cursor-list'
import { EmptyState } from '@/parts/empty-state'
import { StationCard } from '@/parts/environment/station-card'
import { Loaded } from '@/parts/loaded'
import { useMe } from '@/parts/me'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { Box } from '@/platform/elements'
import { useDidShow, usePull } from '@/platform/shown'
import { environmentWords as words } from '@/words/environment'
import { useSay } from '@/words/kit'

/** The same readings for whoever lives here and whoever works here; staff also see what is wrong with a station. */
export default function EnvironmentPage() {
  const say = useSay()
  const { may } = useMe()
  const works = may('environment.read')
  return (
    <Page page="pkg-life/environment" title={words.title}>
      <PermissionGate house={!works} permission={works ? 'environment.read' : 'environment.own'} preview={say(words.preview)}>
        {works ? <Stations /> : <Own />}
        <Box className="small">{say(words.airNote)}</Box>
      </PermissionGate>
    </Page>
  )
}

function Nothing() {
  const say = useSay()
  return <EmptyState scene="calm" title={say(words.none)} body={say(words.noneBody)} />
}

function Own() {
  const call = useCall(environmentEndpoints.own, { query: {} }, { keep: true, on: ['environment.'] })
  useDidShow(() => void call.reload())
  usePull(call.reload)
  return (
    <Loaded of={call} shape="cards">
      {({ items }) => (items.length === 0 ? <Nothing /> : items.map((station) => <Followed key={station.id} station={station} />))}
    </Loaded>
  )
}

function Stations() {
  const list = usePage(environmentEndpoints.stations, { query: { limit: 20 } }, { keep: true, on: ['environment.', 'alarm.'] })
  useDidShow(() => void list.reload())
  usePull(list.reload)
  return (
    <CursorList of={list} shape="cards" keyOf={({ id }) => id} empty={<Nothing />}>
      {(station) => <Followed station={station} />}
    </CursorList>
  )
}

/** A station whose readings can be followed back one at a time. */
function Followed({ station }: { station: PublicStation | Station }) {
  const [chosen, setChosen] = useState<EnvironmentFactor>()
  return (
    <StationCard station={station} chosen={chosen} onChoose={(factor) => setChosen(factor === chosen ? undefined : factor)}>
      {chosen === undefined ? null : <Curve id={station.id} factor={chosen} works={'openAlarms' in station} />}
    </StationCard>
  )
}

function Curve({ id, factor, works }: { id: string; factor: EnvironmentFactor; works: boolean }) {
  const say = useSay()
  const asked = works ? environmentEndpoints.curve : environmentEndpoints.ownCurve
  const call = useCall(asked, { params: { id }, query: { factor } })
  const { text, unit } = environmentFactors[factor]
  return (
    <Loaded of={call} shape="rows">
      {({ items }) => (
        <Bars
          title={say(words.curve(say(text)))}
          empty={say(words.noCurve)}
          unit={unit}
          bars={items.map(({ at, average }) => ({ key: clockTime(at), value: average }))}
        />
      )}
    </Loaded>
  )
}
