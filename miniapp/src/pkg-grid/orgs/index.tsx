import { usePage } from '@liren/client'
import { type ScoreRow, scoreEndpoints, scoreTrends } from '@liren/contract/capabilities/score'
import { useState } from 'react'
import { CellCard } from '@/parts/cell'
import { Page } from '@/parts/page'
import { PermissionGate } from '@/parts/permission-gate'
import { SheetList } from '@/parts/view-list'
import { useSay } from '@/words/kit'
import { scoreWords as words } from '@/words/score'
import { LevelTag } from './level-tag'
import { ScoreSheet } from './score-sheet'

type View = keyof typeof words.views
const levels: Readonly<Record<View, number | undefined>> = { all: undefined, grave: 1, larger: 2, general: 3, low: 4 }

/** Organisations of the grid by their hazard score, the highest first. */
export default function GridOrgs() {
  const say = useSay()
  return (
    <Page page="pkg-grid/orgs" title={words.title}>
      <PermissionGate end="grid" permission="score.read" preview={say(words.preview)}>
        <Orgs />
      </PermissionGate>
    </Page>
  )
}

function Orgs() {
  const [view, setView] = useState<View>('all')
  const list = usePage(scoreEndpoints.list, { query: { level: levels[view], limit: 20 } }, { on: ['score.'] })
  return (
    <SheetList
      label={words.title}
      views={words.views}
      view={view}
      onView={setView}
      list={list}
      none={words.none}
      noneBody={words.noneBody}
      sheet={({ id, onClose }) => <ScoreSheet id={id} onClose={onClose} />}
    >
      {(row, onTap) => <Row row={row} onTap={onTap} />}
    </SheetList>
  )
}

function Row({ row, onTap }: { row: ScoreRow; onTap: () => void }) {
  const say = useSay()
  return (
    <CellCard
      id={`score-${row.id}`}
      title={row.name}
      hint={[say(words.points(row.score)), say(scoreTrends[row.trend]), row.place].filter(Boolean).join(' · ')}
      extra={<LevelTag level={row.level} />}
      onTap={onTap}
    />
  )
}
