import { hazard, hazardAreaNames, hazardAreas, type Shift } from '@liren/contract/capabilities/hazard'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useAction, usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { useFlag } from '../../app/use-flag.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { AddButton } from '../../parts/action/add-button.tsx'
import { ClearFilters } from '../../parts/filter/clear-filters.tsx'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { PermissionGate } from '../../parts/permission-gate.tsx'
import { Person } from '../../parts/person/person.tsx'
import { FilterPlace } from '../../parts/place/place-picker.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { ShiftForm } from './shift-form.tsx'
import { words } from './words.ts'

/** Who is on duty, where, for what and when. */
export default function Roster() {
  const t = useWords(words)
  const say = useText()
  const state = useListState()
  const { filters, setFilter, setFilters } = state
  const [creating, setCreating] = useFlag('new')
  const [editing, setEditing] = useState<Shift>()
  const [removing, setRemoving] = useState<Shift>()
  const area = hazardAreaNames.find((one) => one === filters.area)
  const asked = usePages(hazard.endpoints.shifts, { query: { area, placeId: filters.place, limit: 50 } })
  const hours = ({ plan }: Shift) =>
    plan
      .map(({ days, from, to }) => {
        const names = days.length === 7 ? t('everyDay') : days.map((day) => t(`d${day as 1}`)).join(' ')
        return t('weekly', { days: names, from, to })
      })
      .join('；')
  return (
    <>
      <PageHead title={t('roster')} text={t('rosterText')}>
        <AddButton code="hazard.manage" onClick={() => setCreating(true)}>
          {t('create')}
        </AddButton>
      </PageHead>
      <DataTable<Shift>
        name="duty-shifts"
        caption={t('roster')}
        asked={asked}
        rowKey={(row) => row.id}
        tools={
          <>
            <FilterMenu
              label={t('area')}
              value={filters.area}
              onChange={(value) => setFilter('area', value)}
              options={hazardAreaNames.map((value) => ({ value, label: say(hazardAreas[value]) }))}
            />
            <FilterPlace label={t('place')} value={filters.place} onChange={(value) => setFilter('place', value)} />
            <ClearFilters state={state} />
          </>
        }
        columns={[
          { key: 'person', title: t('person'), always: true, render: (row) => <Person name={row.person.name} /> },
          {
            key: 'now',
            title: t('state'),
            render: (row) => (
              <StatusTag tone={row.isNow ? 'success' : 'neutral'} icon={row.isNow ? 'check' : 'pause'}>
                {t(row.isNow ? 'now' : 'off')}
              </StatusTag>
            ),
          },
          { key: 'area', title: t('area'), render: (row) => say(hazardAreas[row.area]) },
          { key: 'place', title: t('place'), render: (row) => row.place.label },
          { key: 'plan', title: t('plan'), roomy: true, render: hours },
          { key: 'days', title: t('untilDay'), render: (row) => row.until ?? t('always') },
          {
            key: 'edit',
            title: '',
            width: 170,
            render: (row) => (
              <PermissionGate code="hazard.manage">
                <Button size="small" type="text" onClick={() => setEditing(row)}>
                  {t('edit')}
                </Button>
                <Button size="small" type="text" danger onClick={() => setRemoving(row)}>
                  {t('remove')}
                </Button>
              </PermissionGate>
            ),
          },
        ]}
        empty={state.isFiltered ? <NoMatch clear={() => setFilters({})} /> : <EmptyState what={t('turn')} />}
      />
      <ShiftForm open={creating} onClose={() => setCreating(false)} />
      {editing && <ShiftForm key={editing.id} open onClose={() => setEditing(undefined)} of={editing} />}
      {removing && <RemoveShift of={removing} onClose={() => setRemoving(undefined)} />}
    </>
  )
}

function RemoveShift({ of, onClose }: { of: Shift; onClose: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const remove = useAction(hazard.endpoints.removeShift)
  return (
    <ActionDialog
      open
      onClose={onClose}
      title={`${t('remove')} · ${of.person.name}`}
      text={t('removeText', { name: of.person.name })}
      submit={t('remove')}
      danger
      running={remove.running}
      error={remove.error}
      onSubmit={async () => {
        if (!(await remove.done({ params: { id: of.id } }))) return false
        void message.success(t('removed'))
        return true
      }}
    />
  )
}
