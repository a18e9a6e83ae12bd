import { useCall } from '@liren/client'
import { type SketchShape, sketchEndpoints } from '@liren/contract/map/sketch'
import { useState } from 'react'
import { Cell, CellGroup } from '@/parts/cell'
import { GroundView } from '@/parts/ground-view'
import { Loaded } from '@/parts/loaded'
import { useMe } from '@/parts/me'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { Segmented } from '@/parts/segmented'
import { Box } from '@/platform/elements'
import type { GroundMark } from '@/platform/ground/props'
import { usePull } from '@/platform/shown'
import { useSay } from '@/words/kit'
import { mapWords as words } from '@/words/map'

type View = keyof typeof words.views
const views = Object.keys(words.views) as View[]
const listed = Object.keys(words.kinds) as (keyof typeof words.kinds)[]
const marked = ['entrance', 'service', 'waste'] as const
const tones = { entrance: 'primary', service: 'accent', waste: 'primary' } as const
const icons = { building: 'building', entrance: 'pass', service: 'flag', waste: 'trash', space: 'place', parking: 'key' } as const

const isListed = (shape: SketchShape): shape is SketchShape & { kind: keyof typeof words.kinds } =>
  (listed as readonly string[]).includes(shape.kind)

/** The estate of a resident from above: gates, services, waste points, and which building is one's own. */
export default function EstateMapPage() {
  const say = useSay()
  const { me } = useMe()
  const home = me?.households[0]
  return (
    <Page page="pkg-life/map" title={words.title}>
      <PermissionGate house preview={say(words.preview)}>
        {home ? <EstateMap estateId={home.estate.id} home={home.name} /> : null}
      </PermissionGate>
    </Page>
  )
}

/** 「3幢 · 1单元 · 1201」 and 「3幢1单元1201」 both begin with the name of the building. */
const isHome = (home: string, name: string) => home.split(' · ').some((part) => part === name) || home.startsWith(name)

function EstateMap({ estateId, home }: { estateId: string; home: string }) {
  const say = useSay()
  const [view, setView] = useState<View>('all')
  const [chosen, setChosen] = useState<string>()
  const asked = useCall(sketchEndpoints.sketch, { params: { id: estateId } }, { keep: true })
  usePull(asked.reload)
  return (
    <Loaded of={asked} shape="rows">
      {(sketch) => {
        const own = sketch.shapes.find(({ kind, name }) => kind === 'building' && isHome(home, name))
        const marks: GroundMark[] = sketch.shapes.flatMap((shape): GroundMark[] => {
          const kind = marked.find((one) => one === shape.kind)
          const at = [shape.longitude, shape.latitude] as const
          if (shape.id === own?.id) return [{ id: shape.id, at, name: say(words.mine), tone: 'danger' }]
          return kind || shape.id === chosen ? [{ id: shape.id, at, name: shape.name, tone: kind ? tones[kind] : 'accent' }] : []
        })
        const rows = sketch.shapes.filter(isListed).filter(({ kind }) => view === 'all' || kind === view)
        return (
          <>
            <GroundView sketch={sketch} marks={marks} chosen={chosen ?? own?.id} onChoose={setChosen} />
            <Segmented
              label={say(words.title)}
              value={view}
              onChange={setView}
              options={views.map((value) => ({ value, words: say(words.views[value]) }))}
            />
            {rows.length === 0 ? <Box className="secondary center">{say(words.noneHere)}</Box> : null}
            <CellGroup>
              {rows.map(({ id, kind, name }) => (
                <Cell
                  key={id}
                  id={`shape-${id}`}
                  icon={icons[kind]}
                  title={name || say(words.kinds[kind])}
                  hint={say(words.kinds[kind])}
                  extra={id === own?.id ? say(words.mine) : undefined}
                  onTap={() => setChosen(id)}
                />
              ))}
            </CellGroup>
          </>
        )
      }}
    </Loaded>
  )
}
