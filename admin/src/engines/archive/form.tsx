import { type FieldValue, fieldOf, sources } from '@liren/contract/archive/index'
import type { PlaceKind } from '@liren/contract/capabilities/place'
import { App, Button, Form, Select } from 'antd'
import { useMemo } from 'react'
import { useAction } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { inputOf } from '../../app/nav/shared.ts'
import { ConsentsInput, EntryNote, type ToldConsent } from '../../parts/entry/entry-note.tsx'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { PlacePicker } from '../../parts/place/place-picker.tsx'
import { AddedInputs } from './added.tsx'
import style from './archive.module.css'
import { FieldInput } from './field-input.tsx'
import type { ShownFile } from './file.ts'
import { FilesInput } from './files-input.tsx'
import { archiveCalled } from './known.ts'
import { useOptions } from './value.tsx'
import { words } from './words.ts'

interface Fields {
  placeId: string
  source: (typeof sources)[number]['code']
  values: Record<string, FieldValue | undefined>
  custom?: Record<string, FieldValue | undefined>
  consents?: readonly ToldConsent[]
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

type Typed = readonly (readonly [key: string, value: unknown])[]

/** What somebody changed; what is masked stays as it is unless something is typed. */
const changedIn = (before: Readonly<Record<string, unknown>>, typed: Typed, masked: readonly string[], prefix = '') =>
  Object.fromEntries(
    typed.flatMap(([key, value]) => {
      const isUntouched = masked.includes(prefix + key) ? isEmpty(value) : isSame(before[key], value)
      return isUntouched ? [] : [[key, isEmpty(value) ? null : value]]
    }),
  )

/** Every field of the definition, group by group. What is masked is left empty. */
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
  const openAdded = useMemo(
    () => (file ? Object.fromEntries(Object.entries(file.custom).filter(([code]) => !file.masked.includes(`custom.${code}`))) : {}),
    [file],
  )
  const initial = useMemo(
    (): Partial<Fields> => ({ source: 'collected', values: open_, custom: openAdded, ...(file?.place ? { placeId: file.place.id } : {}) }),
    [open_, openAdded, file],
  )
  const error = create.error ?? update.error
  const twin = error?.code === `${name}.exists` ? (error.details?.id as string | undefined) : undefined
  const what = say(definition.text)

  const submit = async ({ placeId, source, values, custom = {}, consents }: Fields): Promise<boolean> => {
    const typed = Object.entries(values).filter(([key]) => !fieldOf(definition, key).derived)
    if (file === undefined) {
      const added = Object.entries(custom).filter(([, value]) => !isEmpty(value))
      const given = Object.fromEntries(typed.filter(([, value]) => !isEmpty(value)))
      const told = consents && consents.length > 0 ? { consents } : {}
      const body = { placeId, source, values: given, ...(added.length > 0 ? { custom: Object.fromEntries(added) } : {}), ...told }
      const saved = (await create.run({ body } as never)) as { id: string } | undefined
      if (saved === undefined) return false
      void message.success(t('created'))
      onSaved(saved)
      return true
    }
    const changed = changedIn(open_, typed, file.masked)
    const changedAdded = changedIn(openAdded, Object.entries(custom), file.masked, 'custom.')
    const moved = placeId === file.place?.id ? {} : { placeId }
    const body = {
      version: file.version,
      source,
      values: changed,
      ...moved,
      ...(isEmpty(Object.keys(changedAdded)) ? {} : { custom: changedAdded }),
    }
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
      <EntryNote name={name} />
      {name === 'person' && file === undefined ? (
        <Form.Item name="consents" label={t('consents')}>
          <ConsentsInput Files={FilesInput} />
        </Form.Item>
      ) : null}
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
                const Own = inputOf(name, key)
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
                    {Own ? (
                      <Own />
                    ) : (
                      <FieldInput
                        field={field}
                        options={options(field)}
                        placeholder={isMasked ? String(file?.values[key] ?? '***') : undefined}
                      />
                    )}
                  </Form.Item>
                )
              })}
            </div>
          </fieldset>
        )
      })}
      <AddedInputs name={name} file={file} />
    </FormDrawer>
  )
}
