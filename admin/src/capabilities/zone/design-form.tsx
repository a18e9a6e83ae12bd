import {
  designFactorNames,
  designFactors,
  designModeNames,
  designModes,
  designScaleNames,
  designScales,
  type ZoneDesign,
  zone,
} from '@liren/contract/capabilities/zone'
import { App, Form, Input, Select } from 'antd'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { words } from './words.ts'

type Fields = Pick<ZoneDesign, 'factors' | 'scale' | 'mode' | 'measures'>
interface Props {
  readonly estate: { readonly id: string; readonly name: string }
  readonly onClose: () => void
}

/** How an estate is guarded and why: five factors, and the scale and mode that follow from them. */
export function DesignForm({ estate, onClose }: Props) {
  const asked = useQuery(zone.endpoints.design, { params: { placeId: estate.id } })
  return asked.data ? <DesignFields estate={estate} onClose={onClose} known={asked.data.design} /> : null
}

function DesignFields({ estate, onClose, known }: Props & { known: ZoneDesign | null }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const save = useAction(zone.endpoints.saveDesign)
  const submit = async (fields: Fields): Promise<boolean> => {
    if ((await save.run({ params: { placeId: estate.id }, body: { ...fields, version: known?.version ?? 0 } })) === undefined) return false
    void message.success(t('saved'))
    return true
  }
  const needed = [{ required: true, min: 2, message: t('needed') }]
  return (
    <FormDrawer<Fields>
      open
      onClose={onClose}
      title={t('designOf', { name: estate.name })}
      form={form}
      initial={known ? { factors: known.factors, scale: known.scale, mode: known.mode, measures: known.measures } : {}}
      onSubmit={submit}
      running={save.running}
      error={save.error}
    >
      <p>{t('designHint')}</p>
      {designFactorNames.map((factor) => (
        <Form.Item key={factor} name={['factors', factor]} label={say(designFactors[factor])} rules={needed}>
          <Input.TextArea maxLength={300} autoSize={{ minRows: 2 }} />
        </Form.Item>
      ))}
      <Form.Item name="scale" label={t('scale')} rules={needed}>
        <Select options={designScaleNames.map((value) => ({ value, label: say(designScales[value]) }))} />
      </Form.Item>
      <Form.Item name="mode" label={t('mode')} rules={needed}>
        <Select options={designModeNames.map((value) => ({ value, label: say(designModes[value]) }))} />
      </Form.Item>
      <Form.Item name="measures" label={t('measures')} rules={needed}>
        <Input.TextArea maxLength={600} autoSize={{ minRows: 3 }} />
      </Form.Item>
    </FormDrawer>
  )
}
