import { fieldOf } from '@liren/contract/archive/index'
import { orgArchive } from '@liren/contract/capabilities/org'
import { type ScoreRow, scoreEndpoints, scoreLevelNumbers, scoreLevels } from '@liren/contract/capabilities/score'
import { Link } from 'react-router'
import { usePages, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { useValueText } from '../../engines/archive/value.tsx'
import { RecordDrawer } from '../../parts/drawer/record-drawer.tsx'
import { ClearFilters } from '../../parts/filter/clear-filters.tsx'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { Card, Figure, FigureRow, Stack } from '../../parts/page/page.tsx'
import { FilterPlace } from '../../parts/place/place-picker.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { LevelTag, Trend } from './level-tag.tsx'
import { ScoreView } from './score-view.tsx'
import { words } from './words.ts'

const kinds = fieldOf(orgArchive, 'kind').options
const tones = { 1: 'danger', 2: 'warning' } as const

/** The highest score first; a row opens what it is made of. */
export function ScoreList() {
  const t = useWords(words)
  const say = useText()
  const text = useValueText(orgArchive)
  const state = useListState()
  const level = scoreLevelNumbers.find((one) => String(one) === state.filters.level)
  const narrowed = { placeId: state.filters.place, kind: state.filters.kind }
  const asked = usePages(scoreEndpoints.list, { query: { limit: 50, ...narrowed, level } })
  const counted = useQuery(scoreEndpoints.counts, { query: narrowed })
  const open = asked.data?.find(({ id }) => id === state.id)
  const isNarrowed = level !== undefined || narrowed.placeId !== undefined || narrowed.kind !== undefined
  return (
    <Stack>
      <Card>
        <FigureRow>
          {scoreLevelNumbers.map((one) => {
            const count = counted.data?.levels.find((row) => row.level === one)?.count
            const tone = count && one <= 2 ? { tone: tones[one as 1 | 2] } : {}
            return (
              <Figure
                key={one}
                label={say(scoreLevels[one])}
                value={count === undefined ? t('none') : count >= 1000 ? t('more') : count}
                {...tone}
              />
            )
          })}
        </FigureRow>
      </Card>
      <DataTable
        name="org-scores"
        caption={t('title')}
        asked={asked}
        rowKey={(row: ScoreRow) => row.id}
        onOpen={(row) => state.open(row.id)}
        openId={state.id}
        empty={
          isNarrowed ? (
            <NoMatch clear={() => state.setFilters({})} />
          ) : (
            <EmptyState title={t('noScores')} text={t('noScoresText')} scene="rest" />
          )
        }
        tools={
          <>
            <FilterMenu
              label={t('level')}
              value={state.filters.level}
              onChange={(value) => state.setFilter('level', value)}
              options={scoreLevelNumbers.map((value) => ({ value: String(value), label: say(scoreLevels[value]) }))}
            />
            <FilterMenu
              label={t('kind')}
              value={state.filters.kind}
              onChange={(value) => state.setFilter('kind', value)}
              options={kinds.map((option) => ({ value: option.code, label: say(option.text) }))}
            />
            <FilterPlace label={t('area')} value={state.filters.place} onChange={(value) => state.setFilter('place', value)} />
            <ClearFilters state={state} />
          </>
        }
        columns={[
          { key: 'org', title: t('org'), always: true, render: (row) => <strong>{row.name}</strong> },
          { key: 'score', title: t('score'), always: true, align: 'end', width: 90, render: (row) => row.score },
          { key: 'level', title: t('level'), always: true, render: (row) => <LevelTag level={row.level} /> },
          { key: 'trend', title: t('trend'), render: (row) => <Trend trend={row.trend} /> },
          { key: 'kind', title: t('kind'), roomy: true, render: (row) => text('kind', row.kind) },
          { key: 'place', title: t('place'), roomy: true, render: (row) => row.place },
          { key: 'since', title: t('since'), render: (row) => <TimeText at={row.since} /> },
          { key: 'changed', title: t('changed'), roomy: true, render: (row) => <TimeText at={row.changedAt} /> },
        ]}
      />
      <RecordDrawer
        open={state.id !== undefined}
        onClose={() => state.open(undefined)}
        title={open?.name ?? t('title')}
        tags={open && <LevelTag level={open.level} />}
        actions={state.id === undefined ? null : <Link to={`/orgs/${state.id}`}>{t('openFile')}</Link>}
      >
        {state.id === undefined ? null : <ScoreView orgId={state.id} />}
      </RecordDrawer>
    </Stack>
  )
}
