import { repair, repairKinds } from '@liren/contract/capabilities/repair'
import { phoneSchema } from '@liren/contract/capabilities/user'
import { App, DatePicker, Form, Input, Segmented, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useMemo } from 'react'
import { Link } from 'react-router'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { rule } from '../../parts/form/rule.ts'
import { Notice } from '../../parts/notice/notice.tsx'
import { PlacePicker } from '../../parts/place/place-picker.tsx'
import style from './repair.module.css'
import { words } from './words.ts'

interface Fields {
  kind: 'home' | 'public' | 'event'
  placeId: string
  spot?: string
  category: string
  description: string
  visitAt?: Dayjs
  contact: { name: string; phone: string }
}

const kinds = ['home', 'public', 'event'] as const
const initial: Partial<Fields> = { kind: 'home' }

/** A repair for somebody on the telephone: the category follows from the words, similar ones near by are shown. */
export function CreateForm({ open, onClose, onCreated }: { open: boolean; onClose: () => void; onCreated: (id: string) => void }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const { run, running, error } = useAction(repair.endpoints.create)
  const categories = useQuery(repair.endpoints.categories, open ? {} : null)
  const kind = Form.useWatch('kind', form) ?? 'home'
  const offered = useMemo(
    () => (categories.data?.items ?? []).filter((category) => category.kind === kind && !category.retired),
    [categories.data, kind],
  )

  const guess = (text: string) => {
    if (form.isFieldTouched('category')) return
    const fitting = offered.find((category) => category.keywords.some((word) => text.includes(word)))
    if (fitting !== undefined) form.setFieldValue('category', fitting.code)
  }
  const submit = async ({ visitAt, spot, ...fields }: Fields): Promise<boolean> => {
    const made = await run({
      body: { ...fields, photos: [], ...(spot?.trim() ? { spot } : {}), ...(visitAt ? { visitAt: visitAt.toISOString() } : {}) },
    })
    if (made === undefined) return false
    void message.success(t('createdDone', { number: made.number }))
    onCreated(made.id)
    return true
  }
  const needed = (field: string) => ({ required: true, message: t('required', { field }) })

  return (
    <FormDrawer<Fields>
      open={open}
      onClose={onClose}
      title={t('create')}
      form={form}
      initial={initial}
      onSubmit={submit}
      running={running}
      error={error}
      submit={t('submit')}
      draft="repair.new"
      secrets={['visitAt', 'contact']}
    >
      <Form.Item name="kind" label={t('kind')}>
        <Segmented
          block
          options={kinds.map((value) => ({ value, label: say(repairKinds[value]) }))}
          onChange={() => form.resetFields(['category'])}
        />
      </Form.Item>
      <Form.Item name="placeId" label={t('place')} rules={[needed(t('place'))]}>
        <PlacePicker {...(kind === 'home' ? { kinds: ['house'] } : {})} />
      </Form.Item>
      {kind !== 'home' && (
        <Form.Item name="spot" label={t('spot')}>
          <Input maxLength={100} />
        </Form.Item>
      )}
      <Form.Item name="description" label={t('description')} rules={[needed(t('description')), { min: 2, message: t('descriptionRule') }]}>
        <Input.TextArea
          rows={4}
          maxLength={1000}
          showCount
          placeholder={t('descriptionHint')}
          onChange={(event) => guess(event.target.value)}
        />
      </Form.Item>
      <Form.Item name="category" label={t('category')} rules={[needed(t('category'))]}>
        <Select options={offered.map((category) => ({ value: category.code, label: say(category.text) }))} />
      </Form.Item>
      <Nearby form={form} onClose={onClose} />
      <div style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)', gap: '0 16px' }}>
        <Form.Item name={['contact', 'name']} label={t('name')} rules={[needed(t('name'))]} extra={t('contactHint')}>
          <Input maxLength={30} autoComplete="off" />
        </Form.Item>
        <Form.Item name={['contact', 'phone']} label={t('phone')} rules={[needed(t('phone')), rule(phoneSchema(), t('phoneRule'))]}>
          <Input maxLength={11} inputMode="tel" autoComplete="off" />
        </Form.Item>
      </div>
      <Form.Item name="visitAt" label={t('wish')}>
        <DatePicker
          showTime={{ format: 'HH:mm' }}
          format="YYYY-MM-DD HH:mm"
          minDate={dayjs()}
          placeholder={t('asap')}
          style={{ width: '100%' }}
        />
      </Form.Item>
    </FormDrawer>
  )
}

/** What is already open near by, so that one matter does not become three. */
function Nearby({ form, onClose }: { form: ReturnType<typeof Form.useForm<Fields>>[0]; onClose: () => void }) {
  const t = useWords(words)
  const placeId = Form.useWatch('placeId', form)
  const category = Form.useWatch('category', form)
  const asked = useQuery(repair.endpoints.nearby, placeId && category ? { query: { placeId, category } } : null)
  const items = asked.data?.items ?? []
  if (items.length === 0) return null
  return (
    <div style={{ marginBottom: 20 }}>
      <Notice tone="warning" title={t('nearby', { count: items.length })} role="status">
        {t('nearbyText')}
        <ul className={style.near}>
          {items.map((item) => (
            <li key={item.id}>
              <Link to={`/repairs?id=${item.id}`} onClick={onClose}>
                {item.number} {item.title}
              </Link>{' '}
              · {item.place}
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  )
}
