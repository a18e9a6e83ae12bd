import { type DatasetRow, type DatasetView, datasetEndpoints } from '@liren/contract/capabilities/dataset'
import { usePages, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { archiveCalled } from '../../engines/archive/known.ts'
import { RecordDrawer } from '../../parts/drawer/record-drawer.tsx'
import { Facts } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { LevelTag } from '../../parts/tag/level-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { LayerTag } from './looks.tsx'
import { words } from './words.ts'

/** One data set: what for, and its rows a page at a time. */
export function RowsDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const t = useWords(words)
  const asked = useQuery(datasetEndpoints.get, id === undefined ? null : { params: { id } })
  return (
    <RecordDrawer open={id !== undefined} onClose={onClose} width={960} title={asked.data?.name ?? t('content')}>
      <Shown asked={asked}>{(set) => <Content set={set} />}</Shown>
    </RecordDrawer>
  )
}

function Content({ set }: { set: DatasetView }) {
  const t = useWords(words)
  const say = useText()
  const asked = usePages(datasetEndpoints.rows, { params: { id: set.id }, query: { limit: 50 } })
  const shown = (row: DatasetRow, { name, isMasked, options }: DatasetView['columns'][number]): string => {
    const value = (isMasked ? row.personal?.[name] : row.values[name]) ?? null
    if (value === null) return '–'
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
    const option = options.find(({ code }) => code === value)
    return option ? say(option.text) : String(value)
  }
  return (
    <>
      <div style={{ marginBlockEnd: 16 }}>
        <Facts
          columns={2}
          items={[
            { label: t('purpose'), value: set.purpose, wide: true },
            { label: t('layer'), value: <LayerTag layer={set.layer} /> },
            { label: t('grade'), value: <LevelTag level={set.grade} /> },
            { label: t('archive'), value: say(archiveCalled(set.archive).definition.text) },
            { label: t('place'), value: set.place.name },
            { label: t('release'), value: t('releaseOf', { number: set.release }) },
            { label: t('publishedAt'), value: <TimeText at={set.publishedAt} /> },
          ]}
        />
      </div>
      <DataTable
        name={`dataset-${set.archive}`}
        caption={t('content')}
        asked={asked}
        rowKey={(row: DatasetRow) => row.id}
        columns={[
          ...set.columns.map((column) => ({
            key: column.name,
            title: column.isMasked ? `${say(column.text)}（${t('masked')}）` : say(column.text),
            always: true,
            render: (row: DatasetRow) => shown(row, column),
          })),
          { key: 'place', title: t('place'), always: true, render: (row: DatasetRow) => row.place },
        ]}
        empty={<EmptyState title={t('noRows')} text={t('noRowsText')} scene="rest" />}
      />
    </>
  )
}
