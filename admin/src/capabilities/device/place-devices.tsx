import { device } from '@liren/contract/capabilities/device'
import { useNavigate } from 'react-router'
import { usePages } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import type { PanelProps } from '../../app/nav/registry.ts'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { useDeviceColumns } from './columns.tsx'
import { words } from './words.ts'

/** Devices at the place that a file stands for. */
export default function PlaceDevices({ placeId }: PanelProps) {
  const t = useWords(words)
  const go = useNavigate()
  const asked = usePages(device.endpoints.list, placeId === null ? null : { query: { placeId, limit: 50 } })
  return (
    <DataTable
      name="devices.place"
      caption={t('title')}
      asked={asked}
      columns={useDeviceColumns()}
      rowKey={(row) => row.id}
      onOpen={(row) => go(`/devices?id=${row.id}`)}
      empty={<EmptyState title={t('nonePlace')} text={t('nonePlaceText')} />}
    />
  )
}
