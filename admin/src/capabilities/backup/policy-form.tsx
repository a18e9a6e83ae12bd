import { type BackupPolicy, backup } from '@liren/contract/capabilities/backup'
import { App, Form, Input, InputNumber, Switch } from 'antd'
import { useMemo } from 'react'
import { useAction } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { words } from './words.ts'

/** When backups are made, and how long each is kept. */
export function PolicyForm({ open, policy, onClose }: { open: boolean; policy: BackupPolicy; onClose: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const [form] = Form.useForm<BackupPolicy>()
  const save = useAction(backup.endpoints.setPolicy, 'health')
  const initial = useMemo(() => policy, [policy])
  const needed = { required: true, message: t('required') }
  return (
    <FormDrawer<BackupPolicy>
      open={open}
      onClose={onClose}
      title={t('plan')}
      form={form}
      initial={initial}
      onSubmit={async (values) => {
        if ((await save.run({ body: { ...values, version: policy.version } })) === undefined) return false
        void message.success(t('planSaved'))
        return true
      }}
      running={save.running}
      error={save.error}
    >
      <Form.Item name="isOn" label={t('isOn')} valuePropName="checked">
        <Switch />
      </Form.Item>
      <Form.Item name="time" label={t('time')} rules={[needed, { pattern: /^([01]\d|2[0-3]):[0-5]\d$/, message: t('timeRule') }]}>
        <Input maxLength={5} style={{ width: 120 }} />
      </Form.Item>
      <Form.Item name="fullDays" label={t('fullDays')} extra={t('fullDaysHint')} rules={[needed]}>
        <InputNumber min={1} max={366} precision={0} />
      </Form.Item>
      <Form.Item name="keepDays" label={t('keepDays')} rules={[needed]}>
        <InputNumber min={1} max={3650} precision={0} />
      </Form.Item>
      <Form.Item name="verifyDays" label={t('verifyDays')} rules={[needed]}>
        <InputNumber min={1} max={90} precision={0} />
      </Form.Item>
    </FormDrawer>
  )
}
