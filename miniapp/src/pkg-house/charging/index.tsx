import { useCall } from '@liren/client'
import { type ChargingNear, chargerUses, chargingEndpoints, type PortState, portStateTexts } from '@liren/contract/capabilities/charging'
import { useState } from 'react'
import type { IconName } from '@/look/icons'
import { EmptyState } from '@/parts/empty-state'
import { Loaded } from '@/parts/loaded'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { Segmented } from '@/parts/segmented'
import { Tag, type Tone } from '@/parts/status-tag'
import { Box } from '@/platform/elements'
import { useDidShow, usePull } from '@/platform/shown'
import { chargingWords as words } from '@/words/charging'
import { useSay } from '@/words/kit'

type Station = ChargingNear['stations'][number]

const looks: Readonly<Record<PortState, { tone: Tone; icon: IconName }>> = {
  free: { tone: 'success', icon: 'check' },
  busy: { tone: 'warning', icon: 'half' },
  faulty: { tone: 'danger', icon: 'alert' },
  unknown: { tone: 'neutral', icon: 'circle' },
}

/** Chargers of one's own estate, those of the own building first, with a word for each port. */
export default function ChargingPage() {
  const say = useSay()
  return (
    <Page page="pkg-house/charging" title={words.title}>
      <PermissionGate house preview={say(words.preview)}>
        <Near />
      </PermissionGate>
    </Page>
  )
}

function Near() {
  const say = useSay()
  const [use, setUse] = useState<Station['use']>('ebike')
  const call = useCall(chargingEndpoints.near, { query: {} }, { keep: true, on: ['device.', 'charging.'] })
  useDidShow(() => void call.reload())
  usePull(call.reload)
  return (
    <>
      <Segmented
        label={say(words.title)}
        value={use}
        onChange={setUse}
        options={chargerUses.map((value) => ({ value, words: say(words.uses[value]) }))}
      />
      <Loaded of={call} shape="cards">
        {({ stations }) => {
          const fit = stations.filter((station) => station.use === use)
          if (fit.length === 0) return <EmptyState scene="calm" title={say(words.none)} body={say(words.noneBody)} />
          return fit.map((station) => <StationCard key={station.id} station={station} />)
        }}
      </Loaded>
    </>
  )
}

function StationCard({ station }: { station: Station }) {
  const say = useSay()
  const free = station.ports.filter(({ state }) => state === 'free').length
  return (
    <Box className="card stack gap-8" id={`station-${station.id}`}>
      <Box className="row between gap-8">
        <Box className="heading grow">{station.name}</Box>
        {!station.isOnline ? (
          <Tag tone="neutral" icon="circle" words={say(words.offline)} />
        ) : free > 0 ? (
          <Tag tone="success" icon="check" words={say(words.free(free))} />
        ) : (
          <Tag tone="warning" icon="alert" words={say(words.full)} />
        )}
      </Box>
      <Box className="secondary">{station.isOwnBuilding ? `${say(words.own)} · ${station.place}` : station.place}</Box>
      {station.isOnline ? (
        <Box className="row wrap gap-8">
          {station.ports.map(({ number, state }) => (
            <Tag key={number} {...looks[state]} words={say(words.port(number, say(portStateTexts[state])))} />
          ))}
        </Box>
      ) : null}
    </Box>
  )
}
