import { grades, gradeTexts } from '@liren/contract/capabilities/catalogue'
import { type GovItem, govdataEndpoints, govSceneNames, govScenes, govSubjectNames } from '@liren/contract/capabilities/govdata'
import { App, Form, Input, InputNumber, Select, Switch } from 'antd'
import { useAction } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { CodeField } from '../../parts/form/code-field.tsx'
import { DayInput } from '../../parts/form/day-input.tsx'
import { columnsOf, linesOf } from './columns.ts'
import { words } from './words.ts'

type Fields = Pick<GovItem, 'code' | 'name' | 'provider' | 'subject' | 'grade' | 'scenes' | 'rule' | 'refreshDays' | 'isOpen'> & {
  readonly columns: string
  readonly number?: string
  readonly purpose?: string
  readonly until?: string
}

/** What an item is, for which scenes, and under which authorisation. */
export function SaveDialog({ of, onClose }: { of: GovItem | 'new'; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const save = useAction(govdataEndpoints.save)
  const known = of === 'new' ? undefined : of
  const initial: Partial<Fields> = known
    ? { ...known, columns: linesOf(known.columns), ...(known.authorisation ?? {}) }
    : { subject: 'person', grade: 'L3', refreshDays: 30, isOpen: true }
  const needed = [{ required: true }]
  return (
    <ActionDialog<Fields>
      open
      onClose={onClose}
      title={t('saveTitle')}
      text={t('saveText')}
      submit={t('save')}
      initial={initial}
      running={save.running}
      error={save.error}
      onSubmit={async ({ code, number, purpose, until, columns, name, provider, subject, grade, scenes, rule, refreshDays, isOpen }) => {
        const authorisation = number && purpose && until ? { number, purpose, until } : null
        const body = {
          ...{ name, provider, subject, grade, scenes, rule, refreshDays, isOpen: isOpen ?? false },
          ...{ columns: columnsOf(columns) ?? [], authorisation, version: known?.version ?? 0 },
        }
        if ((await save.run({ params: { code }, body })) === undefined) return false
        void message.success(t('saved'))
        return true
      }}
    >
      <CodeField isNew={known === undefined} label={t('code')} hint={t('codeHint')} longest={40} />
      <Form.Item name="name" label={t('name')} rules={needed}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="provider" label={t('provider')} rules={needed}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="subject" label={t('subject')} rules={needed}>
        <Select options={govSubjectNames.map((value) => ({ value, label: t(value) }))} />
      </Form.Item>
      <Form.Item name="grade" label={t('grade')} rules={needed}>
        <Select options={grades.map((value) => ({ value, label: `${value} ${say(gradeTexts[value])}` }))} />
      </Form.Item>
      <Form.Item name="scenes" label={t('scenes')} rules={needed}>
        <Select mode="multiple" options={govSceneNames.map((value) => ({ value, label: say(govScenes[value]) }))} />
      </Form.Item>
      <Form.Item name="rule" label={t('rule')} rules={needed}>
        <Input.TextArea rows={2} maxLength={400} />
      </Form.Item>
      <Form.Item
        name="columns"
        label={t('columns')}
        extra={t('columnsHint')}
        rules={[
          { required: true },
          { validator: async (_, text: string) => (text && !columnsOf(text) ? Promise.reject(new Error(t('columnsWrong'))) : undefined) },
        ]}
      >
        <Input.TextArea rows={3} />
      </Form.Item>
      <Form.Item name="refreshDays" label={t('refreshDays')} rules={needed}>
        <InputNumber min={1} max={365} precision={0} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="number" label={t('number')} extra={t('numberHint')}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item noStyle dependencies={['number']}>
        {({ getFieldValue }) => {
          const rules = [{ required: Boolean(getFieldValue('number')) }]
          return (
            <>
              <Form.Item name="purpose" label={t('purpose')} rules={rules}>
                <Input maxLength={200} />
              </Form.Item>
              <Form.Item name="until" label={t('until')} rules={rules}>
                <DayInput />
              </Form.Item>
            </>
          )
        }}
      </Form.Item>
      <Form.Item name="isOpen" label={t('isOpen')} valuePropName="checked">
        <Switch />
      </Form.Item>
    </ActionDialog>
  )
}
