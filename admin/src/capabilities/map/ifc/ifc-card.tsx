import { map } from '@liren/contract/capabilities/map'
import type { IfcModel } from '@liren/contract/map/ifc-model'
import { lifeKeyOfIfc } from '@liren/contract/map/life'
import { stages } from '@liren/contract/map/stage'
import { Button } from 'antd'
import { useState } from 'react'
import { type Asked, useQuery } from '../../../app/api/use.ts'
import { useText, useWords } from '../../../app/language/use.ts'
import { Icon } from '../../../parts/icon/icon.tsx'
import { Card } from '../../../parts/page/page.tsx'
import { PermissionGate } from '../../../parts/permission-gate.tsx'
import { Shown } from '../../../parts/state/shown.tsx'
import { PlainTable } from '../../../parts/table/plain-table.tsx'
import style from '../map.module.css'
import { IfcRows } from './ifc-rows.tsx'
import { ImportIfc } from './import-ifc.tsx'
import { words } from './words.ts'

interface Props {
  readonly buildingId: string
  readonly chosen: string | undefined
  readonly onChoose: (key: string) => void
}

/** The building model: its structure at a revision, the revisions it had, and the way in for the next. */
export function IfcCard({ buildingId, chosen, onChoose }: Props) {
  const t = useWords(words)
  const [revision, setRevision] = useState<number>()
  const [importing, setImporting] = useState(false)
  const asked = useQuery(map.endpoints.ifcModel, { params: { id: buildingId }, query: { revision } })
  return (
    <Card
      title={t('structure')}
      extra={
        <PermissionGate code="map.edit">
          <Button size="small" icon={<Icon name="upload" />} onClick={() => setImporting(true)}>
            {t('import')}
          </Button>
        </PermissionGate>
      }
    >
      <p className={style.quiet}>{t('noShapes')}</p>
      <Content {...{ asked, chosen, onChoose, onRevision: setRevision }} />
      <ImportIfc
        buildingId={buildingId}
        open={importing}
        onClose={() => {
          setImporting(false)
          setRevision(undefined)
        }}
      />
    </Card>
  )
}

interface ContentProps extends Omit<Props, 'buildingId'> {
  readonly asked: Asked<IfcModel>
  readonly onRevision: (revision: number) => void
}

function Content({ asked, chosen, onChoose, onRevision }: ContentProps) {
  const t = useWords(words)
  const say = useText()
  return (
    <Shown asked={asked} empty={{ when: ({ shown }) => shown === null, show: <p className={style.quiet}>{t('none')}</p> }}>
      {({ elements, revisions, shown }) => (
        <>
          <PlainTable
            caption={t('revisions')}
            heads={[t('revisions'), t('stage'), t('source'), t('from'), t('until'), t('schema'), t('count')]}
            minWidth={520}
          >
            {revisions.map((one) => (
              <tr key={one.revision} data-revision={one.revision}>
                <th scope="row">
                  <Button
                    type="link"
                    size="small"
                    style={{ paddingInline: 0, fontWeight: one.revision === shown ? 600 : 400 }}
                    onClick={() => onRevision(one.revision)}
                  >
                    {t('revision', { revision: one.revision })}
                  </Button>
                </th>
                <td>{say(stages[one.stage])}</td>
                <td>{one.source}</td>
                <td>{one.takenOn}</td>
                <td>{one.validTo ?? t('open')}</td>
                <td>{one.schema}</td>
                <td>{one.count}</td>
              </tr>
            ))}
          </PlainTable>
          <div style={{ maxHeight: 520, marginTop: 12, overflowY: 'auto' }}>
            <IfcRows
              elements={elements}
              chosen={elements.find(({ guid }) => lifeKeyOfIfc(guid) === chosen)?.guid}
              onChoose={({ guid }) => onChoose(lifeKeyOfIfc(guid))}
            />
          </div>
        </>
      )}
    </Shown>
  )
}
