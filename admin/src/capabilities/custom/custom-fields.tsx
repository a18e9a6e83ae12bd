import { customKinds } from '@liren/contract/archive/index'
import { type CustomField, custom } from '@liren/contract/capabilities/custom'
import { App, Button } from 'antd'
import { useMemo, useState } from 'react'
import { useSearchParams } from 'react-router'
import { useAction, usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { AddButton } from '../../parts/action/add-button.tsx'
import { ClearFilters } from '../../parts/filter/clear-filters.tsx'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import type { Column } from '../../parts/table/columns.ts'
import { DataTable } from '../../parts/table/data-table.tsx'
import { LevelTag } from '../../parts/tag/level-tag.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { DayText } from '../../parts/text/time.tsx'
import { archives, FieldForm } from './field-form.tsx'
import { words } from './words.ts'

const states = ['active', 'withdrawn'] as const

/** Fields that communities added to their archives: which, where, and whether they are still in use. */
export default function CustomFields() {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const state = useListState()
  const [search, setSearch] = useSearchParams()
  const [leaving, setLeaving] = useState<CustomField>()
  const withdraw = useAction(custom.endpoints.withdraw)
  const { archive } = state.filters
  const asked = usePages(custom.endpoints.list, {
    query: { limit: 50, archive: archive || undefined, state: states.find((one) => one === state.filters.state) },
  })
  const open = asked.data?.find(({ id }) => id === state.id)
  const isNew = search.get('new') === '1'
  const setNew = (on: boolean) =>
    setSearch((before) => {
      const after = new URLSearchParams(before)
      if (on) after.set('new', '1')
      else after.delete('new')
      return after
    })
  const { reload } = asked
  const columns = useMemo<readonly Column<CustomField>[]>(
    () => [
      { key: 'label', title: t('label'), always: true, render: (row) => <strong>{say(row.label)}</strong> },
      { key: 'archive', title: t('archive'), render: (row) => say(archives.find(({ name }) => name === row.archive)?.text) || row.archive },
      { key: 'place', title: t('place'), render: (row) => row.place.name },
      { key: 'kind', title: t('kind'), render: (row) => say(customKinds[row.kind]) },
      { key: 'level', title: t('level'), render: (row) => <LevelTag level={row.level} /> },
      {
        key: 'rules',
        title: t('rules'),
        render: (row) => [...(row.isRequired ? [t('required')] : []), ...(row.isListed ? [t('listed')] : [])].join(' · ') || '–',
      },
      { key: 'code', title: t('code'), roomy: true, render: (row) => <code>{row.code}</code> },
      { key: 'added', title: t('added'), roomy: true, render: (row) => <DayText at={row.addedAt} /> },
      {
        key: 'state',
        title: t('state'),
        render: (row) => (
          <StatusTag tone={row.state === 'active' ? 'success' : 'neutral'} icon={row.state === 'active' ? 'check' : 'ban'}>
            {t(row.state)}
          </StatusTag>
        ),
      },
      { key: 'act', title: '', always: true, render: (row) => <Steps row={row} onWithdraw={setLeaving} onDone={reload} /> },
    ],
    [t, say, reload],
  )
  return (
    <>
      <PageHead title={t('title')} text={t('text')}>
        <AddButton onClick={() => setNew(true)}>{t('create')}</AddButton>
      </PageHead>
      <DataTable
        name="custom-fields"
        caption={t('title')}
        asked={asked}
        columns={columns}
        rowKey={(row) => row.id}
        onOpen={(row) => state.open(row.id)}
        openId={state.id}
        rowTone={(row) => (row.state === 'active' ? undefined : 'quiet')}
        tools={
          <>
            <FilterMenu
              label={t('archive')}
              value={archive}
              onChange={(value) => state.setFilter('archive', value)}
              options={archives.map(({ name, text }) => ({ value: name, label: say(text) }))}
            />
            <FilterMenu
              label={t('state')}
              value={state.filters.state}
              onChange={(value) => state.setFilter('state', value)}
              options={states.map((value) => ({ value, label: t(value) }))}
            />
            <ClearFilters state={state} />
          </>
        }
        empty={state.isFiltered ? <NoMatch clear={() => state.setFilters({})} /> : <EmptyState what={t('one')} />}
      />
      <FieldForm open={isNew} onClose={() => setNew(false)} />
      <FieldForm key={open?.id ?? 'none'} open={open !== undefined} onClose={() => state.open(undefined)} of={open} />
      <ActionDialog
        open={leaving !== undefined}
        onClose={() => setLeaving(undefined)}
        title={t('withdrawTitle', { name: leaving ? say(leaving.label) : '' })}
        text={t('withdrawText')}
        submit={t('withdraw')}
        running={withdraw.running}
        error={withdraw.error}
        onSubmit={async () => {
          if (!leaving) return false
          const done = await withdraw.run({ params: { id: leaving.id }, body: { version: leaving.version } })
          if (done === undefined) return false
          void message.success(t('done'))
          asked.reload()
          return true
        }}
      />
    </>
  )
}

/** Out of use, or back into it. */
function Steps({ row, onWithdraw, onDone }: { row: CustomField; onWithdraw: (row: CustomField) => void; onDone: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const restore = useAction(custom.endpoints.restore)
  const bringBack = async () => {
    const { id, version } = row
    if (await restore.run({ params: { id }, body: { version } })) void message.success(t('done'))
    onDone()
  }
  return (
    <Button
      size="small"
      type="text"
      loading={restore.running}
      onClick={(event) => {
        event.stopPropagation()
        if (row.state === 'active') onWithdraw(row)
        else void bringBack()
      }}
    >
      {t(row.state === 'active' ? 'withdraw' : 'restore')}
    </Button>
  )
}
