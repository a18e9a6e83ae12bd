import { type EntryPaper, entryEndpoints, paperActions } from '@liren/contract/capabilities/entry'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { RecordDrawer } from '../../parts/drawer/record-drawer.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { words } from './words.ts'

/** Everything that happened to a paper form, the latest first. */
export function PaperLines({ of, onClose }: { of: EntryPaper | undefined; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const asked = usePages(entryEndpoints.paperLines, of === undefined ? null : { params: { id: of.id }, query: { limit: 50 } })
  return (
    <RecordDrawer open={of !== undefined} onClose={onClose} title={t('linesOf', { name: of?.title ?? '' })} width={760}>
      <DataTable
        name="entry-paper-lines"
        caption={t('lines')}
        asked={asked}
        rowKey={(row) => row.id}
        columns={[
          { key: 'on', title: t('on'), width: 110, always: true, render: (row) => row.on },
          { key: 'action', title: t('action'), width: 110, render: (row) => say(paperActions[row.action]) },
          { key: 'who', title: t('who'), render: (row) => row.who },
          { key: 'reason', title: t('reason'), render: (row) => row.reason ?? '–' },
          { key: 'witness', title: t('witness'), width: 90, render: (row) => row.witness ?? '–' },
          { key: 'dueOn', title: t('dueOn'), width: 110, render: (row) => row.dueOn ?? '–' },
          { key: 'recordedBy', title: t('recordedBy'), width: 100, render: (row) => row.recordedBy ?? '–' },
        ]}
        empty={<EmptyState title={t('noPapers')} scene="rest" />}
      />
    </RecordDrawer>
  )
}
