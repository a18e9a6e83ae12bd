import { type BaseKind, type WarehouseRecord, warehouse, warehouseKinds } from '@liren/contract/capabilities/warehouse'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { LineageDrawer } from './lineage.tsx'
import { words } from './words.ts'

/** Records of one kind of the base warehouse; each opens to where it comes from and where it goes. */
export function Records({ kind }: { kind: BaseKind }) {
  const t = useWords(words)
  const say = useText()
  const { open, id } = useListState()
  const asked = usePages(warehouse.endpoints.records, { params: { kind }, query: { limit: 50 } })
  return (
    <>
      <DataTable
        name="warehouse-records"
        caption={say(warehouseKinds[kind])}
        asked={asked}
        rowKey={(row: WarehouseRecord) => row.id}
        onOpen={(row) => open(row.id)}
        openId={id}
        columns={[
          { key: 'name', title: t('name'), always: true, render: (row) => <strong>{row.title}</strong> },
          { key: 'place', title: t('place'), render: (row) => row.place ?? '–' },
          { key: 'source', title: t('source'), width: 160, render: (row) => say(row.sourceText) },
          { key: 'at', title: t('at'), width: 140, render: (row) => <TimeText at={row.at} /> },
        ]}
        empty={<EmptyState title={t('noRecords')} scene="rest" />}
      />
      <LineageDrawer kind={kind} id={id} onClose={() => open(undefined)} />
    </>
  )
}
