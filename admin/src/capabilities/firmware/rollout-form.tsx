import { device } from '@liren/contract/capabilities/device'
import { type FirmwarePackage, firmwareEndpoints } from '@liren/contract/capabilities/firmware'
import { App, Form, Input, InputNumber, Select, Switch } from 'antd'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { PlacePicker } from '../../parts/place/place-picker.tsx'
import { words } from './words.ts'

interface Fields {
  readonly placeId?: string
  readonly groupId?: string
  readonly from?: string
  readonly first: number
  readonly perStep: number
  readonly mostFailures: number
  readonly holdsAfterFirst: boolean
  readonly patienceMinutes: number
  readonly reason: string
}

const initial = { first: 2, perStep: 20, mostFailures: 0, holdsAfterFirst: true, patienceMinutes: 60 }
const numbers = { first: [1, 500], perStep: [1, 500], mostFailures: [0, 500], patienceMinutes: [5, 1380] } as const

/** Whom a package goes to, in which steps, and when it stops by itself; how many that are is said before it begins. */
export function RolloutForm({ of, onClose }: { of: FirmwarePackage; onClose: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const { placeId, groupId, from } = (Form.useWatch([], form) ?? {}) as Partial<Fields>
  const chosen = { ...(placeId ? { placeId } : {}), ...(groupId ? { groupId } : {}), ...(from ? { from } : {}) }
  const groups = useQuery(device.endpoints.groups, { query: { limit: 100 } })
  const running = useQuery(firmwareEndpoints.running)
  const preview = useQuery(firmwareEndpoints.preview, { query: { packageId: of.id, ...chosen } })
  const start = useAction(firmwareEndpoints.start)
  const needed = [{ required: true, message: t('required') }]
  const versions = running.data?.items.find(({ product }) => product.id === of.product.id)?.versions ?? []
  const number = (name: keyof typeof numbers, label: 'first' | 'perStep' | 'mostFailures' | 'patience', extra?: string) => (
    <Form.Item name={name} label={t(label)} extra={extra} rules={needed}>
      <InputNumber min={numbers[name][0]} max={numbers[name][1]} precision={0} style={{ width: '100%' }} />
    </Form.Item>
  )
  return (
    <FormDrawer<Fields>
      open
      onClose={onClose}
      title={t('rollOf', { release: of.release })}
      form={form}
      initial={initial}
      submit={t('begin')}
      running={start.running}
      error={start.error}
      onSubmit={async ({ first, perStep, mostFailures, holdsAfterFirst, patienceMinutes, reason }) => {
        const steps = { first, perStep, mostFailures, holdsAfterFirst, patienceMinutes }
        const done = await start.done({ body: { packageId: of.id, ...chosen, ...steps, reason } })
        if (done) void message.success(t('begun'))
        return done
      }}
    >
      <Form.Item name="placeId" label={t('place')}>
        <PlacePicker />
      </Form.Item>
      <Form.Item name="groupId" label={t('group')}>
        <Select allowClear options={(groups.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} />
      </Form.Item>
      <Form.Item name="from" label={t('from')}>
        <Select allowClear options={versions.flatMap(({ release }) => (release === null ? [] : [{ value: release, label: release }]))} />
      </Form.Item>
      <output style={{ display: 'block', margin: '0 0 16px', color: 'var(--text-2)' }}>
        {preview.data ? t('preview', { ...preview.data }) : (preview.error?.message ?? '…')}
      </output>
      {number('first', 'first')}
      {number('perStep', 'perStep')}
      {number('mostFailures', 'mostFailures', t('mostFailuresHint'))}
      {number('patienceMinutes', 'patience')}
      <Form.Item name="holdsAfterFirst" label={t('holdsAfterFirst')} valuePropName="checked">
        <Switch />
      </Form.Item>
      <Form.Item name="reason" label={t('reason')} rules={needed}>
        <Input.TextArea rows={2} maxLength={200} showCount />
      </Form.Item>
    </FormDrawer>
  )
}
