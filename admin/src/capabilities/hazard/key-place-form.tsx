import { hazard, type KeyKind, type KeyPlace, keyKindNames, keyKinds, usualItems } from '@liren/contract/capabilities/hazard'
import { App, Form, Input, InputNumber, Select } from 'antd'
import { useAction } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { DevicePicker } from '../../parts/device/device-picker.tsx'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { PlacePicker } from '../../parts/place/place-picker.tsx'
import { words } from './words.ts'

interface Fields {
  placeId: string
  kind: KeyKind
  name: string
  lines: string
  everyDays: number
  devices: string[]
}
const linesOf = (text: string): string[] => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
]

/** A new key place, or the plan of one that exists. */
export function KeyPlaceForm({ open, onClose, of }: { open: boolean; onClose: () => void; of?: KeyPlace | undefined }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const create = useAction(hazard.endpoints.createKeyPlace)
  const save = useAction(hazard.endpoints.saveKeyPlace)
  const submit = async ({ placeId, lines, devices, ...rest }: Fields): Promise<boolean> => {
    const body = { ...rest, items: linesOf(lines), deviceId: devices[0] ?? null }
    const kept = of
      ? await save.run({ params: { id: of.id }, body: { ...body, version: of.version } })
      : await create.run({ body: { ...body, placeId } })
    if (kept === undefined) return false
    void message.success(t('saved'))
    return true
  }
  const initial: Partial<Fields> = of
    ? { kind: of.kind, name: of.name, lines: of.items.join('\n'), everyDays: of.everyDays, devices: of.device ? [of.device.id] : [] }
    : { kind: 'other', lines: usualItems.other.join('\n'), everyDays: 7, devices: [] }
  return (
    <FormDrawer<Fields>
      open={open}
      onClose={onClose}
      title={of ? of.name : t('keyAdd')}
      form={form}
      initial={initial}
      onSubmit={submit}
      running={create.running || save.running}
      error={create.error ?? save.error}
    >
      {of === undefined && (
        <Form.Item name="placeId" label={t('place')} rules={[{ required: true, message: t('placeNeeded') }]}>
          <PlacePicker kinds={['estate', 'building', 'unit', 'area']} />
        </Form.Item>
      )}
      <Form.Item name="name" label={t('keyName')} rules={[{ required: true, min: 2, max: 60, message: t('keyNameNeeded') }]}>
        <Input />
      </Form.Item>
      <Form.Item name="kind" label={t('keyKind')}>
        <Select
          options={keyKindNames.map((value) => ({ value, label: say(keyKinds[value]) }))}
          onChange={(kind: KeyKind) => form.setFieldValue('lines', usualItems[kind].join('\n'))}
        />
      </Form.Item>
      <Form.Item
        name="lines"
        label={t('keyItems')}
        extra={t('keyItemsHint')}
        rules={[{ required: true, whitespace: true, message: t('keyItemsNeeded') }]}
      >
        <Input.TextArea autoSize={{ minRows: 4, maxRows: 12 }} />
      </Form.Item>
      <Form.Item name="everyDays" label={t('keyEvery')} rules={[{ required: true }]}>
        <InputNumber min={1} max={366} precision={0} />
      </Form.Item>
      <Form.Item name="devices" label={t('keyFacility')} extra={t('keyFacilityHint')}>
        <Facility />
      </Form.Item>
    </FormDrawer>
  )
}

function Facility({ value = [], onChange }: { value?: string[]; onChange?: (ids: string[]) => void }) {
  const t = useWords(words)
  return <DevicePicker value={value} onChange={(ids) => onChange?.(ids)} label={t('keyFacility')} placeholder={t('keyFacility')} single />
}
