import { repair } from '@liren/contract/capabilities/repair'
import { useNavigate } from 'react-router'
import { usePages } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import type { PanelProps } from '../../app/nav/registry.ts'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { useRepairColumns } from './columns.tsx'
import { words } from './words.ts'

/** Repairs of the place that a file stands at. */
export default function PlaceRepairs({ placeId }: PanelProps) {
  const t = useWords(words)
  const go = useNavigate()
  const asked = usePages(repair.endpoints.list, placeId === null ? null : { query: { view: 'all', placeId, limit: 50 } })
  return (
    <DataTable
      name="repairs.place"
      caption={t('title')}
      asked={asked}
      columns={useRepairColumns()}
      rowKey={(row) => row.id}
      onOpen={(row) => go(`/repairs?id=${row.id}`)}
      empty={<EmptyState title={t('nonePlace')} text={t('nonePlaceText')} scene="rest" />}
    />
  )
}
