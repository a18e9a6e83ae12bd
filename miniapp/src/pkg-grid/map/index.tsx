import { useCall, usePage } from '@liren/client'
import { hintEndpoints } from '@liren/contract/capabilities/hint'
import { place as places } from '@liren/contract/capabilities/place'
import { visitEndpoints } from '@liren/contract/capabilities/visit'
import { readEndpoints } from '@liren/contract/map/read-endpoints'
import { sketchEndpoints } from '@liren/contract/map/sketch'
import { useState } from 'react'
import { Cell, CellGroup } from '@/parts/cell'
import { EmptyState } from '@/parts/empty-state'
import { GroundView } from '@/parts/ground-view'
import { Loaded } from '@/parts/loaded'
import { useMe } from '@/parts/me'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { Segmented } from '@/parts/segmented'
import { Box } from '@/platform/elements'
import type { GroundMark } from '@/platform/ground/props'
import { go } from '@/platform/nav'
import { usePull } from '@/platform/shown'
import { useSay } from '@/words/kit'
import { mapWords as words } from '@/words/map'

/** The grid of a worker from above, with the houses to visit and the hints to check. */
export default function GridMapPage() {
  const say = useSay()
  return (
    <Page page="pkg-grid/map" title={words.gridTitle}>
      <PermissionGate end="grid" permission="map.read" preview={say(words.gridPreview)}>
        <Estates />
      </PermissionGate>
    </Page>
  )
}

/** A grid worker may be at work in several estates of a community: one is looked at at a time. */
function Estates() {
  const say = useSay()
  const [chosen, setChosen] = useState<string>()
  const asked = useCall(places.endpoints.estates, { query: {} }, { keep: true })
  return (
    <Loaded of={asked} shape="rows">
      {({ items }) => {
        const shown = items.find(({ id }) => id === chosen) ?? items[0]
        if (!shown) return <EmptyState scene="calm" title={say(words.none)} body={say(words.noneBody)} />
        return (
          <>
            {items.length > 1 ? (
              <Segmented
                label={say(words.title)}
                value={shown.id}
                onChange={setChosen}
                options={items.slice(0, 4).map(({ id, name }) => ({ value: id, words: name }))}
              />
            ) : null}
            <Work key={shown.id} estateId={shown.id} />
          </>
        )
      }}
    </Loaded>
  )
}

interface Errand {
  readonly id: string
  readonly placeId: string
  readonly title: string
  readonly hint: string
  readonly tone: 'primary' | 'accent'
  readonly open: () => void
}

function Work({ estateId }: { estateId: string }) {
  const say = useSay()
  const { may } = useMe()
  const [chosen, setChosen] = useState<string>()
  const asked = useCall(sketchEndpoints.sketch, { params: { id: estateId } }, { keep: true })
  const grids = useCall(readEndpoints.features, { query: { kind: 'grid', limit: 50 } }, { keep: true })
  const visits = usePage(visitEndpoints.day, may('visit.do') ? { query: { state: 'due', limit: 20 } } : null, {
    keep: true,
    on: ['visit.'],
  })
  const hints = usePage(hintEndpoints.list, may('hint.judge') ? { query: { state: 'raised', limit: 20 } } : null, { on: ['hint.'] })
  usePull(async () => {
    await Promise.all([asked.reload(), visits.reload(), hints.reload()])
  })
  const errands: Errand[] = [
    ...visits.items.map(
      (visit): Errand => ({
        ...{ id: `visit-${visit.id}`, placeId: visit.houseId, title: visit.house, tone: 'primary' },
        ...{ hint: `${say(words.works.visit)} · ${visit.estate}`, open: () => go('/pkg-grid/visit', { id: visit.id }) },
      }),
    ),
    ...hints.items.flatMap((hint): Errand[] =>
      hint.placeId === null
        ? []
        : [
            {
              ...{ id: `hint-${hint.id}`, placeId: hint.placeId, title: say(hint.title), tone: 'accent' },
              ...{ hint: `${say(words.works.hint)} · ${hint.place}`, open: () => go('/pkg-grid/hints') },
            },
          ],
    ),
  ]
  const ids = [...new Set(errands.map(({ placeId }) => placeId))].sort().join(',')
  const positions = useCall(sketchEndpoints.positions, ids === '' ? null : { query: { ids } }, { keep: true })
  const at = new Map(positions.data?.items.map(({ placeId, longitude, latitude }) => [placeId, [longitude, latitude] as const]))
  return (
    <Loaded of={asked} shape="rows">
      {(sketch) => {
        const { bounds } = sketch
        const isHere = ({ placeId }: Errand) => {
          const [x, y] = at.get(placeId) ?? []
          return (
            x !== undefined &&
            y !== undefined &&
            bounds !== null &&
            x >= bounds.west &&
            x <= bounds.east &&
            y >= bounds.south &&
            y <= bounds.north
          )
        }
        const here = errands.filter(isHere)
        const marks = here.map(({ id, placeId, title, tone }): GroundMark => ({ id, name: title, tone, at: at.get(placeId) ?? [0, 0] }))
        const lines = (grids.data?.items ?? []).flatMap(({ id, geometry }) =>
          geometry.type === 'Polygon' ? [{ id, points: geometry.coordinates[0] ?? [] }] : [],
        )
        return (
          <>
            <GroundView sketch={sketch} marks={marks} lines={lines} chosen={chosen} onChoose={setChosen} />
            {here.length === 0 ? <EmptyState scene="calm" title={say(words.nothing)} body={say(words.nothingBody)} /> : null}
            <CellGroup>
              {here.map((errand) => (
                <Cell
                  key={errand.id}
                  id={errand.id}
                  icon={errand.tone === 'primary' ? 'home' : 'search'}
                  title={errand.title}
                  hint={errand.hint}
                  extra={errand.id === chosen ? say(words.open) : undefined}
                  onTap={() => (errand.id === chosen ? errand.open() : setChosen(errand.id))}
                />
              ))}
            </CellGroup>
            <Box className="small">{say(words.gridPreview)}</Box>
          </>
        )
      }}
    </Loaded>
  )
}
