import { hazard, type KeyPlace, keyKindNames, keyKinds, keyViewNames, keyViews } from '@liren/contract/capabilities/hazard'
import { Button } from 'antd'
import { Link } from 'react-router'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { useFlag } from '../../app/use-flag.ts'
import { AddButton } from '../../parts/action/add-button.tsx'
import { ClearFilters } from '../../parts/filter/clear-filters.tsx'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { FilterPlace } from '../../parts/place/place-picker.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { KeyFigures } from './key-figures.tsx'
import { KeyPlaceDrawer } from './key-place-drawer.tsx'
import { KeyPlaceForm } from './key-place-form.tsx'
import { KeyStateTag } from './key-state.tsx'
import { words } from './words.ts'

/** Every key place and facility with its last inspection, its open hazards and how safe it is. */
export default function KeyPlaces() {
  const t = useWords(words)
  const say = useText()
  const state = useListState()
  const { filters, setFilter, setFilters, open } = state
  const [creating, setCreating] = useFlag('new')
  const kind = keyKindNames.find((one) => one === filters.kind)
  const view = keyViewNames.find((one) => one === filters.view)
  const asked = usePages(hazard.endpoints.keyPlaces, { query: { kind, placeId: filters.place, view, limit: 50 } })
  return (
    <>
      <PageHead title={t('keyPlaces')} text={t('keyText')}>
        <Link to="/hazards/report">
          <Button>{t('report')}</Button>
        </Link>
        <AddButton code="hazard.manage" onClick={() => setCreating(true)}>
          {t('keyAdd')}
        </AddButton>
      </PageHead>
      <KeyFigures />
      <DataTable<KeyPlace>
        name="key-places"
        caption={t('keyPlaces')}
        asked={asked}
        rowKey={(row) => row.id}
        onOpen={(row) => open(row.id)}
        openId={state.id}
        tools={
          <>
            <FilterMenu
              label={t('keyKind')}
              value={filters.kind}
              onChange={(value) => setFilter('kind', value)}
              options={keyKindNames.map((value) => ({ value, label: say(keyKinds[value]) }))}
            />
            <FilterMenu
              label={t('keyView')}
              value={filters.view}
              onChange={(value) => setFilter('view', value)}
              options={keyViewNames.map((value) => ({ value, label: say(keyViews[value]) }))}
            />
            <FilterPlace label={t('place')} value={filters.place} onChange={(value) => setFilter('place', value)} />
            <ClearFilters state={state} />
          </>
        }
        columns={[
          { key: 'name', title: t('keyName'), always: true, render: (row) => <strong>{row.name}</strong> },
          { key: 'state', title: t('state'), width: 120, render: (row) => <KeyStateTag state={row.state} /> },
          { key: 'kind', title: t('keyKind'), width: 130, render: (row) => say(keyKinds[row.kind]) },
          { key: 'place', title: t('place'), roomy: true, render: (row) => row.place.label },
          { key: 'last', title: t('keyLast'), width: 130, render: (row) => (row.last ? <TimeText at={row.last.at} /> : t('keyNever')) },
          { key: 'by', title: t('keyInspector'), width: 110, render: (row) => row.last?.by || '–' },
          { key: 'next', title: t('keyNext'), width: 120, render: (row) => row.nextOn },
          { key: 'open', title: t('keyOpen'), width: 110, render: (row) => row.openHazards },
          { key: 'findings', title: t('keyFindings'), width: 110, render: (row) => row.openFindings },
        ]}
        empty={state.isFiltered ? <NoMatch clear={() => setFilters({})} /> : <EmptyState what={t('keyOne')} />}
      />
      <KeyPlaceForm open={creating} onClose={() => setCreating(false)} />
      <KeyPlaceDrawer id={state.id} onClose={() => open(undefined)} />
    </>
  )
}
