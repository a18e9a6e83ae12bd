import { type FindingLevel, findingLevelNames, findingLevels, hazard, type KeyPlace } from '@liren/contract/capabilities/hazard'
import { App, Form, Input, Radio } from 'antd'
import { useAction } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { DayInput } from '../../parts/form/day-input.tsx'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { words } from './words.ts'

interface Fields {
  findings: { isOk: boolean; note?: string; level?: FindingLevel; dueOn?: string }[]
  note?: string
}

/** What somebody found there, item by item. */
export function InspectForm({ of, onClose }: { of: KeyPlace; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const keep = useAction(hazard.endpoints.inspect)
  const submit = async ({ findings, note }: Fields): Promise<boolean> => {
    const given = of.items.map((item, i) => {
      const { isOk = true, note: said = '', level, dueOn } = findings[i] ?? {}
      return isOk ? { item, isOk, note: said } : { item, isOk, note: said, level: level ?? 'minor', ...(dueOn ? { dueOn } : {}) }
    })
    const kept = await keep.run({ params: { id: of.id }, body: { version: of.version, findings: given, note: note ?? '', photos: [] } })
    if (kept === undefined) return false
    void message.success(t('keyInspected'))
    return true
  }
  return (
    <FormDrawer<Fields>
      open
      onClose={onClose}
      title={`${t('keyInspect')} · ${of.name}`}
      form={form}
      initial={{ findings: of.items.map(() => ({ isOk: true, note: '' })) }}
      onSubmit={submit}
      running={keep.running}
      error={keep.error}
    >
      {of.items.map((item, i) => (
        <div key={item}>
          <Form.Item name={['findings', i, 'isOk']} label={item}>
            <Radio.Group
              options={[
                { value: true, label: t('keyOk') },
                { value: false, label: t('keyNot') },
              ]}
            />
          </Form.Item>
          <Form.Item noStyle shouldUpdate>
            {({ getFieldValue }) =>
              getFieldValue(['findings', i, 'isOk']) === false && (
                <>
                  <Form.Item
                    name={['findings', i, 'note']}
                    label={t('keyWhat')}
                    rules={[{ required: true, whitespace: true, message: t('keyWhat') }]}
                  >
                    <Input maxLength={200} />
                  </Form.Item>
                  <Form.Item name={['findings', i, 'level']} label={t('keyLevel')} initialValue="minor">
                    <Radio.Group options={findingLevelNames.map((value) => ({ value, label: say(findingLevels[value].text) }))} />
                  </Form.Item>
                  <Form.Item name={['findings', i, 'dueOn']} label={t('keyDueOn')}>
                    <DayInput />
                  </Form.Item>
                </>
              )
            }
          </Form.Item>
        </div>
      ))}
      <Form.Item name="note" label={t('keyNote')}>
        <Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} />
      </Form.Item>
    </FormDrawer>
  )
}
