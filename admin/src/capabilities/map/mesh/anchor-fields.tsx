import { stages } from '@liren/contract/map/stage'
import { Form, Input, InputNumber, Select } from 'antd'
import { useText, useWords } from '../../../app/language/use.ts'
import { DayInput } from '../../../parts/form/day-input.tsx'
import { words } from './words.ts'

const ranges = {
  longitude: { min: -180, max: 180, step: 0.00001 },
  latitude: { min: -85, max: 85, step: 0.00001 },
  elevation: { min: -500, max: 9000, step: 0.1 },
  heading: { min: 0, max: 360, step: 1 },
  scale: { min: 0.0001, max: 1000, step: 0.1 },
} as const

/** What a model is and where it stands: the same when it comes and when it is put right. */
export function AnchorFields() {
  const t = useWords(words)
  const say = useText()
  const needed = { required: true, message: t('required') }
  return (
    <>
      <Form.Item name="name" label={t('name')} rules={[{ ...needed, whitespace: true }]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="source" label={t('source')} extra={t('sourceHint')} rules={[{ ...needed, whitespace: true }]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="stage" label={t('stage')} rules={[needed]}>
        <Select options={Object.entries(stages).map(([value, label]) => ({ value, label: say(label) }))} />
      </Form.Item>
      <Form.Item name="takenOn" label={t('takenOn')} rules={[needed]}>
        <DayInput />
      </Form.Item>
      <h3>{t('anchor')}</h3>
      {(Object.keys(ranges) as (keyof typeof ranges)[]).map((name) => (
        <Form.Item key={name} name={name} label={t(name)} rules={[needed]}>
          <InputNumber style={{ width: '100%' }} {...ranges[name]} />
        </Form.Item>
      ))}
    </>
  )
}
