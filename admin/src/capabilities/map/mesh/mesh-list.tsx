import { map } from '@liren/contract/capabilities/map'
import { type MeshSummary, meshStates } from '@liren/contract/map/mesh'
import { stages } from '@liren/contract/map/stage'
import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import { usePages, useQuery } from '../../../app/api/use.ts'
import { useText, useWords } from '../../../app/language/use.ts'
import { useMay } from '../../../app/session/store.ts'
import { Shown } from '../../../parts/state/shown.tsx'
import style from '../map.module.css'
import { type Spot, spotOfMesh } from '../spot.ts'
import { words } from './words.ts'

interface Props {
  readonly asked: ReturnType<typeof useMeshList>
  readonly on: readonly string[]
  readonly onChange: (on: readonly string[]) => void
  readonly onShow: (spot: Spot, height: number) => void
  readonly onManage: (id: string) => void
}

export const useMeshList = (placeId: string | undefined) => usePages(map.endpoints.meshes, { query: { placeId, limit: 100 } })

/** Models with their stage, source and day; also the list of what is in each. Drafts are for those who may let them count. */
export function MeshList({ asked, on, onChange, onShow, onManage }: Props) {
  const t = useWords(words)
  const say = useText()
  const mayEdit = useMay(map.endpoints.addMesh.permission)
  const seen = (items: readonly MeshSummary[]) => items.filter(({ state }) => state === 'used' || mayEdit)
  return (
    <Shown asked={asked} empty={{ when: (items) => seen(items).length === 0, show: <p className={style.quiet}>{t('none')}</p> }}>
      {(items) => (
        <ul className={style.layers}>
          {seen(items).map((mesh) => (
            <li key={mesh.id} data-mesh={mesh.id}>
              <label>
                <Checkbox
                  checked={on.includes(mesh.id)}
                  disabled={mesh.state !== 'used'}
                  onChange={({ target }) => onChange(target.checked ? [...on, mesh.id] : on.filter((id) => id !== mesh.id))}
                  aria-label={mesh.name}
                />
                <span
                  className={style.swatch}
                  style={{ background: mesh.state === 'used' ? 'var(--primary)' : 'var(--line)' }}
                  aria-hidden
                />
                <span>{mesh.name}</span>
                <output>{mesh.state === 'used' ? mesh.count : say(meshStates[mesh.state])}</output>
              </label>
              <p className={style.origin}>{t('from', { stage: say(stages[mesh.stage]), source: mesh.source, day: mesh.takenOn })}</p>
              <div className={style.contents}>
                {on.includes(mesh.id) && mesh.state === 'used' && <Contents mesh={mesh} onShow={onShow} />}
                {mayEdit && (
                  <Button type="link" size="small" onClick={() => onManage(mesh.id)}>
                    {t('manage')}
                  </Button>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
    </Shown>
  )
}

/** The same as on the map, for the keyboard and for screen readers. */
function Contents({ mesh, onShow }: { mesh: MeshSummary; onShow: Props['onShow'] }) {
  const t = useWords(words)
  const [isOpen, setOpen] = useState(false)
  const asked = useQuery(map.endpoints.mesh, isOpen ? { params: { id: mesh.id } } : null)
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{t('contents', { count: mesh.count })}</summary>
      {isOpen && (
        <Shown asked={asked}>
          {({ elements }) => (
            <ul aria-label={mesh.name}>
              {elements.map((element) => (
                <li key={element.key}>
                  <Button type="text" size="small" onClick={() => onShow(spotOfMesh(mesh.id, element), (element.base + element.top) / 2)}>
                    {element.name || t('element', { key: element.key })}
                  </Button>
                </li>
              ))}
            </ul>
          )}
        </Shown>
      )}
    </details>
  )
}
