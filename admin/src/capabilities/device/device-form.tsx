import { type Device, device } from '@liren/contract/capabilities/device'
import { product } from '@liren/contract/capabilities/product'
import { App, Form, Input, InputNumber, Select } from 'antd'
import { useMemo } from 'react'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { UserPicker } from '../../parts/person/user-picker.tsx'
import { PlacePicker } from '../../parts/place/place-picker.tsx'
import { PlainDay } from './plain-day.tsx'
import { words } from './words.ts'

interface Fields {
  code: string
  name: string
  productId: string
  placeId: string
  manufacturer?: string | null
  model?: string | null
  serial?: string | null
  spot?: string | null
  installedOn?: string | null
  owner?: string | null
  keeperId?: string | null
  longitude?: number | null
  floor?: number | null
  latitude?: number | null
  warrantyOn?: string | null
}

const emptied = (fields: Partial<Fields>) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value === '' || value === undefined ? null : value]))
const filled = (fields: Partial<Fields>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '' && value !== undefined && value !== null))

/** The record of a device: what it is, where, whose, and who looks after it. */
export function DeviceForm({ open, onClose, known }: { open: boolean; onClose: () => void; known?: Device | undefined }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const create = useAction(device.endpoints.create)
  const update = useAction(device.endpoints.update)
  const products = useQuery(product.endpoints.list, open ? { query: { state: 'released', limit: 100 } } : null)
  const initial = useMemo<Partial<Fields>>(
    () =>
      known === undefined
        ? {}
        : {
            ...{ code: known.code, name: known.name, manufacturer: known.manufacturer, model: known.model, serial: known.serial },
            ...{ spot: known.spot, installedOn: known.installedOn, owner: known.owner, warrantyOn: known.warrantyOn },
            ...{ longitude: known.longitude, latitude: known.latitude, floor: known.floor, keeperId: known.keeper?.id ?? null },
            ...(known.product === null ? {} : { productId: known.product.id }),
            ...(known.placeId === null ? {} : { placeId: known.placeId }),
          },
    [known],
  )
  const needed = (field: string) => [{ required: true, message: t('required', { field }) }]
  const submit = async ({ code, productId, placeId, name, ...rest }: Fields): Promise<boolean> => {
    if (known === undefined) {
      const made = await create.run({ body: { code, name, productId, placeId, ...filled(rest) } })
      if (made !== undefined) void message.success(t('created', { name: made.name }))
      return made !== undefined
    }
    const saved = await update.run({
      params: { id: known.id },
      body: { name, productId, placeId, ...emptied(rest), version: known.version },
    })
    if (saved !== undefined) void message.success(t('saved'))
    return saved !== undefined
  }
  return (
    <FormDrawer<Fields>
      open={open}
      onClose={onClose}
      title={known === undefined ? t('create') : `${t('edit')} · ${known.name}`}
      form={form}
      initial={initial}
      onSubmit={submit}
      running={create.running || update.running}
      error={create.error ?? update.error}
      {...(known === undefined ? { draft: 'device.new' } : {})}
    >
      <Form.Item name="code" label={t('code')} extra={t('codeRule')} rules={needed(t('code'))}>
        <Input maxLength={40} disabled={known !== undefined} autoComplete="off" />
      </Form.Item>
      <Form.Item name="name" label={t('name')} rules={needed(t('name'))}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="productId" label={t('kind')} rules={needed(t('kind'))}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={(products.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))}
        />
      </Form.Item>
      <Form.Item name="placeId" label={t('place')} rules={needed(t('place'))}>
        <PlacePicker />
      </Form.Item>
      <Form.Item name="spot" label={t('spot')}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="installedOn" label={t('installedOn')}>
        <PlainDay />
      </Form.Item>
      <Form.Item name="manufacturer" label={t('manufacturer')}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="model" label={t('model')}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="serial" label={t('serial')}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="owner" label={t('owner')}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="keeperId" label={t('keeper')}>
        <UserPicker />
      </Form.Item>
      <Form.Item name="longitude" label={t('longitude')}>
        <InputNumber min={-180} max={180} precision={6} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="latitude" label={t('latitude')}>
        <InputNumber min={-90} max={90} precision={6} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="floor" label={t('floor')}>
        <InputNumber min={-9} max={200} precision={0} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="warrantyOn" label={t('warrantyOn')}>
        <PlainDay />
      </Form.Item>
    </FormDrawer>
  )
}
