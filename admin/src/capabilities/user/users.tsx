import { z } from '@liren/contract'
import { phoneSchema, type User, user, userClasses, userClassTexts } from '@liren/contract/capabilities/user'
import { roleText } from '@liren/contract/identity/builtin-roles'
import { Button } from 'antd'
import { useMemo } from 'react'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { useFlag } from '../../app/use-flag.ts'
import { AddButton } from '../../parts/action/add-button.tsx'
import { ClearFilters } from '../../parts/filter/clear-filters.tsx'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { SearchField } from '../../parts/filter/search-field.tsx'
import { ViewTabs } from '../../parts/filter/view-tabs.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { PermissionGate } from '../../parts/permission-gate.tsx'
import { Person } from '../../parts/person/person.tsx'
import { FilterPlace } from '../../parts/place/place-picker.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import type { Column } from '../../parts/table/columns.ts'
import { DataTable } from '../../parts/table/data-table.tsx'
import { Chip } from '../../parts/tag/status-tag.tsx'
import { TimeText, UntilText } from '../../parts/text/time.tsx'
import { UserState } from './state.tsx'
import { UserDrawer } from './user-drawer.tsx'
import { UserForm } from './user-form.tsx'
import { words } from './words.ts'

const rowKey = (row: User) => row.id

/** A whole phone number is looked up by its blind index; anything else is part of an account or a name. */
const searched = (text: string | undefined) =>
  text === undefined ? {} : z.safeParse(phoneSchema(), text).success ? { phone: text } : { q: text }

function useColumns(): readonly Column<User>[] {
  const t = useWords(words)
  const say = useText()
  return useMemo(
    () => [
      { key: 'name', title: t('name'), always: true, render: (row) => <Person name={row.name} note={row.account ?? ''} /> },
      { key: 'phone', title: t('phone'), render: (row) => row.phone ?? '–', width: 130 },
      { key: 'state', title: t('state'), render: (row) => <UserState user={row} />, width: 120 },
      {
        key: 'roles',
        title: t('roles'),
        render: (row) => (
          <span style={{ display: 'inline-flex', flexWrap: 'wrap', gap: 4 }}>
            {[...new Set(row.roles.map((given) => say(roleText(given.role))))].map((name) => (
              <Chip key={name}>{name}</Chip>
            ))}
          </span>
        ),
      },
      { key: 'place', title: t('place'), render: (row) => row.place?.name ?? '–', roomy: true },
      { key: 'class', title: t('class'), render: (row) => say(userClassTexts[row.class]), hidden: true },
      { key: 'department', title: t('department'), render: (row) => row.department?.name ?? '–', hidden: true },
      { key: 'lastSignIn', title: t('lastSignIn'), render: (row) => <TimeText at={row.lastSignInAt} none={t('never')} />, roomy: true },
      { key: 'validUntil', title: t('validUntil'), render: (row) => <UntilText at={row.validUntil} />, roomy: true },
      { key: 'factor', title: t('secondFactor'), render: (row) => t(row.hasSecondFactor ? 'factorSet' : 'factorNone'), hidden: true },
    ],
    [t, say],
  )
}

export default function Users() {
  const t = useWords(words)
  const say = useText()
  const state = useListState()
  const { filters, setFilter } = state
  const asked = usePages(user.endpoints.list, {
    query: {
      ...searched(filters.q),
      class: userClasses.find((name) => name === filters.class),
      state: filters.state === 'disabled' ? 'disabled' : filters.state === 'active' ? 'active' : undefined,
      placeId: filters.place,
      roleId: filters.role,
      departmentId: filters.department,
      limit: 50,
    },
  })
  const columns = useColumns()
  const { open } = state
  const [creating, create] = useFlag('new')

  return (
    <>
      <PageHead title={t('title')} text={t('text')}>
        <AddButton code="user.manage" onClick={() => create(true)}>
          {t('create')}
        </AddButton>
      </PageHead>
      <ViewTabs
        name="users"
        state={state}
        views={[
          { name: t('viewProperty'), filters: { class: 'property' } },
          { name: t('viewVillage'), filters: { class: 'village' } },
          { name: t('viewDisabled'), filters: { state: 'disabled' } },
        ]}
      />
      <DataTable
        name="users"
        caption={t('title')}
        asked={asked}
        columns={columns}
        rowKey={rowKey}
        onOpen={(row) => open(row.id)}
        openId={state.id}
        rowTone={(row) => (row.state === 'active' ? undefined : 'quiet')}
        empty={
          state.isFiltered ? (
            <NoMatch clear={() => state.setFilters({})} />
          ) : (
            <EmptyState what={t('one')}>
              <PermissionGate code="user.manage">
                <Button type="primary" onClick={() => create(true)}>
                  {t('create')}
                </Button>
              </PermissionGate>
            </EmptyState>
          )
        }
        tools={
          <>
            <SearchField value={filters.q ?? ''} onChange={(text) => setFilter('q', text)} placeholder={t('search')} maxLength={40} />
            <FilterMenu
              label={t('class')}
              value={filters.class}
              onChange={(value) => setFilter('class', value)}
              options={userClasses.map((value) => ({ value, label: say(userClassTexts[value]) }))}
            />
            <FilterMenu
              label={t('state')}
              value={filters.state}
              onChange={(value) => setFilter('state', value)}
              options={[
                { value: 'active', label: t('active') },
                { value: 'disabled', label: t('disabled') },
              ]}
            />
            <FilterPlace label={t('place')} value={filters.place} onChange={(value) => setFilter('place', value)} />
            <ClearFilters state={state} />
          </>
        }
      />
      <UserDrawer id={state.id} onClose={() => open(undefined)} />
      <UserForm open={creating} onClose={() => create(false)} onSaved={(saved) => open(saved.id)} />
    </>
  )
}
