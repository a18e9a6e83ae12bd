import { type Zone, type ZoneRole, zone, zoneRoleNames, zoneRoles } from '@liren/contract/capabilities/zone'
import { App, Form } from 'antd'
import { useAction } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { DevicePicker } from '../../parts/device/device-picker.tsx'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { words } from './words.ts'

type Fields = Partial<Record<ZoneRole, string[]>>

/** Which devices detect, look, sound and close for a zone. A detector keeps the part that it was bound by. */
export function BindForm({ open, onClose, of }: { open: boolean; onClose: () => void; of: Zone }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const bind = useAction(zone.endpoints.bind)
  const chosen = Form.useWatch([], form) as Fields | undefined
  const submit = async (fields: Fields): Promise<boolean> => {
    const partOf = (role: ZoneRole, id: string) => of.devices.find((one) => one.role === role && one.id === id)?.part ?? ''
    const devices = zoneRoleNames.flatMap((role) =>
      (fields[role] ?? []).map((deviceId) => ({ deviceId, role, part: partOf(role, deviceId) })),
    )
    if ((await bind.run({ params: { id: of.id }, body: { devices, version: of.version } })) === undefined) return false
    void message.success(t('saved'))
    return true
  }
  const initial = Object.fromEntries(
    zoneRoleNames.map((role) => [role, [...new Set(of.devices.filter((one) => one.role === role).map(({ id }) => id))]]),
  )
  return (
    <FormDrawer<Fields>
      open={open}
      onClose={onClose}
      title={t('bind')}
      form={form}
      initial={initial}
      onSubmit={submit}
      running={bind.running}
      error={bind.error}
    >
      {zoneRoleNames.map((role) => (
        <Form.Item key={role} name={role} label={say(zoneRoles[role])}>
          <DevicePicker
            value={chosen?.[role] ?? []}
            onChange={(ids) => form.setFieldValue(role, ids)}
            label={say(zoneRoles[role])}
            placeholder={t('pick')}
          />
        </Form.Item>
      ))}
    </FormDrawer>
  )
}
