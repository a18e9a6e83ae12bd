import {
  type EnergyMeter,
  energyCarrierNames,
  energyCarriers,
  energyEndpoints,
  energyUseNames,
  energyUses,
} from '@liren/contract/capabilities/energy'
import { Button } from 'antd'
import { useState } from 'react'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { SearchField } from '../../parts/filter/search-field.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { PermissionGate } from '../../parts/permission-gate.tsx'
import { FilterPlace } from '../../parts/place/place-picker.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { MeterForm } from './meter-form.tsx'
import { shown } from './plain-table.tsx'
import { words } from './words.ts'

/** Every meter with what it counts for; what a home's meter shows is its household's own. */
export function Meters() {
  const t = useWords(words)
  const say = useText()
  const { filters, setFilter } = useListState()
  const [editing, setEditing] = useState<EnergyMeter | 'new'>()
  const carrier = energyCarrierNames.find((name) => name === filters.carrier)
  const use = energyUseNames.find((name) => name === filters.use)
  const asked = usePages(energyEndpoints.meters, {
    query: { limit: 50, carrier, use, placeId: filters.place, number: (filters.number ?? '').length < 3 ? undefined : filters.number },
  })
  return (
    <>
      <DataTable
        name="energy.meters"
        caption={t('tab_meters')}
        asked={asked}
        rowKey={(row: EnergyMeter) => row.id}
        tools={
          <>
            <SearchField
              placeholder={t('wholeNumber')}
              value={filters.number ?? ''}
              onChange={(value) => setFilter('number', value || undefined)}
              maxLength={40}
            />
            <FilterMenu
              label={t('carrier')}
              value={carrier}
              onChange={(value) => setFilter('carrier', value)}
              options={energyCarrierNames.map((value) => ({ value, label: say(energyCarriers[value].text) }))}
            />
            <FilterMenu
              label={t('use')}
              value={use}
              onChange={(value) => setFilter('use', value)}
              options={energyUseNames.map((value) => ({ value, label: say(energyUses[value]) }))}
            />
            <FilterPlace label={t('place')} value={filters.place} onChange={(value) => setFilter('place', value)} />
            <PermissionGate code="energy.manage">
              <Button icon={<Icon name="plus" />} onClick={() => setEditing('new')}>
                {t('addMeter')}
              </Button>
            </PermissionGate>
          </>
        }
        columns={[
          { key: 'number', title: t('number'), always: true, render: (row) => <strong>{row.number}</strong> },
          { key: 'carrier', title: t('carrier'), width: 88, render: (row) => say(energyCarriers[row.carrier].text) },
          { key: 'use', title: t('use'), render: (row) => say(energyUses[row.use]) },
          { key: 'place', title: t('place'), roomy: true, render: (row) => row.place.name || t('none') },
          {
            key: 'total',
            title: t('reading'),
            align: 'end',
            render: (row) =>
              row.total !== null
                ? `${shown(row.total)} ${energyCarriers[row.carrier].unit}`
                : row.use === 'household' && row.readAt !== null
                  ? t('ownersOnly')
                  : t('none'),
          },
          { key: 'readAt', title: t('readAt'), render: (row) => (row.readAt === null ? t('never') : <TimeText at={row.readAt} />) },
          {
            key: 'edit',
            title: t('edit'),
            width: 88,
            render: (row) => (
              <PermissionGate code="energy.manage">
                <Button size="small" onClick={() => setEditing(row)} aria-label={t('changeOf', { name: row.number })}>
                  {t('edit')}
                </Button>
              </PermissionGate>
            ),
          },
        ]}
        empty={<EmptyState title={t('noMeters')} scene="rest" />}
      />
      {editing ? <MeterForm meter={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} /> : null}
    </>
  )
}
