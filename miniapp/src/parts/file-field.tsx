import { useSettings } from '@liren/client'
import type { Field as FileField } from '@liren/contract/archive/field'
import { Choices, FormRow, SwitchRow } from '@/parts/form'
import { DayField, Field } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { visitWords as words } from '@/words/visit'

export type FieldInput = string | number | boolean | null

/** A value of a file in words: the name of a choice, never its code. */
export function useTold(): (field: FileField, value: unknown) => string {
  const say = useSay()
  const { language } = useSettings()
  return (field, value) => {
    if (value === null || value === undefined || value === '') return ''
    if (typeof value === 'boolean') return say(value ? words.on : words.off)
    const option = field.options.find(({ code }) => code === value)
    return option ? option.text[language] : Array.isArray(value) ? String(value.length) : String(value)
  }
}

interface FileFieldProps {
  readonly id: string
  readonly field: FileField
  /** What is on file, masked where it may not be read. */
  readonly before: unknown
  readonly isMasked: boolean
  /** Undefined while it stays as it is. */
  readonly value: FieldInput | undefined
  readonly onChange: (value: FieldInput | undefined) => void
  readonly fault?: { readonly path: string; readonly zh: string; readonly en: string } | undefined
}

/** One value of a file, as it is typed; what differs from the file says what was there. */
export function FileFieldRow({ id, field, before, isMasked, value, onChange, fault }: FileFieldProps) {
  const say = useSay()
  const told = useTold()
  const { language } = useSettings()
  const title = field.label[language]
  const was = told(field, before)
  const isChanged = value !== undefined
  const hint = isChanged && was !== '' ? say(words.before(was)) : field.hint?.[language]
  const row = (children: React.ReactNode) => (
    <FormRow title={title} fault={fault} {...(hint ? { hint } : {})} optional={!field.required}>
      {children}
    </FormRow>
  )
  if (field.kind === 'flag')
    return <SwitchRow id={id} title={title} on={(value ?? before) === true} onChange={(on) => onChange(on === before ? undefined : on)} />
  if (field.kind === 'choice')
    return row(
      <Choices
        label={title}
        value={String(value ?? before ?? '')}
        options={field.options.map((option) => ({ value: option.code, words: option.text[language], id: `${id}-${option.code}` }))}
        onChange={(code) => onChange(code === before ? undefined : code)}
      />,
    )
  if (field.kind === 'day')
    return row(
      <DayField
        id={id}
        className="input"
        label={title}
        value={String(value ?? before ?? '')}
        onChange={(day) => onChange(day === before ? undefined : day)}
      />,
    )
  const isNumber = field.kind === 'whole' || field.kind === 'number'
  const shown = value !== undefined ? (value === null ? '' : String(value)) : isMasked ? '' : String(before ?? '')
  const typed = (text: string): FieldInput | undefined => {
    if (text.trim() === '') return isMasked || (before ?? null) === null ? undefined : null
    if (text === String(before ?? '')) return undefined
    return isNumber ? (Number.isFinite(Number(text)) ? Number(text) : text) : text
  }
  return row(
    <Field
      id={id}
      className="input"
      label={title}
      value={shown}
      kind={field.kind === 'phone' ? 'tel' : isNumber ? 'number' : 'text'}
      maxLength={field.kind === 'note' ? 300 : Math.min(field.max, 120)}
      placeholder={isMasked && was !== '' ? say(words.masked(was)) : say(words.empty)}
      onChange={(text) => onChange(typed(text))}
    />,
  )
}
