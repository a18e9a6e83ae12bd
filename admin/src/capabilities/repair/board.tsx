import { type RepairState, type RepairSummary, repair, repairActions, repairStates } from '@liren/contract/capabilities/repair'
import { Button } from 'antd'
import { type DragEvent, useState } from 'react'
import { Link } from 'react-router'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { type ListState, useListState } from '../../app/list-state.ts'
import { Icon } from '../../parts/icon/icon.tsx'
import { PopMenu } from '../../parts/menu/pop-menu.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { Person } from '../../parts/person/person.tsx'
import { FilterPlace } from '../../parts/place/place-picker.tsx'
import { Bone } from '../../parts/state/bones.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { RepairActionDialog } from './action-dialogs.tsx'
import style from './board.module.css'
import { type DeskAction, deskActionsOf, moveTo } from './moves.ts'
import { RepairDrawer } from './repair-drawer.tsx'
import { RepairClock, RepairFlags, RepairStateTag } from './state.tsx'
import { words } from './words.ts'

const columns: readonly RepairState[] = ['submitted', 'dispatched', 'accepted', 'handling', 'paused', 'finished']

interface Doing {
  readonly repair: RepairSummary
  readonly action: DeskAction
}

/** Open work by its state. Dropping a card on a column is an action, with the same rules and the same questions. */
export default function Board() {
  const t = useWords(words)
  const state = useListState()
  const [dragged, setDragged] = useState<RepairSummary>()
  const [doing, setDoing] = useState<Doing>()
  return (
    <>
      <PageHead title={t('board')} text={t('boardText')}>
        <FilterPlace label={t('place')} value={state.filters.place} onChange={(value) => state.setFilter('place', value)} />
        <Link to="/repairs">
          <Button icon={<Icon name="list" />}>{t('list')}</Button>
        </Link>
      </PageHead>
      <div className={style.board}>
        {columns.map((column) => (
          <Column key={column} column={column} list={state} dragged={dragged} onDrag={setDragged} onDo={setDoing} />
        ))}
      </div>
      <RepairDrawer id={state.id} onClose={() => state.open(undefined)} />
      {doing && <RepairActionDialog repair={doing.repair} action={doing.action} onClose={() => setDoing(undefined)} />}
    </>
  )
}

interface ColumnProps {
  readonly column: RepairState
  readonly list: ListState
  readonly dragged: RepairSummary | undefined
  readonly onDrag: (repair: RepairSummary | undefined) => void
  readonly onDo: (doing: Doing) => void
}

function Column({ column, list, dragged, onDrag, onDo }: ColumnProps) {
  const t = useWords(words)
  const say = useText()
  const [over, setOver] = useState(false)
  const asked = usePages(repair.endpoints.list, { query: { view: 'all', state: column, placeId: list.filters.place, limit: 50 } })
  const action = dragged && moveTo(dragged.state, dragged.can, column)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    if (dragged && action) onDo({ repair: dragged, action })
    onDrag(undefined)
  }
  const reach = dragged === undefined ? 'idle' : dragged.state === column ? 'home' : action === undefined ? 'closed' : 'open'
  return (
    <section
      className={style.column}
      data-reach={reach}
      data-empty={asked.data?.length === 0}
      data-over={over}
      aria-label={say(repairStates[column].text)}
      onDragOver={(event) => {
        if (action === undefined) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <header className={style.head}>
        <RepairStateTag state={column} />
        <span>{asked.data === undefined ? '' : `${asked.data.length}${asked.more ? '+' : ''}`}</span>
      </header>
      {action && <p className={style.hint}>{t('dropHere', { action: say(repairActions[action].text) })}</p>}
      {reach === 'closed' && <p className={style.hint}>{t('notHere')}</p>}
      <Shown
        asked={asked}
        bones={<CardBones />}
        empty={{ when: (rows) => rows.length === 0, show: <p className={style.empty}>{t('columnEmpty')}</p> }}
      >
        {(rows) => (
          <ul className={style.cards}>
            {rows.map((row) => (
              <li key={row.id}>
                <BoardCard repair={row} onOpen={() => list.open(row.id)} onDrag={onDrag} onDo={onDo} />
              </li>
            ))}
          </ul>
        )}
      </Shown>
      {asked.more && (
        <Link className={style.more} to={`/repairs?f=state:${column}`}>
          {t('columnMore')}
        </Link>
      )}
    </section>
  )
}

const CardBones = () => (
  <div style={{ display: 'grid', gap: 8 }}>
    <Bone height={104} style={{ borderRadius: 8 }} />
    <Bone height={104} style={{ borderRadius: 8 }} />
  </div>
)

interface CardProps {
  readonly repair: RepairSummary
  readonly onOpen: () => void
  readonly onDrag: (repair: RepairSummary | undefined) => void
  readonly onDo: (doing: Doing) => void
}

function BoardCard({ repair: it, onOpen, onDrag, onDo }: CardProps) {
  const t = useWords(words)
  const say = useText()
  const actions = deskActionsOf(it.can)
  return (
    <article
      className={style.card}
      data-late={it.overdue}
      draggable={actions.length > 0}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move'
        event.dataTransfer.setData('text/plain', it.number)
        onDrag(it)
      }}
      onDragEnd={() => onDrag(undefined)}
    >
      <button type="button" className={style.open} onClick={onOpen}>
        {it.title}
      </button>
      {actions.length > 0 && (
        <PopMenu
          label={t('cardActions', { number: it.number })}
          parts={[
            {
              entries: actions.map((action) => ({
                key: action,
                label: say(repairActions[action].text),
                run: () => onDo({ repair: it, action }),
              })),
            },
          ]}
        >
          <button type="button" className={style.menu} aria-label={t('cardActions', { number: it.number })}>
            <Icon name="more" />
          </button>
        </PopMenu>
      )}
      <div className={style.place}>
        {it.place.label} · {say(it.category)}
      </div>
      <div className={style.tags}>
        <RepairFlags repair={it} />
      </div>
      <footer className={style.foot}>
        <Person name={it.handler?.name} />
        <RepairClock repair={it} />
      </footer>
    </article>
  )
}
