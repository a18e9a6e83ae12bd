import { backup, type SiteCheck, type SiteItem, siteItems } from '@liren/contract/capabilities/backup'
import { App, Button, Form, Input, Segmented } from 'antd'
import { useState } from 'react'
import { useAction, usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { DayOnly } from './day-only.tsx'
import { words } from './words.ts'

const answers = ['met', 'short', 'not-needed'] as const
const names = Object.keys(siteItems) as SiteItem[]

/** Whether the rooms with disks and media are fit for them. */
export function Rooms() {
  const t = useWords(words)
  const say = useText()
  const may = useMay('backup.manage')
  const asked = usePages(backup.endpoints.siteChecks, { query: { limit: 50 } })
  const [open, setOpen] = useState(false)
  const shortOf = (check: SiteCheck) => check.items.filter(({ state }) => state === 'short')
  return (
    <div style={{ display: 'grid', gap: 12, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      {may && (
        <div>
          <Button onClick={() => setOpen(true)}>{t('recordCheck')}</Button>
        </div>
      )}
      <DataTable
        name="backup-rooms"
        caption={t('tabRooms')}
        asked={asked}
        rowKey={(row) => row.id}
        columns={[
          { key: 'room', title: t('room'), always: true, render: (row) => <strong>{row.room}</strong> },
          {
            key: 'result',
            title: t('result'),
            always: true,
            render: (row) => (
              <StatusTag tone={row.isMet ? 'success' : 'danger'} icon={row.isMet ? 'check' : 'alert'}>
                {row.isMet ? t('allMet') : t('shortOf', { count: shortOf(row).length })}
              </StatusTag>
            ),
          },
          {
            key: 'action',
            title: t('action'),
            render: (row) =>
              shortOf(row)
                .map(({ item, note }) => `${say(siteItems[item])}: ${note}`)
                .join('; ') || '–',
          },
          { key: 'checkedOn', title: t('checkedOn'), render: (row) => row.checkedOn },
          { key: 'checker', title: t('checker'), roomy: true, render: (row) => row.checker },
        ]}
        empty={<EmptyState title={t('noChecks')} />}
      />
      <CheckForm open={open} onClose={() => setOpen(false)} />
    </div>
  )
}

interface Fields {
  room: string
  checkedOn: string
  checker: string
  items: Record<SiteItem, { state?: (typeof answers)[number]; note?: string }>
}

function CheckForm({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const record = useAction(backup.endpoints.recordSiteCheck)
  const given = Form.useWatch('items', form)
  const needed = { required: true, whitespace: true, message: t('required') }
  return (
    <FormDrawer<Fields>
      open={open}
      onClose={onClose}
      title={t('recordCheck')}
      form={form}
      initial={{}}
      draft="backup-room"
      onSubmit={async ({ room, checkedOn, checker, items }) => {
        const body = {
          ...{ room, checkedOn, checker },
          items: names.map((item) => ({ item, state: items[item].state ?? 'met', note: items[item].note ?? '' })),
        }
        if ((await record.run({ body })) === undefined) return false
        void message.success(t('checkDone'))
        return true
      }}
      running={record.running}
      error={record.error}
    >
      <Form.Item name="room" label={t('room')} rules={[needed]}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="checkedOn" label={t('checkedOn')} rules={[{ required: true, message: t('required') }]}>
        <DayOnly />
      </Form.Item>
      <Form.Item name="checker" label={t('checker')} rules={[needed]}>
        <Input maxLength={60} />
      </Form.Item>
      {names.map((item) => (
        <div key={item}>
          <Form.Item name={['items', item, 'state']} label={say(siteItems[item])} rules={[{ required: true, message: t('required') }]}>
            <Segmented options={answers.map((value) => ({ value, label: t(value) }))} />
          </Form.Item>
          {given?.[item]?.state === 'short' && (
            <Form.Item name={['items', item, 'note']} label={t('action')} rules={[needed]}>
              <Input maxLength={500} />
            </Form.Item>
          )}
        </div>
      ))}
    </FormDrawer>
  )
}
