import { map } from '@liren/contract/capabilities/map'
import { type Stage, stageNames, stages } from '@liren/contract/map/stage'
import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { useParams } from 'react-router'
import { useQuery } from '../../../app/api/use.ts'
import { useText, useWords } from '../../../app/language/use.ts'
import { useListState } from '../../../app/list-state.ts'
import { Icon } from '../../../parts/icon/icon.tsx'
import { Card, PageHead, Stack } from '../../../parts/page/page.tsx'
import { PermissionGate } from '../../../parts/permission-gate.tsx'
import { Shown } from '../../../parts/state/shown.tsx'
import { IfcCard } from '../ifc/ifc-card.tsx'
import style from '../map.module.css'
import { AddEntry } from './add-entry.tsx'
import { EntryList } from './entry-list.tsx'
import { words } from './words.ts'

/** The model of one building: its structure, and what each of the five stages left on it. */
export default function BuildingPage() {
  const t = useWords(words)
  const say = useText()
  const { id = '' } = useParams()
  const state = useListState()
  const { stage: chosen, element } = state.filters
  const stage = stageNames.find((one) => one === chosen)
  const [adding, setAdding] = useState(false)
  const asked = useQuery(map.endpoints.stageCounts, { params: { id } })
  const model = useQuery(map.endpoints.ifcModel, element === undefined ? null : { params: { id }, query: {} })
  const named = model.data?.elements.find(({ guid }) => `ifc-${guid}` === element)
  const elementName = element === undefined ? t('whole') : named?.name || element
  return (
    <>
      <PageHead title={asked.data ? `${t('title')} · ${asked.data.name}` : t('title')} text={t('text')}>
        <PermissionGate code="map.edit">
          <Button type="primary" icon={<Icon name="plus" />} onClick={() => setAdding(true)}>
            {t('add')}
          </Button>
        </PermissionGate>
      </PageHead>
      <Stack>
        <Card
          title={element === undefined ? t('stages') : `${t('stages')} · ${elementName}`}
          extra={
            element !== undefined && (
              <Button size="small" type="text" onClick={() => state.setFilter('element', undefined)}>
                {t('ofAll')}
              </Button>
            )
          }
        >
          <Shown asked={asked}>
            {(data) => (
              <div className={style.bar} style={{ marginBottom: 12 }}>
                <Segmented<Stage | 'all'>
                  aria-label={t('stages')}
                  value={stage ?? 'all'}
                  onChange={(next) => state.setFilter('stage', next === 'all' ? undefined : next)}
                  options={[
                    { value: 'all', label: t('all') },
                    ...data.stages.map((one) => ({
                      value: one.stage,
                      label: t('stageOf', { stage: say(stages[one.stage]), count: one.count }),
                    })),
                  ]}
                />
              </div>
            )}
          </Shown>
          <EntryList buildingId={id} stage={stage} element={element} />
        </Card>
        <IfcCard buildingId={id} chosen={element} onChoose={(key) => state.setFilter('element', key)} />
      </Stack>
      <AddEntry {...{ buildingId: id, element, elementName, open: adding }} stage={stage ?? 'planning'} onClose={() => setAdding(false)} />
    </>
  )
}
