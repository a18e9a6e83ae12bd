import { friendlyTime, useCall, useClient, useSettings } from '@liren/client'
import { allSources } from '@liren/contract/archive/source'
import { household } from '@liren/contract/capabilities/household'
import { occupantKinds, type UpstreamOccupant, upstreamEndpoints } from '@liren/contract/capabilities/upstream'
import { useState } from 'react'
import { PrimaryButton } from '@/parts/button'
import { EmptyState } from '@/parts/empty-state'
import { Choices } from '@/parts/form'
import { Loaded } from '@/parts/loaded'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { PersonChip } from '@/parts/person-chip'
import { Box } from '@/platform/elements'
import { useDidShow, usePull } from '@/platform/shown'
import { useSay } from '@/words/kit'
import { occupantWords as words } from '@/words/occupant'
import { LeaveCard } from './leave-card'
import { OccupantSheet } from './occupant-sheet'

/** Who is registered at one's house, and whom one lets keep that up to date. */
export default function OccupantsPage() {
  const say = useSay()
  return (
    <Page page="pkg-house/occupants" title={words.title}>
      <PermissionGate house preview={say(words.preview)}>
        <Houses />
      </PermissionGate>
    </Page>
  )
}

function Houses() {
  const say = useSay()
  const houses = useCall(household.endpoints.mine, {}, { keep: true, on: ['household.'] })
  const [chosen, setChosen] = useState<string>()
  return (
    <Loaded of={houses} shape="rows">
      {({ items }) => {
        const own = items.filter(({ relation }) => relation === 'owner').map(({ house }) => house)
        const houseId = chosen ?? own[0]?.id
        if (houseId === undefined) return <EmptyState scene="gate" title={say(words.noHouse)} body={say(words.noHouseBody)} />
        return (
          <>
            {own.length > 1 ? (
              <Box className="card">
                <Choices
                  label={say(words.house)}
                  value={houseId}
                  options={own.map((one) => ({ value: one.id, words: `${one.estate} ${one.name}` }))}
                  onChange={setChosen}
                />
              </Box>
            ) : null}
            <Occupants key={houseId} houseId={houseId} />
          </>
        )
      }}
    </Loaded>
  )
}

function Occupants({ houseId }: { houseId: string }) {
  const say = useSay()
  const mine = useCall(upstreamEndpoints.mine, { params: { houseId } }, { on: ['upstream.', 'person.'] })
  const [isUpdating, setUpdating] = useState(false)
  useDidShow(() => void mine.reload())
  usePull(mine.reload)
  return (
    <Loaded of={mine} shape="cards">
      {({ mandate, items }) => (
        <>
          <LeaveCard key={mandate?.id ?? 'none'} houseId={houseId} mandate={mandate} onDone={() => void mine.reload()} />
          <Box className="section-title heading" as="h2">
            {say(words.list)}
          </Box>
          {items.length === 0 ? (
            <EmptyState scene="calm" title={say(words.none)} body={say(words.noneBody)} />
          ) : (
            items.map((one) => <OccupantCard key={one.personId} of={one} />)
          )}
          <PrimaryButton id="occupant-update" icon="plus" onTap={() => setUpdating(true)}>
            {say(words.add)}
          </PrimaryButton>
          {isUpdating ? (
            <OccupantSheet
              houseId={houseId}
              onClose={() => setUpdating(false)}
              onDone={() => {
                setUpdating(false)
                void mine.reload()
              }}
            />
          ) : null}
        </>
      )}
    </Loaded>
  )
}

function OccupantCard({ of }: { of: UpstreamOccupant }) {
  const say = useSay()
  const { platform } = useClient()
  const { language } = useSettings()
  const kind = of.as !== null && of.as in occupantKinds ? say(occupantKinds[of.as as keyof typeof occupantKinds]) : ''
  const source = allSources.find(({ code }) => code === of.source)?.text
  return (
    <Box className="card" id={`occupant-${of.personId}`}>
      <PersonChip name={of.name} role={kind} />
      <Box className="secondary pad-top">
        {say(words.source(source ? say(source) : '', friendlyTime(of.updatedAt, platform.clock.now(), language)))}
      </Box>
    </Box>
  )
}
