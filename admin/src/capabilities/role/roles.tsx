import { type Role, role } from '@liren/contract/capabilities/role'
import { roleAbout, roleText } from '@liren/contract/identity/builtin-roles'
import { Button } from 'antd'
import { useMemo, useState } from 'react'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { useFlag } from '../../app/use-flag.ts'
import { SearchField } from '../../parts/filter/search-field.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { PermissionGate } from '../../parts/permission-gate.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import type { Column } from '../../parts/table/columns.ts'
import { DataTable } from '../../parts/table/data-table.tsx'
import { Chip, StatusTag } from '../../parts/tag/status-tag.tsx'
import { RoleDrawer } from './role-drawer.tsx'
import { RoleForm } from './role-form.tsx'
import { words } from './words.ts'

function useColumns(): readonly Column<Role>[] {
  const t = useWords(words)
  const say = useText()
  return useMemo(
    () => [
      {
        key: 'name',
        title: t('name'),
        always: true,
        render: (row) => (
          <>
            <strong>{say(roleText(row))}</strong>
            {row.description && <div style={{ color: 'var(--text-3)', fontSize: 13 }}>{say(roleAbout(row) ?? undefined)}</div>}
          </>
        ),
      },
      {
        key: 'kind',
        title: t('kind'),
        width: 190,
        render: (row) => (
          <span style={{ display: 'inline-flex', gap: 4 }}>
            <StatusTag tone={row.isBuiltin ? 'neutral' : 'primary'} icon={row.isBuiltin ? 'lock' : 'edit'}>
              {t(row.isBuiltin ? 'builtin' : 'own')}
            </StatusTag>
            {row.exclusive && (
              <StatusTag tone="warning" icon="role">
                {t('exclusive')}
              </StatusTag>
            )}
          </span>
        ),
      },
      {
        key: 'ends',
        title: t('ends'),
        roomy: true,
        render: (row) => (
          <span style={{ display: 'inline-flex', flexWrap: 'wrap', gap: 4 }}>
            {row.ends.map((end) => (
              <Chip key={end}>{t(`end_${end}`)}</Chip>
            ))}
          </span>
        ),
      },
      { key: 'permissions', title: t('permissionCount'), width: 110, align: 'end', render: (row) => row.permissions.length },
      { key: 'holders', title: t('holders'), width: 110, align: 'end', render: (row) => row.holders },
    ],
    [t, say],
  )
}

/** Roles that come with the platform, and those made here. */
export default function Roles() {
  const t = useWords(words)
  const state = useListState()
  const [creating, setCreating] = useFlag('new')
  const [source, setSource] = useState<Role>()
  const asked = usePages(role.endpoints.list, { query: { q: state.filters.q, limit: 100 } })
  const columns = useColumns()
  const copy = (from: Role) => {
    setSource(from)
    state.open(undefined)
    setCreating(true)
  }
  return (
    <>
      <PageHead title={t('title')} text={t('text')}>
        <PermissionGate code="role.manage">
          <Button
            type="primary"
            icon={<Icon name="plus" />}
            onClick={() => {
              setSource(undefined)
              setCreating(true)
            }}
          >
            {t('create')}
          </Button>
        </PermissionGate>
      </PageHead>
      <DataTable
        name="roles"
        caption={t('title')}
        asked={asked}
        columns={columns}
        rowKey={(row) => row.id}
        onOpen={(row) => state.open(row.id)}
        openId={state.id}
        empty={state.isFiltered ? <NoMatch clear={() => state.setFilters({})} /> : <EmptyState what={t('one')} />}
        tools={
          <SearchField
            value={state.filters.q ?? ''}
            onChange={(text) => state.setFilter('q', text)}
            placeholder={t('search')}
            maxLength={40}
          />
        }
      />
      <RoleDrawer id={state.id} onClose={() => state.open(undefined)} onCopy={copy} />
      <RoleForm open={creating} onClose={() => setCreating(false)} source={source} onSaved={(saved) => state.open(saved.id)} />
    </>
  )
}
