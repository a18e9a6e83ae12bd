import { type End, ends } from '@liren/contract'
import { app, appGroups } from '@liren/contract/capabilities/app'
import { Switch, Tooltip } from 'antd'
import { useMemo, useState } from 'react'
import { refresh } from '../../app/api/cache.ts'
import { call } from '../../app/api/call.ts'
import { pagedOf, useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { useMay } from '../../app/session/store.ts'
import { useUndo } from '../../parts/action/undo.tsx'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { SearchField } from '../../parts/filter/search-field.tsx'
import { FormError } from '../../parts/form/error.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { FilterPlace } from '../../parts/place/place-picker.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import type { Column } from '../../parts/table/columns.ts'
import { DataTable } from '../../parts/table/data-table.tsx'
import { Chip } from '../../parts/tag/status-tag.tsx'
import { type Application, standing } from './shelf.ts'
import { words } from './words.ts'

const groups = Object.keys(appGroups) as (keyof typeof appGroups)[]

/** Tiles of all ends: for every place or for one, each end on or off. */
export default function Apps() {
  const t = useWords(words)
  const say = useText()
  const state = useListState()
  const { filters, setFilter } = state
  const asked = useQuery(app.endpoints.list)
  const wanted = (filters.q ?? '').toLowerCase()
  const shown = useMemo(
    () =>
      asked.data?.items.filter(
        (item) =>
          (filters.group === undefined || item.group === filters.group) &&
          (wanted === '' || `${item.text.zh} ${item.text.en}`.toLowerCase().includes(wanted)),
      ),
    [asked.data, filters.group, wanted],
  )
  const paged = useMemo(() => pagedOf(asked, shown), [asked, shown])
  const [columns, error] = useColumns(filters.place ?? null)
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <FormError error={error} />
      <DataTable
        name="apps"
        caption={t('title')}
        asked={paged}
        columns={columns}
        rowKey={(row) => row.code}
        empty={state.isFiltered ? <NoMatch clear={() => state.setFilters({})} /> : <EmptyState what={t('one')} />}
        tools={
          <>
            <SearchField value={filters.q ?? ''} onChange={(text) => setFilter('q', text)} placeholder={t('search')} />
            <FilterPlace
              label={filters.place === undefined ? t('allPlaces') : t('place')}
              value={filters.place}
              onChange={(value) => setFilter('place', value)}
            />
            <FilterMenu
              label={t('group')}
              value={filters.group}
              onChange={(value) => setFilter('group', value)}
              options={groups.map((value) => ({ value, label: say(appGroups[value]) }))}
            />
          </>
        }
      />
    </>
  )
}

function useColumns(placeId: string | null) {
  const t = useWords(words)
  const say = useText()
  const may = useMay('app.shelve')
  const offerUndo = useUndo()
  const { run, error } = useAction(app.endpoints.shelve)
  const [busy, setBusy] = useState<string>()

  const columns = useMemo<readonly Column<Application>[]>(() => {
    const turn = async (it: Application, end: End, on: boolean) => {
      setBusy(`${it.code} ${end}`)
      const done = await run({ params: { code: it.code }, body: { placeId, end, on, version: it.version } })
      setBusy(undefined)
      if (done === undefined) return
      const names = { app: say(it.text), end: t(`end_${end}`) }
      offerUndo(t(on ? 'turnedOn' : 'turnedOff', names), async () => {
        await call(app.endpoints.shelve, {
          params: { code: it.code },
          body: { placeId, end, on: !on, reason: t('undoReason'), version: done.version },
        })
        refresh('app')
      })
    }
    const endColumn = (end: End): Column<Application> => ({
      key: end,
      title: t(`end_${end}`),
      width: 104,
      render: (row) => {
        if (!row.ends.includes(end))
          return (
            <span style={{ color: 'var(--text-3)' }} title={t('notFor')}>
              <span aria-hidden="true">–</span>
              <span className="visually-hidden">{t('notFor')}</span>
            </span>
          )
        const now = standing(row.shelf, end, placeId)
        return (
          <span style={{ display: 'inline-flex', alignItems: 'center', gap: 8 }}>
            <Switch
              checked={now.on}
              disabled={!may}
              loading={busy === `${row.code} ${end}`}
              aria-label={t('switchLabel', { app: say(row.text), end: t(`end_${end}`) })}
              onChange={(on) => void turn(row, end, on)}
            />
            {placeId !== null && (
              <Tooltip title={now.rule && t('changedBy', { who: now.rule.changedBy })}>
                <small style={{ color: 'var(--text-3)' }}>{t(now.by === 'own' ? 'own' : 'inherited')}</small>
              </Tooltip>
            )}
          </span>
        )
      },
    })
    return [
      {
        key: 'name',
        title: t('name'),
        always: true,
        render: (row) => (
          <>
            <strong>{say(row.text)}</strong> <Chip>{say(appGroups[row.group])}</Chip>
            <div style={{ color: 'var(--text-3)', fontSize: 13 }}>{say(row.hint)}</div>
          </>
        ),
      },
      ...ends.map(endColumn),
      { key: 'owner', title: t('owner'), hidden: true, render: (row) => row.owner },
      { key: 'version', title: t('version'), hidden: true, render: (row) => row.appVersion },
    ]
  }, [t, say, may, busy, placeId, run, offerUndo])
  return [columns, error] as const
}
