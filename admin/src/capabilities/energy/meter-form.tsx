import { type EnergyMeter, type EnergyUse, energyCarriers, energyEndpoints } from '@liren/contract/capabilities/energy'
import { App, Form, Input } from 'antd'
import { useAction } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { PlacePicker } from '../../parts/place/place-picker.tsx'
import { CarrierSelect, UseSelect } from './selects.tsx'
import { words } from './words.ts'

interface Fields {
  readonly number: string
  readonly carrier: EnergyMeter['carrier']
  readonly use: EnergyUse
  readonly placeId: string
}

/** A meter that a utility reads is registered by its number; one of ours is told what it counts for. */
export function MeterForm({ meter, onClose }: { meter: EnergyMeter | undefined; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const add = useAction(energyEndpoints.addMeter)
  const save = useAction(energyEndpoints.saveMeter)
  const needed = [{ required: true, message: t('required') }]
  return (
    <FormDrawer<Fields>
      open
      form={form}
      title={meter ? t('changeOf', { name: meter.number }) : t('addMeter')}
      running={add.running || save.running}
      error={(meter ? save : add).error}
      onClose={onClose}
      initial={meter ? { number: meter.number, use: meter.use } : { carrier: 'electricity', use: 'public' }}
      onSubmit={async ({ number, use, carrier, placeId }) => {
        const done = meter
          ? await save.done({ params: { id: meter.id }, body: { number, use, version: meter.version } })
          : await add.done({ body: { number, carrier, use, placeId } })
        if (done) void message.success(t('saved_', { name: number }))
        return done
      }}
    >
      <p style={{ margin: '0 0 16px', color: 'var(--text-2)' }}>{t(meter ? 'changeMeterText' : 'addMeterText')}</p>
      <Form.Item name="number" label={t('number')} rules={needed}>
        <Input maxLength={40} />
      </Form.Item>
      {meter ? (
        <p>
          {say(energyCarriers[meter.carrier].text)} · {meter.place.name}
        </p>
      ) : (
        <>
          <Form.Item name="carrier" label={t('carrier')} rules={needed}>
            <CarrierSelect />
          </Form.Item>
          <Form.Item name="placeId" label={t('place')} rules={needed}>
            <PlacePicker />
          </Form.Item>
        </>
      )}
      {meter?.use === 'household' ? null : (
        <Form.Item name="use" label={t('use')} rules={needed}>
          <UseSelect except={meter ? 'household' : undefined} />
        </Form.Item>
      )}
    </FormDrawer>
  )
}
