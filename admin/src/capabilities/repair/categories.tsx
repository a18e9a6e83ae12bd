import { duration } from '@liren/client/format/time'
import { type RepairCategory, repair, repairKinds } from '@liren/contract/capabilities/repair'
import { useMemo, useState } from 'react'
import { pagedOf, useQuery } from '../../app/api/use.ts'
import { useLanguage, useText, useWords } from '../../app/language/use.ts'
import { AddButton } from '../../parts/action/add-button.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { Chip, StatusTag } from '../../parts/tag/status-tag.tsx'
import { CategoryForm } from './category-form.tsx'
import { words } from './words.ts'

/** Kinds of repairs with their promises. */
export default function Categories() {
  const t = useWords(words)
  const say = useText()
  const language = useLanguage()
  const asked = useQuery(repair.endpoints.categories)
  const paged = useMemo(() => pagedOf(asked, asked.data?.items), [asked])
  const [editing, setEditing] = useState<RepairCategory | 'new'>()
  const span = (minutes: number): string => duration(minutes * 60_000, language)
  return (
    <>
      <PageHead title={t('categories')} text={t('categoriesText')}>
        <AddButton onClick={() => setEditing('new')}>{t('newCategory')}</AddButton>
      </PageHead>
      <DataTable
        name="repair-categories"
        caption={t('categories')}
        asked={paged}
        rowKey={(row) => row.code}
        onOpen={setEditing}
        rowTone={(row) => (row.retired ? 'quiet' : undefined)}
        columns={[
          {
            key: 'name',
            title: t('category'),
            always: true,
            render: (row) => (
              <>
                <strong>{say(row.text)}</strong>{' '}
                {row.emergency && (
                  <StatusTag tone="danger" icon="bolt">
                    {t('emergency')}
                  </StatusTag>
                )}
              </>
            ),
          },
          { key: 'kind', title: t('kind'), render: (row) => say(repairKinds[row.kind]) },
          { key: 'accept', title: t('acceptDue'), render: (row) => span(row.acceptMinutes) },
          { key: 'finish', title: t('finishDue'), render: (row) => span(row.finishMinutes) },
          { key: 'dispatch', title: t('dispatchBy'), render: (row) => t(`dispatch_${row.dispatch}`) },
          {
            key: 'keywords',
            title: t('keywords'),
            roomy: true,
            render: (row) => (
              <span style={{ display: 'inline-flex', flexWrap: 'wrap', gap: 4 }}>
                {row.keywords.slice(0, 5).map((word) => (
                  <Chip key={word}>{word}</Chip>
                ))}
              </span>
            ),
          },
          {
            key: 'state',
            title: t('state'),
            render: (row) => (
              <StatusTag tone={row.retired ? 'neutral' : 'success'} icon={row.retired ? 'ban' : 'check'}>
                {t(row.retired ? 'retired' : 'inUse')}
              </StatusTag>
            ),
          },
        ]}
        empty={<EmptyState what={t('categories')} />}
      />
      <CategoryForm category={editing} onClose={() => setEditing(undefined)} />
    </>
  )
}
