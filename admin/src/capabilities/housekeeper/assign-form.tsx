import { housekeeper } from '@liren/contract/capabilities/housekeeper'
import { App, Form, Input, Select } from 'antd'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { PlacePicker } from '../../parts/place/place-picker.tsx'
import { words } from './words.ts'

interface Fields {
  placeId: string
  keeperId: string
  phone?: string
}

/** People who may serve as housekeepers at a place, to choose from. */
export function KeeperSelect({
  placeId,
  without,
  ...field
}: {
  placeId: string | undefined
  without?: string
  value?: string
  id?: string
}) {
  const t = useWords(words)
  const asked = useQuery(housekeeper.endpoints.candidates, placeId === undefined ? null : { query: { placeId } })
  return (
    <Select<string>
      {...field}
      disabled={placeId === undefined}
      loading={asked.asking}
      notFoundContent={t('nobodyFit')}
      options={(asked.data?.items ?? []).filter(({ id }) => id !== without).map(({ id, name }) => ({ value: id, label: name }))}
    />
  )
}

/** A place gets its housekeeper; open conversations there move along. */
export function AssignForm({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const assign = useAction(housekeeper.endpoints.assign)
  const placeId = Form.useWatch('placeId', form)
  const submit = async ({ placeId: at, keeperId, phone }: Fields): Promise<boolean> => {
    const made = await assign.run({ body: { placeId: at, keeperId, phone: phone ? phone : null } })
    if (made === undefined) return false
    void message.success(t('saved', { name: made.keeper.name }))
    return true
  }
  return (
    <FormDrawer<Fields>
      open={open}
      onClose={onClose}
      title={t('assign')}
      form={form}
      initial={start}
      onSubmit={submit}
      running={assign.running}
      error={assign.error}
    >
      <Form.Item name="placeId" label={t('place')} rules={[{ required: true, message: t('placeNeeded') }]}>
        <PlacePicker kinds={['estate', 'building', 'unit']} />
      </Form.Item>
      <Form.Item name="keeperId" label={t('keeper')} rules={[{ required: true, message: t('keeperNeeded') }]}>
        <KeeperSelect placeId={placeId} />
      </Form.Item>
      <Form.Item name="phone" label={t('phone')} rules={[{ pattern: /^1\d{10}$/, message: t('phoneRule') }]}>
        <Input maxLength={11} inputMode="tel" />
      </Form.Item>
    </FormDrawer>
  )
}
const start: Partial<Fields> = {}
