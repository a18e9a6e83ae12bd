import {
  type ChargerUse,
  type ChargingStation,
  chargerUses,
  chargerUseTexts,
  chargingEndpoints,
} from '@liren/contract/capabilities/charging'
import { inputLimits, ratedInput } from '@liren/contract/charging/limits'
import { App, Form, InputNumber, Segmented } from 'antd'
import { useAction } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { PlacePicker } from '../../parts/place/place-picker.tsx'
import { words } from './words.ts'

interface Fields {
  readonly use: ChargerUse
  readonly ports: number
  readonly ratedVolts: number
  readonly ratedHertz: number
  readonly servesId?: string
}

/** What the plate of a charger says, and whom it serves. */
export function RecordForm({ station, onClose }: { station: ChargingStation; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const save = useAction(chargingEndpoints.save)
  const { record } = station
  const needed = (field: 'portCount' | 'ratedVolts' | 'ratedHertz') => [{ required: true, message: t('required', { field: t(field) }) }]
  const number = (
    name: 'ports' | 'ratedVolts' | 'ratedHertz',
    label: 'portCount' | 'ratedVolts' | 'ratedHertz',
    min: number,
    max: number,
  ) => (
    <Form.Item name={name} label={t(label)} rules={needed(label)}>
      <InputNumber min={min} max={max} style={{ width: '100%' }} />
    </Form.Item>
  )
  return (
    <FormDrawer<Fields>
      open
      onClose={onClose}
      title={t(record ? 'changeOf' : 'registerOf', { name: station.name })}
      form={form}
      initial={
        record
          ? {
              ...{ use: record.use, ports: record.ports, ratedVolts: record.ratedVolts, ratedHertz: record.ratedHertz },
              ...(record.serves ? { servesId: record.serves.id } : {}),
            }
          : { use: 'ebike', ratedVolts: ratedInput.volts, ratedHertz: ratedInput.hertz }
      }
      submit={t('save')}
      running={save.running}
      error={save.error}
      onSubmit={async (values) => {
        const { servesId, ...rest } = values
        const body = { ...rest, ...(servesId ? { servesId } : {}), version: station.version }
        const saved = await save.done({ params: { id: station.id }, body })
        if (saved) void message.success(t('saved'))
        return saved
      }}
    >
      <p style={{ margin: '0 0 16px', color: 'var(--text-2)' }}>{t('formText')}</p>
      <Form.Item name="use" label={t('use')} required>
        <Segmented options={chargerUses.map((value) => ({ value, label: say(chargerUseTexts[value]) }))} />
      </Form.Item>
      {number('ports', 'portCount', 1, 64)}
      {number('ratedVolts', 'ratedVolts', inputLimits.volts.from, inputLimits.volts.to)}
      {number('ratedHertz', 'ratedHertz', inputLimits.hertz.from, inputLimits.hertz.to)}
      <Form.Item name="servesId" label={t('serves')}>
        <PlacePicker kinds={['building']} />
      </Form.Item>
    </FormDrawer>
  )
}
