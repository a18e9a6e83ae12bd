import { backup, type Drill, type DrillKind, drillKinds } from '@liren/contract/capabilities/backup'
import { App, Button, DatePicker, Form, Input, Select } from 'antd'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { useAction, usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { words } from './words.ts'

const looks: Readonly<Record<Drill['result'], Status>> = {
  within: { tone: 'success', icon: 'check' },
  over: { tone: 'danger', icon: 'clock' },
  failed: { tone: 'danger', icon: 'alert' },
}

/** How long it took, each time it was practised, from the command until everything was ready. */
export function Drills() {
  const t = useWords(words)
  const say = useText()
  const may = useMay('backup.manage')
  const asked = usePages(backup.endpoints.drills, { query: { limit: 50 } })
  const [open, setOpen] = useState(false)
  return (
    <div style={{ display: 'grid', gap: 12, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      {may && (
        <div>
          <Button onClick={() => setOpen(true)}>{t('recordDrill')}</Button>
        </div>
      )}
      <DataTable
        name="backup-drills"
        caption={t('tabDrills')}
        asked={asked}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'kind',
            title: t('drill'),
            always: true,
            render: (row) => (
              <>
                <strong>{say(drillKinds[row.kind].text)}</strong>
                <div style={{ color: 'var(--text-3)', fontSize: 12 }}>
                  {t(`how_${row.how}`)}
                  {row.backupName && ` · ${row.backupName}`}
                </div>
              </>
            ),
          },
          {
            key: 'result',
            title: t('result'),
            always: true,
            render: (row) => <StatusTag {...looks[row.result]}>{t(`r_${row.result}`)}</StatusTag>,
          },
          {
            key: 'took',
            title: t('took'),
            align: 'end',
            render: (row) => (
              <>
                {row.minutes === null ? '–' : t('minutes', { count: row.minutes })}
                <div style={{ color: 'var(--text-3)', fontSize: 12 }}>{t('limit', { count: row.limitMinutes })}</div>
              </>
            ),
          },
          { key: 'commandAt', title: t('commandAt'), render: (row) => <TimeText at={row.commandAt} /> },
          { key: 'readyAt', title: t('readyAt'), roomy: true, render: (row) => <TimeText at={row.readyAt} /> },
          { key: 'findings', title: t('findings'), roomy: true, render: (row) => row.findings || '–' },
        ]}
        rowTone={(row) => (row.result === 'within' ? undefined : 'late')}
        empty={<EmptyState title={t('noDrills')} />}
      />
      <DrillForm open={open} onClose={() => setOpen(false)} />
    </div>
  )
}

interface Fields {
  kind: DrillKind
  commandAt: Dayjs
  readyAt?: Dayjs | null
  findings?: string
}

function DrillForm({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const record = useAction(backup.endpoints.recordDrill)
  return (
    <FormDrawer<Fields>
      open={open}
      onClose={onClose}
      title={t('recordDrill')}
      form={form}
      initial={{ kind: 'restore' }}
      onSubmit={async ({ kind, commandAt, readyAt, findings }) => {
        const body = { kind, commandAt: commandAt.toISOString(), readyAt: readyAt?.toISOString() ?? null, findings: findings ?? '' }
        if ((await record.run({ body })) === undefined) return false
        void message.success(t('drillDone'))
        return true
      }}
      running={record.running}
      error={record.error}
    >
      <Form.Item name="kind" label={t('drill')} rules={[{ required: true }]}>
        <Select
          options={Object.entries(drillKinds).map(([value, { text, limit }]) => ({
            value,
            label: `${say(text)} · ${t('limit', { count: limit })}`,
          }))}
        />
      </Form.Item>
      <Form.Item name="commandAt" label={t('commandAt')} rules={[{ required: true, message: t('required') }]}>
        <DatePicker showTime style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="readyAt" label={t('readyAt')} extra={t('notReady')}>
        <DatePicker showTime style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="findings" label={t('findings')}>
        <Input.TextArea rows={4} maxLength={500} showCount />
      </Form.Item>
    </FormDrawer>
  )
}
