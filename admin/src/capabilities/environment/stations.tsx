import { environmentEndpoints, environmentFactors, type Station, shownReading } from '@liren/contract/capabilities/environment'
import { Button } from 'antd'
import { Link } from 'react-router'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { Icon } from '../../parts/icon/icon.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { FilterPlace } from '../../parts/place/place-picker.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { Chip, StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { StationDrawer } from './station-drawer.tsx'
import { AirTag, newestOf, PresenceTag, StaleTag } from './station-tags.tsx'
import { words } from './words.ts'

const mostInRow = 4

/** Every station with what it measures now; a reading that comes in draws it anew. */
export default function Stations() {
  const t = useWords(words)
  const say = useText()
  const state = useListState()
  const { filters, setFilter, setFilters, open } = state
  const asked = usePages(environmentEndpoints.stations, { query: { placeId: filters.place, limit: 50 } })
  const opened = asked.data?.find(({ id }) => id === state.id)
  return (
    <>
      <PageHead title={t('title')} text={t('text')}>
        <Link to="/cockpit/environment">
          <Button icon={<Icon name="monitor" size={16} />}>{t('openWall')}</Button>
        </Link>
      </PageHead>
      <DataTable<Station>
        name="environment"
        caption={t('title')}
        asked={asked}
        rowKey={(row) => row.id}
        onOpen={(row) => open(row.id)}
        openId={state.id}
        tools={<FilterPlace label={t('filterPlace')} value={filters.place} onChange={(value) => setFilter('place', value)} />}
        columns={[
          { key: 'station', title: t('station'), always: true, render: (row) => <strong>{row.name}</strong> },
          {
            key: 'state',
            title: t('state'),
            always: true,
            render: (row) => (
              <span style={{ display: 'inline-flex', flexWrap: 'wrap', gap: 4 }}>
                <PresenceTag station={row} />
                <StaleTag station={row} />
              </span>
            ),
          },
          { key: 'air', title: t('air'), render: (row) => <AirTag air={row.air} /> },
          {
            key: 'readings',
            title: t('readings'),
            always: true,
            render: (row) =>
              row.readings.length === 0
                ? t('noReadings')
                : row.readings
                    .slice(0, mostInRow)
                    .map(
                      ({ factor, value }) =>
                        `${say(environmentFactors[factor].text)} ${shownReading(factor, value)} ${environmentFactors[factor].unit}`,
                    )
                    .join(' · '),
          },
          { key: 'at', title: t('readAt'), width: 130, render: (row) => <TimeText at={newestOf(row)} /> },
          {
            key: 'alarms',
            title: t('alarms'),
            width: 110,
            render: (row) =>
              row.openAlarms === 0 ? (
                t('dash')
              ) : (
                <StatusTag tone="danger" icon="alert">
                  {t('openAlarms', { count: row.openAlarms })}
                </StatusTag>
              ),
          },
          { key: 'public', title: t('public'), width: 120, render: (row) => <Chip>{t(row.isPublic ? 'public' : 'hidden')}</Chip> },
          { key: 'place', title: t('place'), roomy: true, render: (row) => row.place },
        ]}
        empty={
          state.isFiltered ? <NoMatch clear={() => setFilters({})} /> : <EmptyState title={t('none')} text={t('noneText')} scene="rest" />
        }
      />
      <StationDrawer station={opened} onClose={() => open(undefined)} />
    </>
  )
}
