import { type DatasetView, datasetEndpoints } from '@liren/contract/capabilities/dataset'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { archiveCalled } from '../../engines/archive/known.ts'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { LevelTag } from '../../parts/tag/level-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { LayerTag } from './looks.tsx'
import { RowsDrawer } from './rows-drawer.tsx'
import { words } from './words.ts'

/** What was published for whoever looks. */
export function Mine() {
  const t = useWords(words)
  const say = useText()
  const state = useListState()
  const asked = usePages(datasetEndpoints.list, { query: { limit: 50 } })
  return (
    <>
      <DataTable
        name="datasets-mine"
        caption={t('mine')}
        asked={asked}
        rowKey={(row: DatasetView) => row.id}
        onOpen={(row) => state.open(row.id)}
        openId={state.id}
        columns={[
          {
            key: 'name',
            title: t('name'),
            always: true,
            render: (row) => (
              <>
                <strong>{row.name}</strong>
                <div style={{ color: 'var(--text-3)', fontSize: 12 }}>{row.purpose}</div>
              </>
            ),
          },
          { key: 'layer', title: t('layer'), width: 110, render: (row) => <LayerTag layer={row.layer} /> },
          { key: 'grade', title: t('grade'), width: 130, render: (row) => <LevelTag level={row.grade} /> },
          { key: 'archive', title: t('archive'), width: 110, render: (row) => say(archiveCalled(row.archive).definition.text) },
          { key: 'place', title: t('place'), roomy: true, render: (row) => row.place.name },
          { key: 'release', title: t('release'), width: 110, roomy: true, render: (row) => t('releaseOf', { number: row.release }) },
          { key: 'at', title: t('publishedAt'), width: 120, roomy: true, render: (row) => <TimeText at={row.publishedAt} /> },
        ]}
        empty={<EmptyState title={t('noneMine')} text={t('noneMineText')} scene="rest" />}
      />
      <RowsDrawer key={state.id ?? 'none'} id={state.id} onClose={() => state.open(undefined)} />
    </>
  )
}
