import { type AdmissionRule, passageEndpoints } from '@liren/contract/capabilities/passage'
import { App, Form, Segmented, Switch } from 'antd'
import { useAction } from '../../../app/api/use.ts'
import { useWords } from '../../../app/language/use.ts'
import { FormDrawer } from '../../../parts/form/form-drawer.tsx'
import { PlacePicker } from '../../../parts/place/place-picker.tsx'
import { words } from './words.ts'

interface Fields extends Pick<AdmissionRule, 'isOn' | 'unknown' | 'isFuzzy'> {
  readonly placeId: string
}

export function RuleForm({ known, onClose }: { known: AdmissionRule | 'new'; onClose: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const save = useAction(passageEndpoints.saveRule)
  const before = known === 'new' ? undefined : known
  return (
    <FormDrawer<Fields>
      open
      onClose={onClose}
      title={before?.place.name ?? t('addRule')}
      form={form}
      initial={before ? { ...before, placeId: before.place.id } : { isOn: true, unknown: 'temporary', isFuzzy: true }}
      running={save.running}
      error={save.error}
      submit={t('save')}
      onSubmit={async ({ placeId, isOn, unknown, isFuzzy }) => {
        const body = { isOn, unknown, isFuzzy, version: before?.version ?? 0 }
        const saved = await save.run({ params: { id: before?.place.id ?? placeId }, body })
        if (saved) void message.success(t('saved'))
        return saved !== undefined
      }}
    >
      {before === undefined && (
        <Form.Item name="placeId" label={t('place')} rules={[{ required: true, message: t('required', { field: t('place') }) }]}>
          <PlacePicker kinds={['community', 'estate']} />
        </Form.Item>
      )}
      <Form.Item name="isOn" label={t('on')} extra={t('rulesText')} valuePropName="checked">
        <Switch />
      </Form.Item>
      <Form.Item name="unknown" label={t('unknown')} required>
        <Segmented options={(['temporary', 'refuse'] as const).map((value) => ({ value, label: t(value) }))} />
      </Form.Item>
      <Form.Item name="isFuzzy" label={t('fuzzy')} extra={t('fuzzyText')} valuePropName="checked">
        <Switch />
      </Form.Item>
    </FormDrawer>
  )
}
