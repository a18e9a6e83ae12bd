import { product } from '@liren/contract/capabilities/product'
import { kindText } from '@liren/contract/capabilities/rule'
import { subscription as contract, type Source, type Subscription, type Target } from '@liren/contract/capabilities/subscription'
import { App, Button, Form, Input, Select, Switch } from 'antd'
import { useMemo } from 'react'
import { useAction, usePages, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { DevicePicker } from '../../parts/device/device-picker.tsx'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { PlacePicker } from '../../parts/place/place-picker.tsx'
import { type Fields, fieldsOf, sentOf } from './fields.ts'
import { PartnerField } from './partner-field.tsx'
import { words } from './words.ts'

const sources: readonly Source['by'][] = ['place', 'kind', 'product', 'device', 'topic']
const targets: readonly Target['to'][] = ['table', 'webhook', 'topic']
const comparisons = { equal: '=', 'not-equal': '≠', above: '>', 'at-least': '≥', below: '<', 'at-most': '≤' } as const

/** A subscription: whose messages, which of them, and where to. */
export function SubscriptionForm({ known, onClose }: { known: Subscription | 'new' | undefined; onClose: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const [create, save] = [useAction(contract.endpoints.create), useAction(contract.endpoints.save)]
  const before = known === 'new' ? undefined : known
  const initial = useMemo<Partial<Fields>>(() => fieldsOf(before), [before])
  const needed = (field: string) => [{ required: true, message: t('required', { field }) }]
  const submit = async (fields: Fields): Promise<boolean> => {
    const body = sentOf(fields)
    const saved =
      before === undefined
        ? await create.run({ body })
        : await save.run({ params: { id: before.id }, body: { ...body, version: before.version } })
    if (saved !== undefined) void message.success(t('done'))
    return saved !== undefined
  }
  return (
    <FormDrawer<Fields>
      open={known !== undefined}
      onClose={onClose}
      title={t(before === undefined ? 'create' : 'edit')}
      form={form}
      initial={initial}
      onSubmit={submit}
      running={create.running || save.running}
      error={create.error ?? save.error}
      width={640}
    >
      <Form.Item name="name" label={t('name')} rules={needed(t('name'))}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="placeId" label={t('place')} rules={needed(t('place'))}>
        <PlacePicker />
      </Form.Item>
      <Form.Item name="partnerId" label={t('partner')}>
        <PartnerField />
      </Form.Item>
      <SourceFields />
      <Form.Item name="types" label={t('types')} extra={t('typesHint')} rules={needed(t('types'))}>
        <Select mode="tags" tokenSeparators={[',', '，', ' ']} open={false} suffixIcon={null} />
      </Form.Item>
      <Form.Item label={t('where')} extra={t('whereHint')}>
        <Form.List name="where">
          {(rows, { add, remove }) => (
            <>
              {rows.map(({ key, name }) => (
                <div key={key} style={{ display: 'flex', gap: 8, marginBottom: 8 }}>
                  <Form.Item name={[name, 'path']} noStyle rules={needed(t('path'))}>
                    <Input placeholder={t('path')} maxLength={100} />
                  </Form.Item>
                  <Form.Item name={[name, 'is']} noStyle>
                    <Select
                      style={{ width: 80, flexShrink: 0 }}
                      options={Object.entries(comparisons).map(([value, label]) => ({ value, label }))}
                    />
                  </Form.Item>
                  <Form.Item name={[name, 'value']} noStyle rules={needed(t('value'))}>
                    <Input placeholder={t('value')} maxLength={200} />
                  </Form.Item>
                  <Button type="text" onClick={() => remove(name)}>
                    {t('remove')}
                  </Button>
                </div>
              ))}
              {rows.length < 5 && <Button onClick={() => add({ is: 'equal' })}>{t('addWhere')}</Button>}
            </>
          )}
        </Form.List>
      </Form.Item>
      <TargetFields />
      <Form.Item name="isEnabled" label={t('enabled')} valuePropName="checked" required>
        <Switch />
      </Form.Item>
    </FormDrawer>
  )
}

function SourceFields() {
  const t = useWords(words)
  const say = useText()
  const by = Form.useWatch<Source['by'] | undefined>('by')
  const products = useQuery(product.endpoints.list, by === 'product' || by === 'kind' ? { query: { state: 'released', limit: 100 } } : null)
  const items = products.data?.items ?? []
  const needed = (field: string) => [{ required: true, message: t('required', { field }) }]
  return (
    <>
      <Form.Item name="by" label={t('source')} rules={needed(t('source'))}>
        <Select options={sources.map((value) => ({ value, label: t(`by_${value}`) }))} />
      </Form.Item>
      {by === 'kind' && (
        <Form.Item name="kinds" label={t('kinds')} rules={needed(t('kinds'))}>
          <Select
            mode="multiple"
            options={[...new Set(items.map((one) => one.kind))].sort().map((value) => ({ value, label: say(kindText(value)) }))}
          />
        </Form.Item>
      )}
      {by === 'product' && (
        <Form.Item name="products" label={t('products')} rules={needed(t('products'))}>
          <Select mode="multiple" optionFilterProp="label" options={items.map((one) => ({ value: one.id, label: one.name }))} />
        </Form.Item>
      )}
      {by === 'device' && (
        <Form.Item name="devices" label={t('devices')} rules={needed(t('devices'))}>
          <Picked />
        </Form.Item>
      )}
      {by === 'topic' && (
        <Form.Item name="fromTopic" label={t('topic')} extra={t('topicRule')} rules={needed(t('topic'))}>
          <Input maxLength={40} />
        </Form.Item>
      )}
    </>
  )
}

function Picked({ value, onChange }: { value?: string[]; onChange?: (ids: string[]) => void }) {
  const t = useWords(words)
  const placeId = Form.useWatch<string | undefined>('placeId')
  return (
    <DevicePicker
      value={value ?? []}
      onChange={(ids) => onChange?.(ids)}
      label={t('devices')}
      placeholder={t('devices')}
      placeId={placeId}
    />
  )
}

function TargetFields() {
  const t = useWords(words)
  const to = Form.useWatch<Target['to'] | undefined>('to')
  const hooks = usePages(contract.endpoints.hooks, to === 'webhook' ? { query: { limit: 100 } } : null)
  const needed = (field: string) => [{ required: true, message: t('required', { field }) }]
  return (
    <>
      <Form.Item name="to" label={t('target')} rules={needed(t('target'))}>
        <Select options={targets.map((value) => ({ value, label: t(`to_${value}`) }))} />
      </Form.Item>
      {to === 'webhook' && (
        <Form.Item name="hookId" label={t('to_webhook')} rules={needed(t('to_webhook'))}>
          <Select options={(hooks.data ?? []).map((one) => ({ value: one.id, label: one.name }))} />
        </Form.Item>
      )}
      {to === 'topic' && (
        <Form.Item name="toTopic" label={t('topic')} extra={t('topicRule')} rules={needed(t('topic'))}>
          <Input maxLength={40} />
        </Form.Item>
      )}
    </>
  )
}
