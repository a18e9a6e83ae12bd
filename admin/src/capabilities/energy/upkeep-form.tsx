import { type EnergyEquipment, energyEndpoints } from '@liren/contract/capabilities/energy'
import { App, Form, InputNumber } from 'antd'
import { useAction } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { DevicePicker } from '../../parts/device/device-picker.tsx'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { words } from './words.ts'

interface Fields {
  readonly deviceId: string
  readonly everyHours: number
}

/** After how many hours of running a device is maintained. */
export function UpkeepForm({ equipment, onClose }: { equipment: EnergyEquipment | undefined; onClose: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const save = useAction(energyEndpoints.saveEquipment)
  const needed = [{ required: true, message: t('required') }]
  return (
    <FormDrawer<Fields>
      open
      form={form}
      title={equipment ? t('changeOf', { name: equipment.name }) : t('addUpkeep')}
      running={save.running}
      error={save.error}
      onClose={onClose}
      initial={{ everyHours: equipment?.everyHours ?? 2000 }}
      onSubmit={async ({ deviceId, everyHours }) => {
        const id = equipment?.deviceId ?? deviceId
        const done = await save.done({ params: { id }, body: { everyHours, version: equipment?.version ?? 0 } })
        if (done) void message.success(t('savedIt'))
        return done
      }}
    >
      {equipment ? null : (
        <Form.Item name="deviceId" label={t('device')} extra={t('upkeepHint')} rules={needed}>
          <EquipmentPicker label={t('device')} />
        </Form.Item>
      )}
      <Form.Item name="everyHours" label={t('everyHours')} rules={needed}>
        <InputNumber min={1} max={100_000} precision={0} style={{ width: '100%' }} />
      </Form.Item>
    </FormDrawer>
  )
}

/** The picker of devices as a field: the form holds one id. */
function EquipmentPicker({ value, onChange, label }: { value?: string; onChange?: (id: string | undefined) => void; label: string }) {
  return <DevicePicker single value={value ? [value] : []} onChange={([id]) => onChange?.(id)} label={label} placeholder={label} />
}
