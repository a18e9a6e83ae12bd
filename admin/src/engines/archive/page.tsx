import { fieldOf, listFields } from '@liren/contract/archive/index'
import { Button } from 'antd'
import { useMemo } from 'react'
import { Link, useSearchParams } from 'react-router'
import { type Paged, usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import type { ViewProps } from '../../app/nav/registry.ts'
import { useMay } from '../../app/session/store.ts'
import { AddButton } from '../../parts/action/add-button.tsx'
import { useAddedFields, useAddedText } from '../../parts/custom/use-custom.ts'
import { ClearFilters } from '../../parts/filter/clear-filters.tsx'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { SearchField } from '../../parts/filter/search-field.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { FilterPlace } from '../../parts/place/place-picker.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import type { Column } from '../../parts/table/columns.ts'
import { DataTable } from '../../parts/table/data-table.tsx'
import { FilterTag } from '../../parts/tagging/tag-filter.tsx'
import { TagMany } from '../../parts/tagging/tag-many.tsx'
import { DayText } from '../../parts/text/time.tsx'
import { ArchiveForm } from './form.tsx'
import { archiveCalled } from './known.ts'
import { ArchiveRecord } from './record.tsx'
import { filterFields, listQuery } from './search.ts'
import { useOptions, useValueText } from './value.tsx'
import { words } from './words.ts'

interface Row {
  readonly id: string
  readonly title: string
  readonly place: { readonly name: string; readonly path: string } | null
  readonly state: 'active' | 'retired' | 'merged'
  readonly values: Record<string, string | number | boolean | null>
  readonly custom: Record<string, string | number | boolean | null>
  readonly verifiedAt: string | null
  readonly updatedAt: string
}

const mostFilters = 3

/** The list of one archive with everything that its definition says of it; a file opens beside the list. */
export function ArchivePage({ name, title, below, text }: ViewProps & { name: string; text?: string }) {
  const { definition, endpoints } = archiveCalled(name)
  const t = useWords(words)
  const say = useText()
  const valueText = useValueText(definition)
  const options = useOptions()
  const state = useListState()
  const [search, setSearch] = useSearchParams()
  const mayWrite = useMay(`${name}.write`)
  const [mayImport, mayExport] = [useMay('workbook.import'), useMay('workbook.export')]
  const mayMove = mayExport || (mayImport && mayWrite)
  const mayTag = useMay('tag.write') && mayWrite
  // what the address narrows by is offered as well, wherever it came from
  const filters = filterFields(definition).filter((field, at) => at < mostFilters || state.filters[field] !== undefined)
  const narrowed = listQuery(definition, state.filters)
  const asked = usePages(endpoints.list, { query: { ...narrowed, limit: 50 } as never }) as unknown as Paged<Row>
  const known = useAddedFields(name)
  const added = useMemo(() => known.filter((field) => field.state === 'active' && field.isListed), [known])
  const addedText = useAddedText()
  const columns = useMemo((): Column<Row>[] => {
    const own = listFields(definition).filter((field) => !definition.title.includes(field))
    return [
      {
        key: 'title',
        title: definition.title[0] ? say(fieldOf(definition, definition.title[0]).label) : t('title'),
        always: true,
        render: (row) => <strong>{row.title}</strong>,
      },
      ...own.map((field) => ({
        key: field,
        title: say(fieldOf(definition, field).label),
        hidden: fieldOf(definition, field).list === 'offered',
        render: (row: Row) => valueText(field, row.values[field]),
      })),
      ...added.map((field) => ({
        key: `custom.${field.id}`,
        title: say(field.label),
        render: (row: Row) => (row.place?.path.startsWith(field.place.path) ? addedText(field, row.custom[field.code]) : t('none')),
      })),
      ...(definition.title.length > 0
        ? [{ key: 'place', title: t('place'), roomy: true, render: (row: Row) => row.place?.name ?? t('none') }]
        : []),
      { key: 'verified', title: t('verified'), roomy: true, render: (row) => <DayText at={row.verifiedAt} none={t('never')} /> },
      { key: 'updated', title: t('updated'), hidden: true, render: (row) => <DayText at={row.updatedAt} /> },
    ]
  }, [definition, say, t, valueText, added, addedText])
  const what = say(definition.text)
  const isNew = search.get('new') === '1'
  const setNew = (on: boolean) =>
    setSearch((before) => {
      const after = new URLSearchParams(before)
      if (on) after.set('new', '1')
      else after.delete('new')
      return after
    })
  return (
    <>
      <PageHead title={title ?? what} text={text}>
        {mayMove && (
          <Link to={`/workbooks?archive=${name}${state.isFiltered ? `&list=${encodeURIComponent(JSON.stringify(narrowed))}` : ''}`}>
            <Button icon={<Icon name="job" />}>{t('workbooks')}</Button>
          </Link>
        )}
        {mayWrite && <AddButton onClick={() => setNew(true)}>{t('create', { what })}</AddButton>}
      </PageHead>
      {below}
      <DataTable<Row>
        name={`archive.${name}`}
        caption={what}
        asked={asked}
        rowKey={(row) => row.id}
        onOpen={(row) => state.open(row.id)}
        openId={state.id}
        columns={columns}
        bulk={mayTag ? (rows, clear) => <TagMany archive={name} ids={rows.map((row) => row.id)} onDone={clear} /> : undefined}
        rowTone={(row) => (row.state !== 'active' ? 'quiet' : undefined)}
        empty={state.isFiltered ? <NoMatch clear={() => state.setFilters({})} /> : <EmptyState what={what} />}
        tools={
          <>
            <SearchField
              value={state.filters.q ?? ''}
              onChange={(typed) => state.setFilter('q', typed)}
              placeholder={t('search')}
              maxLength={40}
            />
            <FilterPlace label={t('place')} value={state.filters.place} onChange={(value) => state.setFilter('place', value)} />
            {filters.map((field) => (
              <FilterMenu
                key={field}
                label={say(fieldOf(definition, field).label)}
                value={state.filters[field]}
                onChange={(value) => state.setFilter(field, value)}
                options={options(fieldOf(definition, field)).map((option) => ({ value: option.code, label: say(option.text) }))}
              />
            ))}
            <FilterTag archive={name} value={state.filters.tag} onChange={(value) => state.setFilter('tag', value)} />
            <FilterMenu
              label={t('state')}
              value={state.filters.state}
              onChange={(value) => state.setFilter('state', value)}
              options={(['retired', 'all'] as const).map((value) => ({ value, label: t(value) }))}
            />
            <ClearFilters state={state} />
          </>
        }
      />
      <ArchiveRecord name={name} id={state.id} onClose={() => state.open(undefined)} />
      {mayWrite && (
        <ArchiveForm
          name={name}
          open={isNew}
          onClose={() => setNew(false)}
          onSaved={(saved) => state.open(saved.id)}
          onTwin={(id) => state.open(id)}
        />
      )}
    </>
  )
}
