import type { z } from '@liren/contract'
import { type departmentSchema, user } from '@liren/contract/capabilities/user'
import { App, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { useAction, usePages } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { useMay } from '../../app/session/store.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { AddButton } from '../../parts/action/add-button.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { FilterPlace, PlacePicker } from '../../parts/place/place-picker.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { DepartmentDrawer } from './department-drawer.tsx'
import { words } from './words.ts'

type Department = z.infer<typeof departmentSchema>

/** Departments of an area: people belong to them and roles can be given to them. */
export default function Departments() {
  const t = useWords(words)
  const { message } = App.useApp()
  const state = useListState()
  const mayManage = useMay('user.manage')
  const asked = usePages(user.endpoints.departments, { query: { placeId: state.filters.place, limit: 100 } })
  const create = useAction(user.endpoints.createDepartment)
  const rename = useAction(user.endpoints.updateDepartment)
  const retire = useAction(user.endpoints.retireDepartment)
  const [doing, setDoing] = useState<{ what: 'create' } | { what: 'rename' | 'retire'; it: Department }>()
  const close = () => setDoing(undefined)
  const it = doing !== undefined && doing.what !== 'create' ? doing.it : undefined
  const names = new Map((asked.data ?? []).map((department) => [department.id, department.name]))
  const shown = asked.data?.find((department) => department.id === state.id)
  const nameField = (
    <Form.Item
      name="name"
      label={t('departmentName')}
      rules={[{ required: true, whitespace: true, message: t('required', { field: t('departmentName') }) }]}
    >
      <Input maxLength={40} autoFocus />
    </Form.Item>
  )

  return (
    <>
      <PageHead title={t('departments')} text={t('departmentsText')}>
        <AddButton code="user.manage" onClick={() => setDoing({ what: 'create' })}>
          {t('newDepartment')}
        </AddButton>
      </PageHead>
      <DataTable
        name="departments"
        caption={t('departments')}
        asked={asked}
        rowKey={(row) => row.id}
        onOpen={(row) => state.open(row.id)}
        openId={state.id}
        columns={[
          { key: 'name', title: t('departmentName'), always: true, render: (row) => <strong>{row.name}</strong> },
          { key: 'under', title: t('under'), render: (row) => (row.parentId === null ? t('topLevel') : (names.get(row.parentId) ?? '–')) },
          { key: 'place', title: t('place'), render: (row) => row.place.name },
          { key: 'members', title: t('members'), align: 'end', width: 110, render: (row) => row.members },
          {
            key: 'actions',
            title: '',
            always: true,
            align: 'end',
            render: (row) =>
              mayManage && (
                <>
                  <Button size="small" type="text" onClick={() => setDoing({ what: 'rename', it: row })}>
                    {t('renameDepartment')}
                  </Button>
                  <Button size="small" type="text" danger onClick={() => setDoing({ what: 'retire', it: row })}>
                    {t('removeDepartment')}
                  </Button>
                </>
              ),
          },
        ]}
        empty={
          state.isFiltered ? (
            <NoMatch clear={() => state.setFilters({})} />
          ) : (
            <EmptyState what={t('departments')} text={t('departmentsText')}>
              {mayManage && <Button onClick={() => setDoing({ what: 'create' })}>{t('newDepartment')}</Button>}
            </EmptyState>
          )
        }
        tools={
          <>
            <FilterPlace label={t('place')} value={state.filters.place} onChange={(value) => state.setFilter('place', value)} />
            <Link to="/users">{t('title')}</Link>
          </>
        }
      />
      <DepartmentDrawer
        department={shown}
        above={shown?.parentId ? (names.get(shown.parentId) ?? '–') : t('topLevel')}
        onClose={() => state.open(undefined)}
      />
      <ActionDialog<{ name: string; placeId: string; parentId?: string }>
        open={doing?.what === 'create'}
        onClose={close}
        title={t('newDepartment')}
        submit={t('newDepartment')}
        running={create.running}
        error={create.error}
        onSubmit={(body) => create.done({ body })}
      >
        {nameField}
        <Form.Item name="placeId" label={t('place')} rules={[{ required: true, message: t('required', { field: t('place') }) }]}>
          <PlacePicker />
        </Form.Item>
        <Form.Item name="parentId" label={t('under')}>
          <Select
            allowClear
            placeholder={t('topLevel')}
            options={(asked.data ?? []).map((entry) => ({ value: entry.id, label: `${entry.name} · ${entry.place.name}` }))}
          />
        </Form.Item>
      </ActionDialog>
      <ActionDialog<{ name: string }>
        open={doing?.what === 'rename'}
        onClose={close}
        title={t('renameDepartment')}
        submit={t('renameDepartment')}
        initial={{ name: it?.name ?? '' }}
        running={rename.running}
        error={rename.error}
        onSubmit={async ({ name }) =>
          it !== undefined && (await rename.done({ params: { id: it.id }, body: { name, version: it.version } }))
        }
      >
        {nameField}
      </ActionDialog>
      <ActionDialog
        open={doing?.what === 'retire'}
        onClose={close}
        title={t('removeDepartmentTitle', { name: it?.name ?? '' })}
        text={t('removeDepartmentText')}
        submit={t('removeDepartmentSubmit')}
        danger
        running={retire.running}
        error={retire.error}
        onSubmit={async () => {
          if (it === undefined || !(await retire.done({ params: { id: it.id }, query: { version: it.version } }))) return false
          void message.success(t('removeDepartmentDone', { name: it.name }))
          return true
        }}
      />
    </>
  )
}
