import { share, shareMostDays } from '@liren/contract/capabilities/share'
import { App, Form, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { IconButton } from '../../app/layout/icon-button.tsx'
import { useMay } from '../../app/session/store.ts'
import { ActionDialog } from '../action/action-dialog.tsx'
import { words } from './words.ts'

const e = share.endpoints

/** A record that can be passed on, and what it is called. */
export interface Shared {
  readonly subject: string
  readonly id: string
  readonly name: string
}

/** Passes a record on; drawn only for roles that may. */
export function ShareButton({ of }: { of: Shared }) {
  const t = useWords(words)
  const may = useMay('share.send')
  const [open, setOpen] = useState(false)
  if (!may) return null
  return (
    <>
      <IconButton icon="send" label={t('share')} onClick={() => setOpen(true)} />
      {open && <ShareDialog of={of} onClose={() => setOpen(false)} />}
    </>
  )
}

interface Values {
  readonly to: string
  readonly days: number
  readonly reason: string
}

function ShareDialog({ of, onClose }: { of: Shared; onClose: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const receivers = useQuery(e.receivers, { query: { subject: of.subject, recordId: of.id } })
  const send = useAction(e.send)
  const { people = [], departments = [] } = receivers.data ?? {}
  const options = [
    { label: t('departments'), options: departments.map(({ id, name }) => ({ value: `department:${id}`, label: name })) },
    { label: t('people'), options: people.map(({ id, name }) => ({ value: `user:${id}`, label: name })) },
  ].filter((group) => group.options.length > 0)
  return (
    <ActionDialog<Values>
      open
      onClose={onClose}
      title={t('title', { name: of.name })}
      text={t('text')}
      submit={t('submit')}
      reason="needed"
      initial={{ days: 7 }}
      running={send.running}
      error={send.error ?? receivers.error}
      onSubmit={async ({ to, days, reason }) => {
        const [kind, receiverId = ''] = to.split(':')
        const receiverKind = kind === 'department' ? 'department' : 'user'
        const body = { subject: of.subject, recordId: of.id, receiverKind, receiverId, reason, days } as const
        if ((await send.run({ body })) === undefined) return false
        void message.success(t('sent'))
        return true
      }}
    >
      <Form.Item name="to" label={t('to')} rules={[{ required: true, message: t('choose') }]}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          loading={receivers.asking}
          options={options}
          notFoundContent={receivers.asking ? null : t('nobody')}
        />
      </Form.Item>
      <Form.Item name="days" label={t('days')} rules={[{ required: true }]}>
        <InputNumber min={1} max={shareMostDays} precision={0} style={{ width: '100%' }} />
      </Form.Item>
    </ActionDialog>
  )
}
