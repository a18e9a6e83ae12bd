import { availability, type Maintenance } from '@liren/contract/capabilities/availability'
import { App, Button, DatePicker, Form } from 'antd'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { useAction, usePages } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { Card } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { words } from './words.ts'

const e = availability.endpoints

/** What was announced, the latest first. */
export function Maintenances({ onChanged }: { onChanged: () => void }) {
  const t = useWords(words)
  const asked = usePages(e.maintenances, { query: { limit: 20 } })
  const [cancelling, setCancelling] = useState<Maintenance>()
  return (
    <Card title={t('maintenances')} flush>
      <DataTable
        name="maintenances"
        caption={t('maintenances')}
        asked={asked}
        rowKey={(row: Maintenance) => row.id}
        rowTone={(row) => (row.isCancelled ? 'quiet' : undefined)}
        columns={[
          { key: 'from', title: t('from'), always: true, width: 150, render: (row) => <TimeText at={row.from} /> },
          { key: 'until', title: t('until'), width: 150, render: (row) => <TimeText at={row.until} /> },
          { key: 'reason', title: t('reason'), render: (row) => row.reason },
          { key: 'by', title: t('by'), roomy: true, width: 110, render: (row) => row.announcedBy },
          {
            key: 'cancel',
            title: '',
            width: 100,
            render: (row) =>
              row.can.includes('cancel') ? (
                <Button size="small" onClick={() => setCancelling(row)}>
                  {t('cancel')}
                </Button>
              ) : row.isCancelled ? (
                t('cancelled')
              ) : null,
          },
        ]}
        empty={<EmptyState title={t('noMaintenance')} text={t('announceText')} scene="rest" />}
      />
      {cancelling && <CancelDialog of={cancelling} onClose={() => setCancelling(undefined)} onDone={onChanged} />}
    </Card>
  )
}

function CancelDialog({ of, onClose, onDone }: { of: Maintenance; onClose: () => void; onDone: () => void }) {
  const t = useWords(words)
  const cancel = useAction(e.cancel)
  return (
    <ActionDialog
      open
      onClose={onClose}
      title={t('cancelTitle')}
      text={t('cancelText')}
      submit={t('cancel')}
      keep={t('keep')}
      danger
      running={cancel.running}
      error={cancel.error}
      onSubmit={async () => {
        if ((await cancel.run({ params: { id: of.id }, body: { version: of.version } })) === undefined) return false
        onDone()
        return true
      }}
    />
  )
}

/** Announces maintenance before it begins. */
export function AnnounceDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const announce = useAction(e.announce)
  return (
    <ActionDialog<{ period: [Dayjs, Dayjs]; reason: string }>
      open={open}
      onClose={onClose}
      title={t('announce')}
      text={t('announceText')}
      submit={t('announce')}
      reason="needed"
      running={announce.running}
      error={announce.error}
      onSubmit={async ({ period: [from, until], reason }) => {
        const body = { from: from.toISOString(), until: until.toISOString(), reason }
        if ((await announce.run({ body })) === undefined) return false
        void message.success(t('announced'))
        return true
      }}
    >
      <Form.Item name="period" label={t('period')} rules={[{ required: true, message: t('needed') }]}>
        <DatePicker.RangePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" style={{ width: '100%' }} />
      </Form.Item>
    </ActionDialog>
  )
}
