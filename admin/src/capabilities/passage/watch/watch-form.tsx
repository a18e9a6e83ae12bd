import { passageEndpoints } from '@liren/contract/capabilities/passage'
import { App, Form, Input, Segmented } from 'antd'
import { useAction } from '../../../app/api/use.ts'
import { useWords } from '../../../app/language/use.ts'
import { DayField } from '../../../parts/form/day-field.tsx'
import { FormDrawer } from '../../../parts/form/form-drawer.tsx'
import { UserPicker } from '../../../parts/person/user-picker.tsx'
import { PlacePicker } from '../../../parts/place/place-picker.tsx'
import { words } from './words.ts'

interface Fields {
  readonly plate: string
  readonly placeId: string
  readonly reason: string
  readonly level: number
  readonly personId?: string
  readonly untilAt?: string | null
}

const levels = [1, 2, 3, 4] as const

export function WatchForm({ onClose }: { onClose: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const watch = useAction(passageEndpoints.watch)
  const needed = (field: 'plate' | 'place' | 'reason') => [{ required: true, message: t('required', { field: t(field) }) }]
  return (
    <FormDrawer<Fields>
      open
      onClose={onClose}
      title={t('add')}
      form={form}
      initial={{ level: 2 }}
      running={watch.running}
      error={watch.error}
      submit={t('add')}
      onSubmit={async ({ personId, untilAt, ...rest }) => {
        const made = await watch.run({ body: { ...rest, people: personId ? [personId] : [], untilAt: untilAt ?? null } })
        if (made) void message.success(t('saved'))
        return made !== undefined
      }}
    >
      <Form.Item name="plate" label={t('plate')} rules={needed('plate')}>
        <Input maxLength={12} autoComplete="off" />
      </Form.Item>
      <Form.Item name="placeId" label={t('place')} rules={needed('place')}>
        <PlacePicker />
      </Form.Item>
      <Form.Item name="level" label={t('level')} required>
        <Segmented options={levels.map((value) => ({ value, label: t('levelOf', { level: value }) }))} />
      </Form.Item>
      <Form.Item name="reason" label={t('reason')} rules={needed('reason')}>
        <Input.TextArea maxLength={200} rows={3} />
      </Form.Item>
      <Form.Item name="personId" label={t('people')}>
        <UserPicker />
      </Form.Item>
      <Form.Item name="untilAt" label={t('until')}>
        <DayField end />
      </Form.Item>
    </FormDrawer>
  )
}
