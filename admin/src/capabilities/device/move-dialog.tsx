import { type Device, device } from '@liren/contract/capabilities/device'
import { App, Form, Input, Modal, Typography } from 'antd'
import { useState } from 'react'
import { useAction } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { PlainDay } from './plain-day.tsx'
import { words } from './words.ts'

export type Step = 'activate' | 'maintain' | 'stop' | 'resume' | 'retire' | 'serve' | 'issue-secret'

interface Fields {
  note?: string
  doneOn?: string
}

const texts = { activate: 'activateText', stop: 'stopText', retire: 'retireText', 'issue-secret': 'secretText' } as const
const titles = {
  activate: 'activate',
  maintain: 'maintain',
  stop: 'stop',
  resume: 'resume',
  retire: 'retire',
  serve: 'serve',
  'issue-secret': 'secret',
} as const

/** One step of a device's life, with what follows from it. A secret is shown once, when it was made. */
export function MoveDialog({ device: shown, step, onClose }: { device: Device; step: Step | undefined; onClose: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const [secret, setSecret] = useState<string>()
  const moves = {
    activate: useAction(device.endpoints.activate),
    maintain: useAction(device.endpoints.maintain),
    stop: useAction(device.endpoints.stop),
    resume: useAction(device.endpoints.resume),
    retire: useAction(device.endpoints.retire),
  }
  const serve = useAction(device.endpoints.serve)
  const issue = useAction(device.endpoints.issueSecret)
  const action = step === 'serve' ? serve : step === 'issue-secret' ? issue : step === undefined ? undefined : moves[step]
  const submit = async ({ note, doneOn }: Fields): Promise<boolean> => {
    const params = { id: shown.id }
    const { version } = shown
    if (step === 'issue-secret') {
      const issued = await issue.run({ params, body: { version } })
      setSecret(issued?.secret)
      return issued !== undefined
    }
    if (step === undefined) return false
    const saved =
      step === 'serve'
        ? await serve.run({ params, body: { version, doneOn: doneOn ?? '', note: note ?? '' } })
        : await moves[step].run({ params, body: { version, ...(note ? { note } : {}) } })
    if (saved !== undefined) void message.success(t('moved', { name: saved.name }))
    return saved !== undefined
  }
  const asksNote = step !== undefined && step !== 'issue-secret'
  return (
    <>
      <ActionDialog<Fields>
        open={step !== undefined}
        onClose={onClose}
        title={step === undefined ? '' : `${t(titles[step])} · ${shown.name}`}
        text={step !== undefined && step in texts ? t(texts[step as keyof typeof texts]) : undefined}
        submit={step === undefined ? '' : t(titles[step])}
        danger={step === 'retire' || step === 'stop'}
        running={action?.running ?? false}
        error={action?.error}
        onSubmit={submit}
      >
        {step === 'serve' && (
          <Form.Item name="doneOn" label={t('doneOn')} rules={[{ required: true, message: t('required', { field: t('doneOn') }) }]}>
            <PlainDay />
          </Form.Item>
        )}
        {asksNote && (
          <Form.Item
            name="note"
            label={t('note')}
            rules={step === 'serve' ? [{ required: true, whitespace: true, message: t('required', { field: t('note') }) }] : []}
          >
            <Input.TextArea rows={3} maxLength={500} showCount />
          </Form.Item>
        )}
      </ActionDialog>
      <Modal
        open={secret !== undefined}
        title={t('secretShown')}
        okText={t('close')}
        onOk={() => setSecret(undefined)}
        closable={false}
        cancelButtonProps={{ style: { display: 'none' } }}
      >
        <Typography.Text copyable code>
          {secret ?? ''}
        </Typography.Text>
      </Modal>
    </>
  )
}
