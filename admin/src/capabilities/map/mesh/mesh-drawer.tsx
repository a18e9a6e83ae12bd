import { map } from '@liren/contract/capabilities/map'
import { type Mesh, meshStates } from '@liren/contract/map/mesh'
import { metresApart } from '@liren/contract/map/position'
import { stages } from '@liren/contract/map/stage'
import { App, Button, Upload } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useAction, useQuery, useUpload } from '../../../app/api/use.ts'
import { useText, useWords } from '../../../app/language/use.ts'
import { RemoveButton } from '../../../parts/action/remove-button.tsx'
import { RecordDrawer, Section } from '../../../parts/drawer/record-drawer.tsx'
import { Facts } from '../../../parts/page/page.tsx'
import { ErrorPanel } from '../../../parts/state/error-panel.tsx'
import { Shown } from '../../../parts/state/shown.tsx'
import { PlainTable } from '../../../parts/table/plain-table.tsx'
import { type Spot, spotOfMesh } from '../spot.ts'
import { ChangeMesh } from './change-mesh.tsx'
import { words } from './words.ts'

interface Props {
  readonly id: string | undefined
  /** Which of its revisions is looked at; the one that counts, or else the newest, when none is named. */
  readonly revision: number | undefined
  readonly onRevision: (revision: number | undefined) => void
  /** The map shows what is looked at here, counting or not. */
  readonly onLooked: (mesh: Mesh | undefined) => void
  readonly onShow: (spot: Spot, height: number) => void
  readonly onClose: () => void
}

/** What a model holds, before it counts and after: its elements, its size, where it stands, and all its revisions. */
export function MeshDrawer({ id, revision, onRevision, onLooked, onShow, onClose }: Props) {
  const asked = useQuery(map.endpoints.mesh, id === undefined ? null : { params: { id }, query: { revision } })
  const looked = id === undefined ? undefined : asked.data
  const latest = useRef(onLooked)
  latest.current = onLooked
  useEffect(() => latest.current(looked), [looked])
  return (
    <RecordDrawer open={id !== undefined} onClose={onClose} title={asked.data?.name ?? ''} width={560}>
      <Shown asked={asked}>{(mesh) => <Content {...{ mesh, onRevision, onShow }} />}</Shown>
    </RecordDrawer>
  )
}

function Content({ mesh, onRevision, onShow }: Pick<Props, 'onRevision' | 'onShow'> & { mesh: Mesh }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const use = useAction(map.endpoints.useMesh)
  const [changing, setChanging] = useState(false)
  const replace = useUpload(map.endpoints.replaceMesh)
  const { west, south, east, north } = mesh.bounds
  const letCount = async (revision: number) => {
    if (await use.run({ params: { id: mesh.id }, body: { version: mesh.version, revision } })) {
      void message.success(t('used', { revision }))
      onRevision(undefined)
    }
  }
  return (
    <>
      <Section title={`${t('holds')} · ${t('revision', { revision: mesh.revision })}`}>
        <Facts
          items={[
            { label: t('state'), value: say(meshStates[mesh.state]) },
            { label: t('place'), value: mesh.placeName },
            { label: t('stage'), value: say(stages[mesh.stage]) },
            { label: t('source'), value: mesh.source },
            { label: t('takenOn'), value: mesh.takenOn },
            { label: t('count'), value: mesh.count },
            { label: t('triangles'), value: mesh.triangles },
            { label: t('size'), value: t('kilobytes', { size: Math.ceil(mesh.bytes / 1024) }) },
            {
              label: t('extent'),
              value: t('extentOf', {
                width: metresApart([west, south], [east, south]).toFixed(1),
                depth: metresApart([west, south], [west, north]).toFixed(1),
              }),
            },
            { label: t('height'), value: t('heightOf', { base: mesh.base.toFixed(1), top: mesh.top.toFixed(1) }) },
            { label: t('anchor'), value: `${mesh.longitude}, ${mesh.latitude}` },
            { label: t('digest'), value: mesh.digest.slice(0, 16) },
          ]}
        />
        <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
          {mesh.elements.slice(0, 30).map((element) => (
            <li key={element.key}>
              <Button type="link" size="small" onClick={() => onShow(spotOfMesh(mesh.id, element), (element.base + element.top) / 2)}>
                {element.name || t('element', { key: element.key })}
              </Button>{' '}
              {t('heightOf', { base: element.base.toFixed(1), top: element.top.toFixed(1) })}
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t('revisions')}>
        {(use.error ?? replace.error) && (
          <ErrorPanel error={(use.error ?? replace.error) as never} retry={use.error ? use.clear : replace.clear} />
        )}
        <PlainTable caption={t('revisions')} heads={[t('revisions'), t('takenOn'), t('count'), t('state')]} hasActions minWidth={420}>
          {mesh.revisions.map((one) => {
            const counts = mesh.state === 'used' && mesh.used === one.revision
            return (
              <tr key={one.revision} data-revision={one.revision}>
                <th scope="row">
                  <Button type="link" size="small" onClick={() => onRevision(one.revision)}>
                    {t('revision', { revision: one.revision })}
                  </Button>
                </th>
                <td>{one.takenOn}</td>
                <td>{one.count}</td>
                <td>{counts ? t('current') : one.revision === mesh.revision ? t('shown') : ''}</td>
                <td>
                  {!counts && (
                    <Button
                      size="small"
                      type={one.revision === mesh.revision ? 'primary' : 'default'}
                      loading={use.running}
                      onClick={() => letCount(one.revision)}
                    >
                      {t('use')}
                    </Button>
                  )}
                </td>
              </tr>
            )
          })}
        </PlainTable>
      </Section>
      <p style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
        <Button onClick={() => setChanging(true)}>{t('change')}</Button>
        <Upload
          accept=".glb,model/gltf-binary"
          showUploadList={false}
          beforeUpload={(file) => {
            void replace
              .run({ params: { id: mesh.id }, query: { version: mesh.version }, file })
              .then((made) => made && onRevision(made.revision))
            return false
          }}
        >
          <Button loading={replace.running}>{t('replace')}</Button>
        </Upload>
        {mesh.state !== 'retired' && (
          <RemoveButton
            t={t}
            name={mesh.name}
            action={use}
            remove={async () => (await use.run({ params: { id: mesh.id }, body: { version: mesh.version, revision: null } })) !== undefined}
          />
        )}
      </p>
      <ChangeMesh mesh={mesh} open={changing} onClose={() => setChanging(false)} onChanged={({ revision }) => onRevision(revision)} />
    </>
  )
}
