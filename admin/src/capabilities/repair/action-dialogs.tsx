import { type RepairSummary, repairActions } from '@liren/contract/capabilities/repair'
import { App, DatePicker, Form, Input } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useEffect } from 'react'
import type { Input as CallInput } from '../../app/api/call.ts'
import { useAction } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { HandlerField } from './handler-field.tsx'
import { bareActions, type DeskAction, deskEndpoints, reasonedActions } from './moves.ts'
import { words } from './words.ts'

interface Fields {
  handlerId?: string
  reason?: string
  note?: string
  until?: Dayjs
}

interface Props {
  readonly repair: Pick<RepairSummary, 'id' | 'number' | 'version'>
  /** What is being done; undefined closes the dialog. */
  readonly action: DeskAction | undefined
  readonly onClose: () => void
}

/** One dialog for whatever is done to a repair at the desk: it asks for what that action needs. */
export function RepairActionDialog({ repair, action, onClose }: Props) {
  return action === undefined ? null : <Asking key={action} repair={repair} action={action} onClose={onClose} />
}

function Asking({ repair, action, onClose }: Props & { action: DeskAction }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const endpoint = deskEndpoints[action]
  const { run, running, error } = useAction(endpoint)
  const name = say(repairActions[action].text)

  const submit = async ({ handlerId, reason, note, until }: Fields): Promise<boolean> => {
    const body = {
      ...(action === 'note' || action === 'urge' ? {} : { version: repair.version }),
      ...(handlerId === undefined ? {} : { handlerId }),
      ...(reason === undefined ? {} : { reason }),
      ...(note === undefined || note.trim() === '' ? {} : { note }),
      ...(until === undefined || until === null ? {} : { until: until.toISOString() }),
    }
    const next = await run({ params: { id: repair.id }, body } as Partial<CallInput<typeof endpoint>>)
    if (next === undefined) return false
    void message.success(t('actionDone', { number: repair.number, action: name }))
    return true
  }

  // Nothing to ask: it is done at once, and a refusal is shown in the dialog.
  const bare = bareActions.includes(action)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the action was chosen
  useEffect(() => {
    if (bare) void submit({}).then((done) => done && onClose())
  }, [])

  return (
    <ActionDialog<Fields>
      open={!bare || error !== undefined}
      onClose={onClose}
      title={t('actionOn', { action: name, number: repair.number })}
      submit={name}
      danger={action === 'return'}
      running={running}
      error={error}
      onSubmit={submit}
    >
      {(action === 'dispatch' || action === 'transfer') && (
        <Form.Item
          name="handlerId"
          label={t('chooseHandler')}
          rules={action === 'transfer' ? [{ required: true, message: t('handlerNeeded') }] : []}
        >
          <HandlerField repairId={repair.id} automatic={action === 'dispatch'} />
        </Form.Item>
      )}
      {action === 'pause' && (
        <Form.Item name="until" label={t('until')}>
          <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" minDate={dayjs()} style={{ width: '100%' }} />
        </Form.Item>
      )}
      {reasonedActions.includes(action) && (
        <Form.Item name="reason" label={t('reason')} rules={[{ required: true, whitespace: true, min: 2, message: t('reasonNeeded') }]}>
          <Input.TextArea rows={3} maxLength={500} showCount />
        </Form.Item>
      )}
      {(action === 'dispatch' || action === 'note' || action === 'urge') && (
        <Form.Item
          name="note"
          label={t('note')}
          rules={action === 'note' ? [{ required: true, whitespace: true, message: t('noteNeeded') }] : []}
        >
          <Input.TextArea rows={3} maxLength={1000} showCount />
        </Form.Item>
      )}
    </ActionDialog>
  )
}
