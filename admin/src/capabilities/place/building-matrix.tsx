import { type Place, place } from '@liren/contract/capabilities/place'
import { Tooltip } from 'antd'
import type { Answer } from '../../app/api/call.ts'
import { useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { BuildingGrid } from '../../parts/building/building-grid.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { Card } from '../../parts/page/page.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import style from './place.module.css'
import { words } from './words.ts'

type Matrix = Answer<typeof place.endpoints.matrix>

const icons = { empty: 'circle', owned: 'house', let: 'key' } as const
const states = ['owned', 'let', 'empty'] as const

/** 楼栋表: floors down, units across; every house with its state as colour, sign and word. */
export function BuildingMatrix({ building, onOpen }: { building: Place; onOpen: (id: string) => void }) {
  const t = useWords(words)
  const asked = useQuery(place.endpoints.matrix, { params: { id: building.id } })
  return (
    <Card
      title={t('matrix')}
      extra={
        <ul className={style.legend}>
          {states.map((state) => (
            <li key={state} data-state={state}>
              <Icon name={icons[state]} size={14} /> {t(`state_${state}`)}
            </li>
          ))}
        </ul>
      }
    >
      <Shown asked={asked}>{(data) => <Table matrix={data} onOpen={onOpen} />}</Shown>
    </Card>
  )
}

function Table({ matrix, onOpen }: { matrix: Matrix; onOpen: (id: string) => void }) {
  const t = useWords(words)
  return (
    <BuildingGrid
      caption={t('matrixCaption', { name: matrix.building.name })}
      corner={t('floor')}
      noUnit={t('noUnit')}
      units={matrix.units}
      floors={matrix.floors}
      rooms={matrix.rooms}
      style={style}
    >
      {(room) => (
        <Tooltip key={room.id} title={`${t(`state_${room.state}`)} · ${t('members', { count: room.members })}`}>
          <button
            type="button"
            className={style.room}
            data-state={room.state}
            onClick={() => onOpen(room.id)}
            aria-label={`${t('floorName', { floor: room.floor })} ${room.name} ${t(`state_${room.state}`)}`}
          >
            <Icon name={icons[room.state]} size={14} /> {room.name}
          </button>
        </Tooltip>
      )}
    </BuildingGrid>
  )
}
