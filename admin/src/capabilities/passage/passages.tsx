import {
  type Passage,
  passageDirections,
  passageEndpoints,
  passageKindNames,
  passageMethods,
  passageResults,
  passageTypes,
} from '@liren/contract/capabilities/passage'
import { useMemo } from 'react'
import { usePages, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { useMay } from '../../app/session/store.ts'
import { ClearFilters } from '../../parts/filter/clear-filters.tsx'
import { FilterDays } from '../../parts/filter/filter-days.tsx'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { SearchField } from '../../parts/filter/search-field.tsx'
import { ViewTabs } from '../../parts/filter/view-tabs.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { PhotoStrip } from '../../parts/photo/photo-strip.tsx'
import { FilterPlace } from '../../parts/place/place-picker.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import type { Column } from '../../parts/table/columns.ts'
import { DataTable } from '../../parts/table/data-table.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { TrackLink } from './track/track-link.tsx'
import { words } from './words.ts'

const plateForm = /^.{5,12}$/u
const startOf = (day: string | undefined, plus = 0) =>
  day === undefined ? undefined : new Date(Date.parse(`${day}T00:00:00+08:00`) + plus * 86_400_000).toISOString()

/** Who and what went through the gates, newest first. */
export default function Passages() {
  const t = useWords(words)
  const say = useText()
  const state = useListState()
  const kind = passageKindNames.find((name) => name === state.filters.kind) ?? 'vehicle'
  const { plate, gate, direction, place, from, to } = state.filters
  const mayTrace = useMay('passage.trace')
  const gates = useQuery(passageEndpoints.gates, { query: { kind } })
  const asked = usePages(passageEndpoints.list, {
    query: {
      ...{ kind, limit: 50, gateId: gate, placeId: place, from: startOf(from), to: startOf(to, 1) },
      plate: kind === 'vehicle' && plate && plateForm.test(plate) ? plate : undefined,
      direction: (['in', 'out', 'unknown'] as const).find((name) => name === direction),
    },
  })
  const columns = useMemo<readonly Column<Passage>[]>(
    () => [
      { key: 'at', title: t('at'), always: true, render: (row) => <TimeText at={row.at} /> },
      {
        key: 'who',
        title: t('who'),
        always: true,
        render: (row) => <strong>{row.plate ?? row.person?.name ?? `${t('stranger')} ${row.credential ?? ''}`}</strong>,
      },
      { key: 'gate', title: t('gate'), render: (row) => row.gate.name },
      { key: 'direction', title: t('direction'), render: (row) => say(passageDirections[row.direction]) },
      { key: 'method', title: t('method'), roomy: true, render: (row) => say(passageMethods[row.method]) },
      {
        key: 'result',
        title: t('result'),
        render: (row) => (
          <StatusTag tone={row.result === 'admitted' ? 'success' : 'danger'} icon={row.result === 'admitted' ? 'check' : 'ban'} plain>
            {row.isWatched ? t('watched') : say(passageResults[row.result])}
          </StatusTag>
        ),
      },
      { key: 'type', title: t('type'), roomy: true, render: (row) => say(passageTypes[row.type]) },
      { key: 'home', title: t('home'), roomy: true, render: (row) => row.person?.home || row.vehicle?.home || t('none') },
      ...(kind === 'vehicle'
        ? [
            {
              key: 'stay',
              title: t('stay'),
              render: (row: Passage) => (row.stayMinutes === null ? t('none') : t('minutes', { count: row.stayMinutes })),
            },
            { key: 'parking', title: t('parking'), hidden: true, render: (row: Passage) => row.parking ?? t('none') },
          ]
        : []),
      ...(mayTrace ? [{ key: 'track', title: '', render: (row: Passage) => <TrackLink row={row} /> }] : []),
      {
        key: 'photo',
        title: t('photo'),
        render: (row) => (row.photo ? <PhotoStrip size={36} photos={[{ id: row.id, ...row.photo }]} /> : (row.photoAt ?? t('none'))),
      },
    ],
    [t, say, kind, mayTrace],
  )
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <ViewTabs
        name="passages"
        state={state}
        views={[
          { name: t('vehicle'), filters: { kind: 'vehicle' } },
          { name: t('person'), filters: { kind: 'person' } },
        ]}
      />
      <DataTable
        name={`passages.${kind}`}
        caption={t('title')}
        asked={asked}
        columns={columns}
        rowKey={(row) => row.id}
        empty={state.isFiltered ? <NoMatch clear={() => state.setFilters({ kind })} /> : <EmptyState what={t('one')} />}
        tools={
          <>
            {kind === 'vehicle' && (
              <SearchField
                value={plate ?? ''}
                onChange={(typed) => state.setFilter('plate', typed)}
                placeholder={t('plate')}
                maxLength={12}
              />
            )}
            <FilterPlace label={t('place')} value={place} onChange={(value) => state.setFilter('place', value)} />
            <FilterMenu
              label={t('gate')}
              value={gate}
              onChange={(value) => state.setFilter('gate', value)}
              options={(gates.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            />
            <FilterMenu
              label={t('direction')}
              value={direction}
              onChange={(value) => state.setFilter('direction', value)}
              options={(['in', 'out', 'unknown'] as const).map((value) => ({ value, label: say(passageDirections[value]) }))}
            />
            <FilterDays
              label={t('at')}
              value={{ from, to }}
              onChange={(days) => {
                const { from: _from, to: _to, ...rest } = state.filters
                state.setFilters({ ...rest, ...(days.from ? { from: days.from } : {}), ...(days.to ? { to: days.to } : {}) })
              }}
            />
            <ClearFilters state={state} />
          </>
        }
      />
    </>
  )
}
