import {
  type EnergyBaseline,
  type EnergyCarrier,
  type EnergyUse,
  energyCarriers,
  energyEndpoints,
} from '@liren/contract/capabilities/energy'
import { App, Form, InputNumber } from 'antd'
import { useAction } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { WhatFor } from './what-for.tsx'
import { words } from './words.ts'

interface Fields {
  readonly placeId: string
  readonly carrier: EnergyCarrier
  readonly use: EnergyUse
  readonly perDay: number
}

/** What a day without saving would use at a place. */
export function BaselineForm({ baseline, onClose }: { baseline: EnergyBaseline | undefined; onClose: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const save = useAction(energyEndpoints.saveBaseline)
  const chosen = Form.useWatch('carrier', form)
  const carrier = baseline?.carrier ?? chosen ?? 'electricity'
  const needed = [{ required: true, message: t('required') }]
  return (
    <FormDrawer<Fields>
      open
      form={form}
      title={t(baseline ? 'changeBaseline' : 'addBaseline')}
      running={save.running}
      error={save.error}
      onClose={onClose}
      initial={baseline ? { perDay: baseline.perDay } : { carrier: 'electricity', use: 'lift' }}
      onSubmit={async (fields) => {
        const of = baseline ? { placeId: baseline.place.id, carrier: baseline.carrier, use: baseline.use } : fields
        const done = await save.done({ body: { ...of, perDay: fields.perDay, version: baseline?.version ?? 0 } })
        if (done) void message.success(t('savedIt'))
        return done
      }}
    >
      <WhatFor known={baseline} withUse />
      <Form.Item name="perDay" label={`${t('perDay')} (${energyCarriers[carrier].unit})`} extra={t('perDayHint')} rules={needed}>
        <InputNumber min={0.001} max={1e9} style={{ width: '100%' }} />
      </Form.Item>
    </FormDrawer>
  )
}
