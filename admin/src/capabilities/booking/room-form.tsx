import { type BookingRoom, bookingEndpoints } from '@liren/contract/capabilities/booking'
import { App, Form, Input, InputNumber, Switch } from 'antd'
import { useAction } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { DevicePicker } from '../../parts/device/device-picker.tsx'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { WeekPlan } from '../../parts/form/week-plan.tsx'
import { ClosedDays } from './closed-days.tsx'
import { words } from './words.ts'

type Rules = Omit<NonNullable<BookingRoom['booking']>, 'lock' | 'reader'>
interface Fields extends Rules {
  readonly lock: string[]
  readonly reader: string[]
}

const start: Rules = {
  ...{ isOpen: true, hours: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '08:00', to: '20:00' }], slotMinutes: 60, aheadDays: 7, mostOpen: 2 },
  ...{ needsApproval: false, capacity: 10, rules: '', earlyMinutes: 10, cancelMinutes: 60, closedDays: [], lockDoor: null },
}
const numbers = [
  ['slotMinutes', 'slotMinutes', 15, 720],
  ['aheadDays', 'aheadDays', 1, 90],
  ['mostOpen', 'mostOpen', 1, 20],
  ['capacity', 'capacity', 1, 10_000],
  ['earlyMinutes', 'early', 0, 60],
  ['cancelMinutes', 'cancelMinutes', 0, 2880],
] as const

/** How one public space is booked: when, how long, by whom it is decided, and which lock opens. */
export function RoomForm({ room, onClose }: { room: BookingRoom; onClose: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const save = useAction(bookingEndpoints.saveRoom)
  const { lock, reader, ...rules } = room.booking ?? { ...start, lock: null, reader: null }
  const device = (name: 'lock' | 'reader', kind: string, known: typeof lock) => (
    <Form.Item name={name} label={t(name)} extra={t(`${name}Hint`)}>
      <Device name={t(name)} kind={kind} known={known} />
    </Form.Item>
  )
  return (
    <FormDrawer<Fields>
      open
      onClose={onClose}
      title={t('setOf', { name: room.name })}
      form={form}
      width={640}
      initial={{ ...rules, lock: lock ? [lock.id] : [], reader: reader ? [reader.id] : [] }}
      submit={t('save')}
      running={save.running}
      error={save.error}
      onSubmit={async ({ lock: locks, reader: readers, ...values }) => {
        const closedDays = (values.closedDays ?? []).map(({ day, reason }) => ({ day, reason: reason ?? '' }))
        const devices = { lockId: locks?.[0] ?? null, readerId: readers?.[0] ?? null, lockDoor: values.lockDoor ?? null }
        const body = { ...values, rules: values.rules ?? '', closedDays, ...devices, version: room.version }
        const saved = await save.done({ params: { id: room.id }, body })
        if (saved) void message.success(t('saved'))
        return saved
      }}
    >
      <p style={{ margin: '0 0 16px', color: 'var(--text-2)' }}>{t('setText')}</p>
      <Form.Item name="isOpen" label={t('isOpen')} valuePropName="checked">
        <Switch />
      </Form.Item>
      <Form.Item name="hours" label={t('hours')}>
        <WeekPlan />
      </Form.Item>
      <div style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(220px, 1fr))', columnGap: 16 }}>
        {numbers.map(([name, label, min, max]) => (
          <Form.Item key={name} name={name} label={t(label)} rules={[{ required: true, message: t('required') }]}>
            <InputNumber min={min} max={max} precision={0} style={{ width: '100%' }} />
          </Form.Item>
        ))}
      </div>
      <Form.Item name="needsApproval" label={t('needsApproval')} valuePropName="checked">
        <Switch />
      </Form.Item>
      <Form.Item name="rules" label={t('rules')}>
        <Input.TextArea rows={3} maxLength={500} />
      </Form.Item>
      <ClosedDays />
      {device('lock', 'door', lock)}
      <Form.Item name="lockDoor" label={t('lockDoor')}>
        <InputNumber min={1} max={256} precision={0} style={{ width: '100%' }} />
      </Form.Item>
      {device('reader', 'reader', reader)}
    </FormDrawer>
  )
}

interface DeviceProps {
  readonly name: string
  readonly kind: string
  readonly known: { readonly id: string; readonly name: string } | null
  readonly value?: string[]
  readonly onChange?: (ids: string[]) => void
}

function Device({ name, kind, known, value = [], onChange }: DeviceProps) {
  const t = useWords(words)
  return (
    <DevicePicker
      single
      label={name}
      placeholder={t('choose')}
      kind={kind}
      known={known}
      value={value}
      onChange={(ids) => onChange?.(ids)}
    />
  )
}
