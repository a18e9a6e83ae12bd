import { type KeptMerchant, merchant } from '@liren/contract/capabilities/merchant'
import { App, Button, Form, Input, InputNumber, Segmented } from 'antd'
import { useMemo } from 'react'
import { useAction } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { PlacePicker } from '../../parts/place/place-picker.tsx'
import style from './merchant.module.css'
import { words } from './words.ts'

interface Fields {
  name: string
  intro: string
  phone: string
  placeId: string
  keeperPhone?: string
  state: 'listed' | 'hidden'
  services: { id?: string; name: string; unit: string; yuan: number }[]
}

const start: Partial<Fields> = { intro: '', state: 'listed', services: [{ name: '', unit: '', yuan: 0 }] }

/** A new merchant, or the particulars and prices of one on the list. */
export function MerchantForm({ open, merchant: it, onClose }: { open: boolean; merchant: KeptMerchant | undefined; onClose: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const create = useAction(merchant.endpoints.create)
  const update = useAction(merchant.endpoints.update)
  const initial = useMemo<Partial<Fields>>(
    () =>
      it === undefined
        ? start
        : {
            ...{ name: it.name, intro: it.intro, phone: it.phone, state: it.state },
            services: it.services.map(({ id, name, unit, fen }) => ({ id, name, unit, yuan: fen / 100 })),
          },
    [it],
  )
  const needed = { required: true, whitespace: true, message: t('required') }
  const mobile = { pattern: /^1\d{10}$/, message: t('phoneRule') }

  const submit = async ({ placeId, keeperPhone, services, ...plain }: Fields): Promise<boolean> => {
    const priced = services.map(({ id, name, unit, yuan }) => ({ ...(id ? { id } : {}), name, unit, fen: Math.round(yuan * 100) }))
    const body = { ...plain, intro: plain.intro ?? '', ...(keeperPhone ? { keeperPhone } : {}), services: priced }
    const saved =
      it === undefined
        ? await create.run({ body: { ...body, placeId } })
        : await update.run({ params: { id: it.id }, body: { ...body, version: it.version } })
    if (saved === undefined) return false
    void message.success(t('saved', { name: saved.name }))
    return true
  }

  return (
    <FormDrawer<Fields>
      open={open}
      onClose={onClose}
      title={it === undefined ? t('add') : `${t('edit')} · ${it.name}`}
      form={form}
      initial={initial}
      onSubmit={submit}
      running={create.running || update.running}
      error={create.error ?? update.error}
      width={640}
    >
      <Form.Item name="name" label={t('name')} rules={[needed]}>
        <Input maxLength={40} />
      </Form.Item>
      {it === undefined && (
        <Form.Item name="placeId" label={t('place')} rules={[{ required: true, message: t('placeNeeded') }]}>
          <PlacePicker kinds={['community', 'estate']} />
        </Form.Item>
      )}
      <Form.Item name="phone" label={t('phone')} rules={[needed, mobile]}>
        <Input maxLength={11} inputMode="tel" />
      </Form.Item>
      <Form.Item name="intro" label={t('intro')}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
      <Form.Item name="keeperPhone" label={t('keeperPhone')} extra={t('keeperHint')} rules={[mobile]}>
        <Input maxLength={11} inputMode="tel" placeholder={it?.keeper?.name ?? ''} />
      </Form.Item>
      <Form.Item name="state" label={t('state')} rules={[{ required: true, message: t('required') }]}>
        <Segmented
          options={[
            { value: 'listed', label: t('listed') },
            { value: 'hidden', label: t('hidden') },
          ]}
        />
      </Form.Item>
      <Services />
    </FormDrawer>
  )
}

/** What the merchant does and for how much, a line each. */
function Services() {
  const t = useWords(words)
  const needed = { required: true, whitespace: true, message: t('required') }
  return (
    <Form.List
      name="services"
      rules={[
        {
          validator: async (_rule, lines: unknown[] | undefined) => {
            if (!lines || lines.length === 0) throw new Error(t('serviceNeeded'))
          },
        },
      ]}
    >
      {(fields, { add, remove }, { errors }) => (
        <>
          <div className={style.heads} aria-hidden="true">
            <span>{t('service')}</span>
            <span>{t('unit')}</span>
            <span>{t('price')}</span>
          </div>
          {fields.map((field) => (
            <div key={field.key} className={style.service}>
              <Form.Item name={[field.name, 'name']} rules={[needed]}>
                <Input maxLength={40} aria-label={t('service')} />
              </Form.Item>
              <Form.Item name={[field.name, 'unit']} rules={[needed]}>
                <Input maxLength={10} aria-label={t('unit')} />
              </Form.Item>
              <Form.Item name={[field.name, 'yuan']} rules={[{ required: true, message: t('required') }]}>
                <InputNumber min={0} max={1_000_000} precision={2} style={{ width: '100%' }} aria-label={t('price')} />
              </Form.Item>
              <Button type="text" aria-label={t('remove')} onClick={() => remove(field.name)} icon={<Icon name="close" size={16} />} />
            </div>
          ))}
          <Form.ErrorList errors={errors} />
          <Button type="dashed" block icon={<Icon name="plus" size={16} />} onClick={() => add({ unit: '', name: '' })}>
            {t('addService')}
          </Button>
        </>
      )}
    </Form.List>
  )
}
