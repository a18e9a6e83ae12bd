import { type Dataset, datasetEndpoints } from '@liren/contract/capabilities/dataset'
import { App, Form, Input } from 'antd'
import { useAction } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { words } from './words.ts'

interface Props {
  readonly of: Dataset
  readonly onClose: () => void
}

export function PublishDialog({ of, onClose }: Props) {
  const t = useWords(words)
  const { message } = App.useApp()
  const publish = useAction(datasetEndpoints.publish)
  return (
    <ActionDialog<{ note: string }>
      open
      onClose={onClose}
      title={t('publishTitle', { name: of.name })}
      text={t('publishText')}
      submit={t('publish')}
      running={publish.running}
      error={publish.error}
      onSubmit={async ({ note }) => {
        if ((await publish.run({ params: { id: of.id }, body: { note, version: of.version } })) === undefined) return false
        void message.success(t('done'))
        return true
      }}
    >
      <Form.Item name="note" label={t('note')} rules={[{ required: true, min: 2 }]}>
        <Input maxLength={200} />
      </Form.Item>
    </ActionDialog>
  )
}

/** Somebody else looks at it before readers get it. */
export function SubmitDialog({ of, onClose }: Props) {
  const t = useWords(words)
  const { message } = App.useApp()
  const submit = useAction(datasetEndpoints.submit)
  return (
    <ActionDialog
      open
      onClose={onClose}
      title={t('submitTitle', { name: of.name })}
      text={t('submitText')}
      submit={t('submit')}
      running={submit.running}
      error={submit.error}
      onSubmit={async () => {
        if ((await submit.run({ params: { id: of.id }, body: { version: of.version } })) === undefined) return false
        void message.success(t('done'))
        return true
      }}
    />
  )
}

export function RetireDialog({ of, onClose }: Props) {
  const t = useWords(words)
  const { message } = App.useApp()
  const retire = useAction(datasetEndpoints.retire)
  return (
    <ActionDialog<{ reason: string }>
      open
      danger
      onClose={onClose}
      title={t('retireTitle', { name: of.name })}
      text={t('retireText')}
      submit={t('retire')}
      reason="needed"
      running={retire.running}
      error={retire.error}
      onSubmit={async ({ reason }) => {
        if ((await retire.run({ params: { id: of.id }, body: { reason, version: of.version } })) === undefined) return false
        void message.success(t('done'))
        return true
      }}
    />
  )
}
