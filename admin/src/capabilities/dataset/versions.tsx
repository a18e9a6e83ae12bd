import { type Dataset, type DatasetRelease, datasetEndpoints } from '@liren/contract/capabilities/dataset'
import { usePages } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { RecordDrawer } from '../../parts/drawer/record-drawer.tsx'
import { Facts } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { LevelTag } from '../../parts/tag/level-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { LayerTag } from './looks.tsx'
import { words } from './words.ts'

/** What was published when, by whom and why. */
export function Versions({ of, onClose }: { of: Dataset | undefined; onClose: () => void }) {
  const t = useWords(words)
  const asked = usePages(datasetEndpoints.releases, of ? { params: { id: of.id }, query: { limit: 50 } } : null)
  return (
    <RecordDrawer open={of !== undefined} onClose={onClose} title={t('versionsOf', { name: of?.name ?? '' })}>
      <div style={{ marginBlockEnd: 16 }}>
        <Facts
          columns={1}
          items={[
            { label: t('purpose'), value: of?.purpose },
            { label: t('audience'), value: of?.audience.map(({ name }) => name).join(' · ') },
          ]}
        />
      </div>
      <DataTable
        name="dataset-versions"
        caption={t('versions')}
        asked={asked}
        rowKey={(row: DatasetRelease) => String(row.number)}
        columns={[
          { key: 'number', title: t('release'), always: true, width: 90, render: (row) => t('releaseOf', { number: row.number }) },
          { key: 'note', title: t('note'), always: true, render: (row) => row.note },
          { key: 'layer', title: t('layer'), width: 110, render: (row) => <LayerTag layer={row.layer} /> },
          { key: 'grade', title: t('grade'), width: 130, render: (row) => <LevelTag level={row.grade} /> },
          { key: 'fields', title: t('fields'), width: 90, render: (row) => t('fieldCount', { count: row.fields.length }) },
          { key: 'by', title: t('publishedBy'), width: 90, render: (row) => row.publishedBy ?? '–' },
          { key: 'at', title: t('publishedAt'), width: 110, render: (row) => <TimeText at={row.publishedAt} /> },
        ]}
        empty={<EmptyState what={t('release')} />}
      />
    </RecordDrawer>
  )
}
