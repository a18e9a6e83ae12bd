import { type AlarmSummary, alarm, alarmActions } from '@liren/contract/capabilities/alarm'
import { App, Form, Input, Radio, Select } from 'antd'
import { useEffect } from 'react'
import type { Input as CallInput } from '../../app/api/call.ts'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { bare, type Step } from './steps.ts'
import { words } from './words.ts'

interface Fields {
  note?: string
  minutes?: number
  rootId?: string
}

interface Props {
  readonly alarm: Pick<AlarmSummary, 'id' | 'number' | 'version' | 'place'>
  readonly step: Step | undefined
  readonly onClose: () => void
}

/** One dialog for whatever is done at the desk: it asks for what that step needs. */
export const AlarmActionDialog = ({ alarm: it, step, onClose }: Props) =>
  step === undefined ? null : <Asking key={`${step.action} ${step.result}`} alarm={it} step={step} onClose={onClose} />

const minutes = [15, 60, 240, 1440, 10_080] as const
const noted = ['handle', 'return', 'shelve', 'note']

function Asking({ alarm: it, step, onClose }: Props & { step: Step }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const { action, result } = step
  const endpoint = alarm.endpoints[action]
  const { run, running, error } = useAction(endpoint)
  const name = result === undefined ? say(alarmActions[action].text) : t(result === 'real' ? 'realDone' : 'falseAlarm')

  const submit = async ({ note, minutes: span, rootId }: Fields): Promise<boolean> => {
    const body = {
      ...(action === 'note' ? {} : { version: it.version }),
      ...(result === undefined ? {} : { result }),
      ...(note === undefined || note.trim() === '' ? {} : { note }),
      // A little before the end: what is asked for a week is not refused for a second.
      ...(span === undefined ? {} : { until: new Date(Date.now() + span * 60_000 - 5000).toISOString() }),
      ...(rootId === undefined ? {} : { rootId }),
    }
    const next = await run({ params: { id: it.id }, body } as unknown as Partial<CallInput<typeof endpoint>>)
    if (next === undefined) return false
    void message.success(t('actionDone', { number: it.number, action: name }))
    return true
  }

  const isBare = bare.includes(action)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the step was chosen
  useEffect(() => {
    if (isBare) void submit({}).then((done) => done && onClose())
  }, [])

  return (
    <ActionDialog<Fields>
      open={!isBare || error !== undefined}
      onClose={onClose}
      title={t('actionOn', { action: name, number: it.number })}
      text={action === 'shelve' ? t('shelveText') : action === 'merge' ? t('mergeText') : undefined}
      submit={name}
      danger={action === 'return'}
      initial={{ minutes: 60 }}
      running={running}
      error={error}
      onSubmit={({ minutes: span, ...fields }) =>
        submit({ ...fields, ...(action === 'shelve' && span !== undefined ? { minutes: span } : {}) })
      }
    >
      {action === 'shelve' && (
        <Form.Item name="minutes" label={t('until')}>
          <Radio.Group optionType="button" options={minutes.map((value) => ({ value, label: t(`for${value}`) }))} />
        </Form.Item>
      )}
      {action === 'merge' && (
        <Form.Item name="rootId" label={t('root')} rules={[{ required: true, message: t('rootNeeded') }]}>
          <RootField ownId={it.id} />
        </Form.Item>
      )}
      {(noted.includes(action) || action === 'close') && (
        <Form.Item
          name="note"
          label={t(action === 'handle' ? 'handleNote' : 'note')}
          rules={noted.includes(action) ? [{ required: true, whitespace: true, min: 2, message: t('noteNeeded') }] : []}
          style={{ marginBottom: 0 }}
        >
          <Input.TextArea rows={3} maxLength={1000} showCount autoFocus />
        </Form.Item>
      )}
    </ActionDialog>
  )
}

/** Open alarms of the same estate can be the cause of this one; the server holds the rest of the rule. */
function RootField({ ownId, ...field }: { ownId: string; value?: string; onChange?: (id: string) => void }) {
  const say = useText()
  const asked = useQuery(alarm.endpoints.list, { query: { phase: 'unclosed', limit: 100 } })
  const rows = (asked.data?.items ?? []).filter((row) => row.id !== ownId && row.rootId === null)
  return (
    <Select
      {...field}
      showSearch={{ optionFilterProp: 'label' }}
      loading={asked.asking}
      options={rows.map((row) => ({ value: row.id, label: `${row.number} ${say(row.title)} · ${row.place.label}` }))}
    />
  )
}
