import { type Place, type PlaceKind, place, placeChildren, placeKindTexts } from '@liren/contract/capabilities/place'
import { App, Form, Input, InputNumber, Select } from 'antd'
import { useMemo } from 'react'
import { useAction } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { words } from './words.ts'

interface Fields {
  kind: PlaceKind
  code: string
  name: string
  sort?: number
  floor?: number | null
  area?: number | null
  longitude?: number | null
  latitude?: number | null
  addressCode?: string | null
}

interface Props {
  readonly open: boolean
  readonly onClose: () => void
  readonly onSaved: (saved: Place) => void
  /** A new place stands under it. */
  readonly parent?: Place
  /** Changed in place. */
  readonly place?: Place
}

/** A new place under another, or the particulars of one that exists. */
export function PlaceForm({ open, onClose, onSaved, parent, place: it }: Props) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const create = useAction(place.endpoints.create)
  const update = useAction(place.endpoints.update)
  const kinds = parent === undefined ? [] : placeChildren[parent.kind]
  const initial = useMemo<Partial<Fields>>(() => it ?? { ...(kinds[0] === undefined ? {} : { kind: kinds[0] }) }, [it, kinds])
  const kind = Form.useWatch('kind', form) ?? it?.kind
  const needed = (field: string) => ({ required: true, message: t('required', { field }) })

  const submit = async ({ kind: chosen, code, ...details }: Fields): Promise<boolean> => {
    const saved =
      it === undefined
        ? await create.run({ body: { ...details, kind: chosen, code, parentId: parent?.id ?? null } })
        : await update.run({ params: { id: it.id }, body: { ...details, version: it.version } })
    if (saved === undefined) return false
    void message.success(it === undefined ? t('created', { name: saved.name }) : t('saved'))
    onSaved(saved)
    return true
  }

  return (
    <FormDrawer<Fields>
      open={open}
      onClose={onClose}
      title={it === undefined ? t('addUnder', { name: parent?.name ?? '' }) : t('editTitle', { name: it.name })}
      form={form}
      initial={initial}
      onSubmit={submit}
      running={create.running || update.running}
      error={create.error ?? update.error}
    >
      {it === undefined && (
        <>
          <Form.Item name="kind" label={t('kind')} rules={[needed(t('kind'))]}>
            <Select options={kinds.map((value) => ({ value, label: say(placeKindTexts[value]) }))} />
          </Form.Item>
          <Form.Item
            name="code"
            label={t('code')}
            rules={[needed(t('code')), { pattern: /^[a-z0-9][a-z0-9-]{0,19}$/, message: t('codeRule') }]}
            extra={t('codeHint')}
          >
            <Input maxLength={20} autoCapitalize="none" spellCheck={false} />
          </Form.Item>
        </>
      )}
      <Form.Item name="name" label={t('name')} rules={[{ ...needed(t('name')), whitespace: true }]}>
        <Input maxLength={60} />
      </Form.Item>
      <div style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)', gap: '0 16px' }}>
        {kind === 'house' && (
          <>
            <Form.Item name="floor" label={t('floor')}>
              <InputNumber min={-9} max={200} precision={0} style={{ width: '100%' }} />
            </Form.Item>
            <Form.Item name="area" label={t('area')}>
              <InputNumber min={0.01} max={1_000_000} precision={2} style={{ width: '100%' }} />
            </Form.Item>
          </>
        )}
        <Form.Item name="longitude" label={t('longitude')}>
          <InputNumber min={-180} max={180} precision={6} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="latitude" label={t('latitude')}>
          <InputNumber min={-90} max={90} precision={6} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="addressCode" label={t('addressCode')}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item name="sort" label={t('sort')}>
          <InputNumber min={0} max={1_000_000} precision={0} style={{ width: '100%' }} />
        </Form.Item>
      </div>
    </FormDrawer>
  )
}
