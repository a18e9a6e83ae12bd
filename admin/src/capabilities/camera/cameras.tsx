import { type Camera, camera, coverKindNames, coverKinds, sourceKinds } from '@liren/contract/capabilities/camera'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { ClearFilters } from '../../parts/filter/clear-filters.tsx'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { SearchField } from '../../parts/filter/search-field.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { FilterPlace } from '../../parts/place/place-picker.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { CameraDrawer } from './camera-drawer.tsx'
import { words } from './words.ts'

const presences = ['online', 'offline', 'unknown'] as const
const looks: Readonly<Record<(typeof presences)[number], Status>> = {
  online: { tone: 'success', icon: 'dot' },
  offline: { tone: 'neutral', icon: 'circle' },
  unknown: { tone: 'neutral', icon: 'help' },
}
const presenceOf = (it: Pick<Camera, 'presence'>) => presences.find((one) => one === it.presence) ?? 'unknown'

/** Every camera of the area: what it looks at, whether it answers, when it last said or showed anything. */
export default function Cameras() {
  const t = useWords(words)
  const say = useText()
  const state = useListState()
  const { filters, setFilter, setFilters, open } = state
  const asked = usePages(camera.endpoints.list, {
    query: {
      ...{ cover: coverKindNames.find((one) => one === filters.cover), presence: presences.find((one) => one === filters.presence) },
      ...{ placeId: filters.place, name: filters.name, limit: 50 },
    },
  })
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <DataTable<Camera>
        name="cameras"
        caption={t('title')}
        asked={asked}
        rowKey={(row) => row.id}
        onOpen={(row) => open(row.id)}
        openId={state.id}
        tools={
          <>
            <SearchField value={filters.name ?? ''} onChange={(text) => setFilter('name', text)} placeholder={t('search')} maxLength={60} />
            <FilterMenu
              label={t('cover')}
              value={filters.cover}
              onChange={(value) => setFilter('cover', value)}
              options={coverKindNames.map((value) => ({ value, label: say(coverKinds[value]) }))}
            />
            <FilterMenu
              label={t('presence')}
              value={filters.presence}
              onChange={(value) => setFilter('presence', value)}
              options={presences.map((value) => ({ value, label: t(value) }))}
            />
            <FilterPlace label={t('place')} value={filters.place} onChange={(value) => setFilter('place', value)} />
            <ClearFilters state={state} />
          </>
        }
        columns={[
          { key: 'name', title: t('name'), always: true, render: (row) => <strong>{row.name}</strong> },
          {
            key: 'presence',
            title: t('presence'),
            render: (row) => <StatusTag {...looks[presenceOf(row)]}>{t(presenceOf(row))}</StatusTag>,
          },
          {
            key: 'covers',
            title: t('covers'),
            roomy: true,
            render: (row) =>
              [
                ...row.covers.map((cover) => `${say(coverKinds[cover.kind])} ${cover.device?.name ?? cover.place.label}`),
                ...row.zones.map(({ name }) => name),
              ].join('、') || t('none'),
          },
          { key: 'place', title: t('place'), render: (row) => row.place.label },
          { key: 'heard', title: t('heard'), render: (row) => (row.heardAt === null ? '–' : <TimeText at={row.heardAt} />) },
          { key: 'source', title: t('source'), render: (row) => say(sourceKinds[row.source]) },
        ]}
        empty={state.isFiltered ? <NoMatch clear={() => setFilters({})} /> : <EmptyState what={t('one')} />}
      />
      <CameraDrawer id={state.id} onClose={() => open(undefined)} />
    </>
  )
}
