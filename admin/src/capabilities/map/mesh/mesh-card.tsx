import type { MeshSummary } from '@liren/contract/map/mesh'
import type { Bounds, Position } from '@liren/contract/map/position'
import { Button } from 'antd'
import { useMemo, useState } from 'react'
import { useKept } from '../../../app/kept.ts'
import { useWords } from '../../../app/language/use.ts'
import { Icon } from '../../../parts/icon/icon.tsx'
import type { ShownMesh } from '../../../parts/map/mesh/shown.ts'
import { Card } from '../../../parts/page/page.tsx'
import { PermissionGate } from '../../../parts/permission-gate.tsx'
import type { Spot } from '../spot.ts'
import { AddMesh } from './add-mesh.tsx'
import { MeshDrawer } from './mesh-drawer.tsx'
import { MeshList, useMeshList } from './mesh-list.tsx'
import { words } from './words.ts'

const shownOf = ({
  id,
  revision,
  longitude,
  latitude,
  elevation,
  heading,
  scale,
}: Omit<ShownMesh, 'anchor'> & ShownMesh['anchor']): ShownMesh => ({
  ...{ id, revision, anchor: { longitude, latitude, elevation, heading, scale } },
})

/** Which models are on the map: those that count, are switched on and stood on the day that was chosen, and the one that somebody looks at before it counts. */
export function useShownMeshes(placeId: string | undefined, day: string | undefined) {
  const asked = useMeshList(placeId)
  const [on, setOn] = useKept<readonly string[]>('map.meshes', [])
  const [preview, setPreview] = useState<ShownMesh>()
  const shown = useMemo(
    () => [
      ...(asked.data ?? [])
        .filter(({ id, state }) => state === 'used' && on.includes(id) && id !== preview?.id)
        .filter(({ takenOn }) => day === undefined || takenOn <= day)
        .map(shownOf),
      ...(preview ? [preview] : []),
    ],
    [asked.data, on, preview, day],
  )
  return { asked, on, setOn, shown, setPreview }
}

interface Props {
  readonly meshes: ReturnType<typeof useShownMeshes>
  readonly placeId: string | undefined
  readonly bounds: Bounds | undefined
  readonly onShow: (spot: Spot, height: number) => void
}

/** Imported models beside the map: switched on and off, brought in, looked at and let count. */
export function MeshCard({ meshes, placeId, bounds, onShow }: Props) {
  const t = useWords(words)
  const [adding, setAdding] = useState(false)
  const [managed, setManaged] = useState<{ readonly id: string; readonly revision?: number | undefined }>()
  const middle: Position | undefined = bounds && [(bounds.west + bounds.east) / 2, (bounds.south + bounds.north) / 2]
  const { asked, on, setOn, setPreview } = meshes
  return (
    <Card
      title={t('meshes')}
      extra={
        <PermissionGate code="map.edit">
          <Button size="small" icon={<Icon name="plus" />} onClick={() => setAdding(true)}>
            {t('add')}
          </Button>
        </PermissionGate>
      }
    >
      <MeshList asked={asked} on={on} onChange={setOn} onShow={onShow} onManage={(id) => setManaged({ id })} />
      <AddMesh
        {...{ open: adding, placeId, middle }}
        onClose={() => setAdding(false)}
        onAdded={({ id, revision }) => setManaged({ id, revision })}
      />
      <MeshDrawer
        id={managed?.id}
        revision={managed?.revision}
        onRevision={(revision) => setManaged((before) => before && { id: before.id, revision })}
        onLooked={(mesh: MeshSummary | undefined) => {
          setPreview(mesh && shownOf(mesh))
          // what counts from now on is also seen
          if (mesh?.state === 'used' && !on.includes(mesh.id)) setOn([...on, mesh.id])
        }}
        onShow={onShow}
        onClose={() => setManaged(undefined)}
      />
    </Card>
  )
}
