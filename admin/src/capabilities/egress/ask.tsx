import { gradeTexts } from '@liren/contract/capabilities/catalogue'
import { consentBases } from '@liren/contract/capabilities/consent'
import { egressEndpoints, egressMostDays } from '@liren/contract/capabilities/egress'
import { App, Form, Input, InputNumber, Select } from 'antd'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { words } from './words.ts'

interface Asked {
  readonly targetId: string
  readonly subject: string
  readonly clearance: 'L3' | 'L4'
  readonly reason: string
  readonly basis: (typeof consentBases)[number]
  readonly days: number
}

/** Asks that data above a clearance may leave for a time. */
export function AskDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const targets = useQuery(egressEndpoints.targets, open ? {} : null)
  const ask = useAction(egressEndpoints.ask)
  const known = targets.data?.items ?? []
  return (
    <ActionDialog<Asked>
      open={open}
      onClose={onClose}
      title={t('askTitle')}
      text={t('askText')}
      submit={t('ask')}
      initial={{ clearance: 'L3', basis: 'consent', days: 7 }}
      running={ask.running}
      error={ask.error}
      onSubmit={async (values) => {
        const kind = known.find(({ id }) => id === values.targetId)?.kind ?? 'workbook'
        if ((await ask.run({ body: { ...values, kind } })) === undefined) return false
        void message.success(t('asked'))
        return true
      }}
    >
      <Form.Item name="targetId" label={t('target')} rules={[{ required: true }]}>
        <Select options={known.map(({ id, name, kind, clearance }) => ({ value: id, label: `${t(kind)} · ${name} · ${clearance}` }))} />
      </Form.Item>
      <Form.Item name="subject" label={t('subject')} extra={t('subjectHint')} rules={[{ required: true }]}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="clearance" label={t('clearance')} rules={[{ required: true }]}>
        <Select options={(['L3', 'L4'] as const).map((value) => ({ value, label: `${value} ${say(gradeTexts[value])}` }))} />
      </Form.Item>
      <Form.Item name="basis" label={t('basis')} extra={t('basisHint')} rules={[{ required: true }]}>
        <Select options={consentBases.map((value) => ({ value, label: t(`basis_${value}`) }))} />
      </Form.Item>
      <Form.Item name="days" label={t('days')} rules={[{ required: true }]}>
        <InputNumber min={1} max={egressMostDays} precision={0} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="reason" label={t('reason')} rules={[{ required: true }]}>
        <Input.TextArea rows={3} maxLength={200} />
      </Form.Item>
    </ActionDialog>
  )
}
