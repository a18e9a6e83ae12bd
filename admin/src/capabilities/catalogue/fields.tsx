import {
  type CatalogueField,
  catalogueDomains,
  catalogueEndpoints,
  dataClassTexts,
  domainCodes,
  grades,
  gradeTexts,
  protections,
  protectionTexts,
} from '@liren/contract/capabilities/catalogue'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import type { ListState } from '../../app/list-state.ts'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { SearchField } from '../../parts/filter/search-field.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import style from './catalogue.module.css'
import { words } from './words.ts'

const tones = { L1: 'neutral', L2: 'info', L3: 'warning', L4: 'danger' } as const
const icons = { L1: 'globe', L2: 'users', L3: 'user', L4: 'lock' } as const

/** Every field of every table, searched and filtered. */
export function Fields({ state }: { state: ListState }) {
  const t = useWords(words)
  const say = useText()
  const { filters, setFilter, setFilters } = state
  const asked = usePages(catalogueEndpoints.fields, {
    query: {
      q: filters.q,
      grade: grades.find((one) => one === filters.grade),
      domain: domainCodes.find((one) => one === filters.domain),
      protection: protections.find((one) => one === filters.protection),
      limit: 50,
    },
  })
  const isFiltered = [filters.q, filters.grade, filters.domain, filters.protection].some((one) => one !== undefined)
  return (
    <DataTable
      name="catalogue-fields"
      caption={t('fields')}
      asked={asked}
      rowKey={(row: CatalogueField) => `${row.table}.${row.column}`}
      columns={[
        {
          key: 'field',
          title: t('field'),
          always: true,
          render: (row) => (
            <>
              {say(row.text)}
              <div className={style.hint}>
                <code>{row.column}</code>
              </div>
            </>
          ),
        },
        {
          key: 'table',
          title: t('table'),
          render: (row) => (
            <>
              {say(row.tableText)}
              <div className={style.hint}>
                <code>{row.table}</code>
              </div>
            </>
          ),
        },
        {
          key: 'grade',
          title: t('grade'),
          width: 110,
          render: ({ grade }) =>
            grade === null ? (
              <StatusTag tone="danger" icon="alert">
                {t('ungraded')}
              </StatusTag>
            ) : (
              <StatusTag tone={tones[grade]} icon={icons[grade]}>
                {`${grade} ${say(gradeTexts[grade])}`}
              </StatusTag>
            ),
        },
        {
          key: 'protection',
          title: t('protection'),
          width: 170,
          render: (row) => (
            <>
              {say(protectionTexts[row.protection])}
              {row.indexes.length > 0 ? <div className={style.hint}>{t('indexes', { names: row.indexes.join(' ') })}</div> : null}
            </>
          ),
        },
        { key: 'class', title: t('class'), roomy: true, width: 130, render: (row) => say(dataClassTexts[row.class]) },
        {
          key: 'retention',
          title: t('retention'),
          roomy: true,
          width: 150,
          render: ({ retention }) => (retention ? t('keptDays', { name: say(retention.text), days: retention.days }) : t('lasting')),
        },
        { key: 'responsible', title: t('responsible'), roomy: true, width: 120, render: (row) => row.responsible ?? t('nobody') },
        { key: 'owner', title: t('owner'), hidden: true, render: (row) => row.owner },
        { key: 'manager', title: t('manager'), hidden: true, render: (row) => row.manager ?? t('nobody') },
      ]}
      empty={isFiltered ? <NoMatch clear={() => setFilters({ tab: 'fields' })} /> : <EmptyState what={t('one')} />}
      tools={
        <>
          <SearchField value={filters.q ?? ''} onChange={(text) => setFilter('q', text)} placeholder={t('search')} maxLength={40} />
          <FilterMenu
            label={t('domain')}
            value={filters.domain}
            onChange={(value) => setFilter('domain', value)}
            options={domainCodes.map((value) => ({ value, label: say(catalogueDomains[value].text) }))}
          />
          <FilterMenu
            label={t('grade')}
            value={filters.grade}
            onChange={(value) => setFilter('grade', value)}
            options={grades.map((value) => ({ value, label: `${value} ${say(gradeTexts[value])}` }))}
          />
          <FilterMenu
            label={t('protection')}
            value={filters.protection}
            onChange={(value) => setFilter('protection', value)}
            options={protections.map((value) => ({ value, label: say(protectionTexts[value]) }))}
          />
        </>
      }
    />
  )
}
