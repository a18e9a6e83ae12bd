import { type FieldValue, fieldOf, sources } from '@liren/contract/archive/index'
import type { PlaceKind } from '@liren/contract/capabilities/place'
import { App, Button, Form, Select } from 'antd'
import { useMemo } from 'react'
import { useAction } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { PlacePicker } from '../../parts/place/place-picker.tsx'
import style from './archive.module.css'
import { FieldInput } from './field-input.tsx'
import type { ShownFile } from './file.ts'
import { archiveCalled } from './known.ts'
import { useOptions } from './value.tsx'
import { words } from './words.ts'

interface Fields {
  placeId: string
  source: (typeof sources)[number]['code']
  values: Record<string, FieldValue | undefined>
}

interface Props {
  readonly name: string
  readonly open: boolean
  readonly onClose: () => void
  readonly onSaved: (saved: { id: string }) => void
  /** There is a file of this thing already: lead there. */
  readonly onTwin?: (id: string) => void
  /** Absent: a new file. */
  readonly file?: ShownFile | undefined
}

const isEmpty = (value: unknown) => value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
const isSame = (one: unknown, other: unknown) =>
  (isEmpty(one) && isEmpty(other)) || JSON.stringify(one ?? null) === JSON.stringify(other ?? null)

/** Every field of the definition, group by group. What is masked is left empty and stays as it is unless something is typed. */
export function ArchiveForm({ name, open, onClose, onSaved, onTwin, file }: Props) {
  const { definition, endpoints } = archiveCalled(name)
  const t = useWords(words)
  const say = useText()
  const options = useOptions()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const create = useAction(endpoints.create)
  const update = useAction(endpoints.update)
  const open_ = useMemo(
    () => (file ? Object.fromEntries(Object.entries(file.values).filter(([key]) => !file.masked.includes(key))) : {}),
    [file],
  )
  const initial = useMemo(
    (): Partial<Fields> => ({ source: 'collected', values: open_, ...(file?.place ? { placeId: file.place.id } : {}) }),
    [open_, file],
  )
  const error = create.error ?? update.error
  const twin = error?.code === `${name}.exists` ? (error.details?.id as string | undefined) : undefined
  const what = say(definition.text)

  const submit = async ({ placeId, source, values }: Fields): Promise<boolean> => {
    const typed = Object.entries(values).filter(([key]) => !fieldOf(definition, key).derived)
    if (file === undefined) {
      const body = { placeId, source, values: Object.fromEntries(typed.filter(([, value]) => !isEmpty(value))) }
      const saved = (await create.run({ body } as never)) as { id: string } | undefined
      if (saved === undefined) return false
      void message.success(t('created'))
      onSaved(saved)
      return true
    }
    const changed = typed.flatMap(([key, value]) => {
      if (file.masked.includes(key)) return isEmpty(value) ? [] : [[key, value]]
      return isSame(open_[key], value) ? [] : [[key, isEmpty(value) ? null : value]]
    })
    const moved = placeId === file.place?.id ? {} : { placeId }
    const body = { version: file.version, source, values: Object.fromEntries(changed), ...moved }
    const saved = (await update.run({ params: { id: file.id }, body } as never)) as { id: string } | undefined
    if (saved === undefined) return false
    void message.success(t('saved'))
    onSaved(saved)
    return true
  }

  return (
    <FormDrawer<Fields>
      open={open}
      onClose={onClose}
      title={t(file === undefined ? 'create' : 'edit', { what })}
      form={form}
      initial={initial}
      onSubmit={submit}
      running={create.running || update.running}
      error={error}
      width={720}
    >
      {twin && onTwin && (
        <Button
          type="link"
          onClick={() => {
            onClose()
            onTwin(twin)
          }}
        >
          {t('openTwin')}
        </Button>
      )}
      <div className={style.pair}>
        <Form.Item name="placeId" label={t('place')} rules={[{ required: true, message: t('required', { field: t('place') }) }]}>
          <PlacePicker kinds={definition.places as PlaceKind[]} />
        </Form.Item>
        <Form.Item name="source" label={t('source')} rules={[{ required: true }]}>
          <Select options={sources.map((source) => ({ value: source.code, label: say(source.text) }))} />
        </Form.Item>
      </div>
      {definition.groups.map((group) => {
        const typed = group.fields.filter((key) => !fieldOf(definition, key).derived)
        return (
          <fieldset key={group.name} className={style.group}>
            <legend>{say(group.text)}</legend>
            <div className={style.pair}>
              {typed.map((key) => {
                const field = fieldOf(definition, key)
                const isMasked = file?.masked.includes(key) === true
                return (
                  <Form.Item
                    key={key}
                    name={['values', key]}
                    label={say(field.label)}
                    className={field.kind === 'note' || field.kind === 'files' ? style.wide : undefined}
                    extra={isMasked ? t('keepMasked') : say(field.hint)}
                    {...(field.kind === 'flag' ? { valuePropName: 'value' } : {})}
                    rules={field.required && !isMasked ? [{ required: true, message: t('required', { field: say(field.label) }) }] : []}
                  >
                    <FieldInput
                      field={field}
                      options={options(field)}
                      placeholder={isMasked ? String(file?.values[key] ?? '***') : undefined}
                    />
                  </Form.Item>
                )
              })}
            </div>
          </fieldset>
        )
      })}
    </FormDrawer>
  )
}
