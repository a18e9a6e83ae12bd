import { type IntakeItem, intakeEndpoints, intakeKinds, intakeKindTexts } from '@liren/contract/capabilities/intake'
import { Button } from 'antd'
import { useState } from 'react'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { useMay } from '../../app/session/store.ts'
import { ClearFilters } from '../../parts/filter/clear-filters.tsx'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { SearchField } from '../../parts/filter/search-field.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { LevelTag } from '../../parts/tag/level-tag.tsx'
import { sizeText } from '../../parts/text/size.ts'
import { TimeText } from '../../parts/text/time.tsx'
import { BringForm } from './bring-form.tsx'
import { PieceDrawer } from './piece-drawer.tsx'
import { words } from './words.ts'

/** What came in from others, and the door for more of it. */
export default function Intake() {
  const t = useWords(words)
  const say = useText()
  const state = useListState()
  const mayBring = useMay('intake.send')
  const { filters, setFilter, setFilters } = state
  const kind = intakeKinds.find((one) => one === filters.kind)
  const asked = usePages(intakeEndpoints.list, { query: { limit: 50, kind, q: filters.q || undefined } })
  const [bringing, setBringing] = useState<'file' | 'message'>()
  return (
    <>
      <PageHead title={t('title')} text={t('text')}>
        {mayBring ? (
          <>
            <Button onClick={() => setBringing('message')}>{t('send')}</Button>
            <Button type="primary" icon={<Icon name="plus" size={16} />} onClick={() => setBringing('file')}>
              {t('bring')}
            </Button>
          </>
        ) : null}
      </PageHead>
      <DataTable
        name="intake"
        caption={t('title')}
        asked={asked}
        rowKey={(row: IntakeItem) => row.id}
        onOpen={(row) => state.open(row.id)}
        openId={state.id}
        columns={[
          {
            key: 'name',
            title: t('name'),
            always: true,
            render: (row) => (
              <>
                <strong>{row.title}</strong>
                <div style={{ color: 'var(--text-3)', fontSize: 12 }}>{row.source}</div>
              </>
            ),
          },
          { key: 'kind', title: t('kind'), width: 110, render: (row) => say(intakeKindTexts[row.kind]) },
          { key: 'grade', title: t('grade'), width: 130, render: (row) => <LevelTag level={row.grade} /> },
          { key: 'size', title: t('size'), width: 90, align: 'end', render: (row) => sizeText(row.bytes) },
          { key: 'place', title: t('place'), roomy: true, render: (row) => row.place.name },
          { key: 'by', title: t('broughtBy'), width: 100, roomy: true, render: (row) => row.broughtBy ?? '–' },
          { key: 'at', title: t('at'), width: 120, render: (row) => <TimeText at={row.at} /> },
        ]}
        tools={
          <>
            <SearchField
              value={filters.q ?? ''}
              onChange={(value) => setFilter('q', value || undefined)}
              placeholder={t('search')}
              maxLength={40}
            />
            <FilterMenu
              label={t('kind')}
              value={filters.kind}
              onChange={(value) => setFilter('kind', value)}
              options={intakeKinds.map((value) => ({ value, label: say(intakeKindTexts[value]) }))}
            />
            <ClearFilters state={state} />
          </>
        }
        empty={state.isFiltered ? <NoMatch clear={() => setFilters({})} /> : <EmptyState what={t('one')} />}
      />
      <PieceDrawer key={state.id ?? 'none'} id={state.id} onClose={() => state.open(undefined)} />
      <BringForm what={bringing} onClose={() => setBringing(undefined)} />
    </>
  )
}
