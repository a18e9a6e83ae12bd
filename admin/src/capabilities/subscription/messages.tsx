import { subscription as contract, type DeviceMessage, type Subscription } from '@liren/contract/capabilities/subscription'
import { usePages } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { RecordDrawer } from '../../parts/drawer/record-drawer.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { words } from './words.ts'

/** What a subscription kept, in its order. */
export function Messages({ of, onClose }: { of: Subscription | undefined; onClose: () => void }) {
  const t = useWords(words)
  const asked = usePages(contract.endpoints.messages, of === undefined ? null : { params: { id: of.id }, query: { limit: 50 } })
  return (
    <RecordDrawer open={of !== undefined} onClose={onClose} title={t('messagesOf', { name: of?.name ?? '' })} width={860}>
      <DataTable
        name="subscription-messages"
        caption={t('messages')}
        asked={asked}
        rowKey={(row: DeviceMessage) => row.id}
        columns={[
          { key: 'at', title: t('last'), always: true, width: 130, render: (row) => <TimeText at={row.at} /> },
          {
            key: 'device',
            title: t('devices'),
            render: (row) => (
              <>
                {row.device.name}
                <div style={{ color: 'var(--text-3)', fontSize: 12 }}>{row.device.code}</div>
              </>
            ),
          },
          { key: 'type', title: t('types'), render: (row) => <code>{row.type}</code> },
          {
            key: 'values',
            title: t('value'),
            roomy: true,
            render: (row) => <code style={{ overflowWrap: 'anywhere' }}>{JSON.stringify(row.values)}</code>,
          },
        ]}
        empty={<EmptyState what={t('noMessages')} />}
      />
    </RecordDrawer>
  )
}
