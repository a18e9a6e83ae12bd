import { map } from '@liren/contract/capabilities/map'
import { Segmented } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Answer } from '../../app/api/call.ts'
import { usePages, useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { RecordDrawer } from '../../parts/drawer/record-drawer.tsx'
import { Card, Facts } from '../../parts/page/page.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { BuildingTable } from './building-table.tsx'
import style from './map.module.css'
import { type Colouring, colourings, useTone } from './tone.ts'
import { words } from './words.ts'

export type House = Answer<typeof map.endpoints.building>['houses'][number]

/** A building as units and floors, and a house of it with who lives there. */
export function BuildingDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const t = useWords(words)
  const [by, setBy] = useState<Colouring>('use')
  const [houseId, setHouseId] = useState<string>()
  const asked = useQuery(map.endpoints.building, id === undefined ? null : { params: { id } })
  // another building begins with its table
  const [of, setOf] = useState(id)
  if (of !== id) {
    setOf(id)
    setHouseId(undefined)
  }
  const house = asked.data?.houses.find((one) => one.id === houseId)
  return (
    <RecordDrawer
      open={id !== undefined}
      onClose={onClose}
      title={asked.data?.address.split(' · ').slice(3).join(' · ') ?? t('buildingTable')}
      width={760}
    >
      {house && <HouseCard house={house} onBack={() => setHouseId(undefined)} />}
      <Shown asked={asked}>
        {(data) => (
          <>
            <div className={style.bar} style={{ marginBottom: 12 }}>
              <Segmented
                aria-label={t('colourBy')}
                value={by}
                onChange={(next) => setBy(next)}
                options={colourings.map((value) => ({
                  value,
                  label: t(value === 'use' ? 'byUse' : value === 'rental' ? 'byRental' : 'byAttention'),
                }))}
              />
            </div>
            <BuildingTable building={data} by={by} chosen={houseId} onOpen={setHouseId} />
          </>
        )}
      </Shown>
    </RecordDrawer>
  )
}

function HouseCard({ house, onBack }: { house: House; onBack: () => void }) {
  const t = useWords(words)
  const tone = useTone()
  const may = useMay('person.read')
  const asked = usePages(map.endpoints.elements, may ? { query: { layer: 'person', placeId: house.id, limit: 20 } } : null)
  return (
    <Card
      title={t('house', { name: house.name })}
      extra={
        <button type="button" className={style.room} onClick={onBack}>
          {t('back')}
        </button>
      }
    >
      <Facts
        items={[
          { label: t('byUse'), value: tone('use', house).text },
          { label: t('byRental'), value: tone('rental', house).text },
          { label: t('byAttention'), value: tone('attention', house).text },
          { label: t('occupants'), value: house.people === null ? t('attention_hidden') : t('people', { count: house.people.count }) },
        ]}
      />
      {house.fileId && <Link to={`/rooms/${house.fileId}`}>{t('open')}</Link>}
      {may && (
        <Shown asked={asked} empty={{ when: (rows) => rows.length === 0, show: <p>{t('nobody')}</p> }}>
          {(rows) => (
            <ul className={style.hits} aria-label={t('occupants')}>
              {rows.map((row) => (
                <li key={row.id}>
                  <Link to={`/people/${row.id}`}>{row.title}</Link> <small>{row.hint}</small>
                </li>
              ))}
            </ul>
          )}
        </Shown>
      )}
    </Card>
  )
}
