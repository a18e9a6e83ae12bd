import * as definitions from '@liren/contract/archive/all'
import { type CustomKind, customKindNames, customKinds, fieldOf, fieldOfUse, isSealed } from '@liren/contract/archive/index'
import { gradeTexts } from '@liren/contract/capabilities/catalogue'
import { type CustomField, custom } from '@liren/contract/capabilities/custom'
import { dictionary } from '@liren/contract/capabilities/dictionary'
import { App, Checkbox, Form, Input, Select } from 'antd'
import { useMemo } from 'react'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { PlacePicker } from '../../parts/place/place-picker.tsx'
import style from './custom.module.css'
import { OptionRows } from './option-rows.tsx'
import { words } from './words.ts'

export type Fields = Pick<CustomField, 'archive' | 'code' | 'kind' | 'level' | 'label' | 'isRequired' | 'isListed' | 'use' | 'options'> & {
  placeId: string
}

export const archives = Object.values(definitions)
const levels = ['L1', 'L2', 'L3', 'L4'] as const
const usual: Partial<Fields> = { kind: 'text', level: 'L2', isRequired: false, isListed: false, use: null, options: [] }

/** A new field, or what may change of one: its code, kind and grade stay as values were written under them. */
export function FieldForm({ open, onClose, of }: { open: boolean; onClose: () => void; of?: CustomField | undefined }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const create = useAction(custom.endpoints.create)
  const update = useAction(custom.endpoints.update)
  const initial = useMemo<Partial<Fields>>(() => (of ? { ...of, placeId: of.place.id } : usual), [of])
  const archive = Form.useWatch('archive', form) ?? of?.archive
  const kind: CustomKind | undefined = Form.useWatch('kind', form) ?? of?.kind
  const needed = { required: true, message: t('needed') }
  const uses = useUses(archive)
  const reveals = archives.some(({ name, fields }) => name === archive && Object.values(fields).some(isSealed))

  const submit = async ({ placeId, ...fields }: Fields): Promise<boolean> => {
    const { label, isRequired, isListed, use = null } = fields
    const options = kind === 'choice' ? (fields.options ?? []).map((option) => ({ ...option, isRetired: option.isRetired ?? false })) : []
    const body = { label, isRequired, isListed, use, options }
    const kept = of
      ? await update.run({ params: { id: of.id }, body: { ...body, version: of.version } })
      : await create.run({ body: { ...body, placeId, archive: fields.archive, code: fields.code, kind: fields.kind, level: fields.level } })
    if (kept === undefined) return false
    void message.success(t(of ? 'saved' : 'created'))
    return true
  }

  return (
    <FormDrawer<Fields>
      open={open}
      onClose={onClose}
      title={of ? `${t('edit')} · ${say(of.label)}` : t('create')}
      form={form}
      initial={initial}
      onSubmit={submit}
      running={create.running || update.running}
      error={create.error ?? update.error}
      width={720}
    >
      <div className={style.pair}>
        <Form.Item name="archive" label={t('archive')} rules={[needed]}>
          <Select disabled={of !== undefined} options={archives.map(({ name, text }) => ({ value: name, label: say(text) }))} />
        </Form.Item>
        <Form.Item name="placeId" label={t('place')} rules={[needed]}>
          {of ? <Select disabled options={[{ value: of.place.id, label: of.place.name }]} /> : <PlacePicker kinds={['community']} />}
        </Form.Item>
        <Form.Item name={['label', 'zh']} label={t('zh')} rules={[{ ...needed, whitespace: true }]}>
          <Input maxLength={20} showCount />
        </Form.Item>
        <Form.Item name={['label', 'en']} label={t('en')} rules={[{ ...needed, whitespace: true }]}>
          <Input maxLength={40} showCount />
        </Form.Item>
        <Form.Item
          name="code"
          label={t('code')}
          extra={t('codeHint')}
          rules={[needed, { pattern: /^[a-z][a-z0-9-]{0,29}$/, message: t('codeRule') }]}
        >
          <Input maxLength={30} disabled={of !== undefined} autoComplete="off" />
        </Form.Item>
        <Form.Item name="kind" label={t('kind')} rules={[needed]}>
          <Select disabled={of !== undefined} options={customKindNames.map((value) => ({ value, label: say(customKinds[value]) }))} />
        </Form.Item>
        <Form.Item name="level" label={t('level')} extra={t('levelHint')} rules={[needed]}>
          <Select
            disabled={of !== undefined}
            options={levels.map((value) => ({
              value,
              label: `${value} ${say(gradeTexts[value])}`,
              disabled: !reveals && isSealed({ level: value }),
            }))}
          />
        </Form.Item>
        {uses.length > 0 && (
          <Form.Item name="use" label={t('use')}>
            <Select allowClear placeholder={t('everyUse')} options={uses} />
          </Form.Item>
        )}
        <Form.Item label={t('rules')}>
          <Form.Item name="isRequired" valuePropName="checked" noStyle>
            <Checkbox>{t('required')}</Checkbox>
          </Form.Item>
          <Form.Item name="isListed" valuePropName="checked" noStyle>
            <Checkbox>{t('listed')}</Checkbox>
          </Form.Item>
        </Form.Item>
      </div>
      {kind === 'choice' && <OptionRows known={of?.options.map(({ code }) => code) ?? []} />}
    </FormDrawer>
  )
}

/** Uses by which files of this archive differ, as its dictionary names them now. */
function useUses(archive: string | undefined): { value: string; label: string }[] {
  const say = useText()
  const definition = archives.find(({ name }) => name === archive)
  const field = definition && fieldOfUse(definition.name)
  const code = definition && field ? fieldOf(definition, field).dictionary : undefined
  const asked = useQuery(dictionary.endpoints.list, code === undefined ? null : {})
  const items = asked.data?.items.find((entry) => entry.code === code)?.items ?? []
  return items.filter((item) => !item.retired).map((item) => ({ value: item.code, label: say(item.text) }))
}
