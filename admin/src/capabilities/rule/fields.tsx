import { type ComparisonWord, comparisonWords, type Selector } from '@liren/contract/capabilities/rule'
import type { Parameter } from '@liren/contract/thing/model'
import { Input, InputNumber, Select } from 'antd'
import { useText, useWords } from '../../app/language/use.ts'
import { DevicePicker } from '../../parts/device/device-picker.tsx'
import style from './rule.module.css'
import { useVocabulary } from './vocabulary.ts'
import { words } from './words.ts'

interface Coded {
  readonly code: string
  readonly text: { readonly zh: string; readonly en: string }
}

/** One of the words of the models. */
export function WordField({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: string
  options: readonly Coded[]
  onChange: (code: string) => void
}) {
  const say = useText()
  const t = useWords(words)
  return (
    <Select
      aria-label={label}
      className={style.word}
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={t('choose')}
      value={value === '' ? undefined : value}
      onChange={onChange}
      options={options.map((one) => ({ value: one.code, label: say(one.text) }))}
      popupMatchSelectWidth={false}
    />
  )
}

export function OptionField<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: T
  options: readonly (readonly [T, string])[]
  onChange: (value: T) => void
}) {
  return (
    <Select<T>
      aria-label={label}
      value={value}
      onChange={onChange}
      options={options.map(([key, shown]) => ({ value: key, label: shown }))}
      popupMatchSelectWidth={false}
    />
  )
}

export function ComparisonField({ value, onChange }: { value: ComparisonWord; onChange: (value: ComparisonWord) => void }) {
  const t = useWords(words)
  return (
    <OptionField
      label={t('value')}
      value={value}
      options={comparisonWords.map((one) => [one, t(`c_${one}`)] as const)}
      onChange={onChange}
    />
  )
}

export function SecondsField({
  label,
  value,
  onChange,
}: {
  label: string
  value: number | undefined
  onChange: (value: number | undefined) => void
}) {
  const t = useWords(words)
  return (
    <InputNumber
      aria-label={label}
      prefix={label}
      suffix={t('seconds')}
      min={0}
      max={86_400}
      precision={0}
      value={value ?? null}
      onChange={(next) => onChange(next === null || next === 0 ? undefined : next)}
      style={{ width: 160 }}
    />
  )
}

type Scalar = number | boolean | string

/** A value of the type that the word has: yes or no, one of its options, a number with its unit, text. */
export function ValueField({
  of,
  value,
  onChange,
}: {
  of: Pick<Parameter, 'type' | 'options' | 'unit'> | undefined
  value: Scalar
  onChange: (value: Scalar) => void
}) {
  const t = useWords(words)
  const say = useText()
  if (of?.type === 'boolean')
    return (
      <OptionField
        label={t('value')}
        value={String(value)}
        options={[
          ['true', t('yes')],
          ['false', t('no')],
        ]}
        onChange={(next) => onChange(next === 'true')}
      />
    )
  if (of?.type === 'enum')
    return (
      <OptionField
        label={t('value')}
        value={String(value)}
        options={(of.options ?? []).map((one) => [one.value, say(one.text)] as const)}
        onChange={onChange}
      />
    )
  if (of?.type === 'text')
    return (
      <Input
        aria-label={t('value')}
        value={String(value)}
        maxLength={200}
        onChange={(event) => onChange(event.target.value)}
        style={{ width: 160 }}
      />
    )
  return (
    <InputNumber
      aria-label={t('value')}
      value={typeof value === 'number' ? value : null}
      suffix={of?.unit}
      onChange={(next) => next !== null && onChange(next)}
      style={{ width: 130 }}
    />
  )
}

/** Devices of the place by name; several may be chosen. */
export function DevicesField({
  value,
  onChange,
  single = false,
}: {
  value: readonly string[]
  onChange: (ids: string[]) => void
  single?: boolean
}) {
  const t = useWords(words)
  const { placeId } = useVocabulary()
  return <DevicePicker value={value} onChange={onChange} label={t('which')} placeholder={t('choose')} placeId={placeId} single={single} />
}

/** All of a kind, or devices by name. */
export function SelectorField({ value, onChange }: { value: Selector; onChange: (value: Selector) => void }) {
  const t = useWords(words)
  const say = useText()
  const { kinds } = useVocabulary()
  const chosen = value.by === 'kind' ? value.kind : '='
  return (
    <>
      <OptionField
        label={t('kind')}
        value={chosen}
        options={[...kinds.map((kind) => [kind.kind, t('anyOf', { kind: say(kind.text) })] as const), ['=', t('which')]]}
        onChange={(next) => onChange(next === '=' ? { by: 'device', ids: [] } : { by: 'kind', kind: next })}
      />
      {value.by === 'device' && <DevicesField value={value.ids} onChange={(ids) => onChange({ by: 'device', ids })} />}
    </>
  )
}

const days = [1, 2, 3, 4, 5, 6, 7] as const

export function DaysField({ value, onChange }: { value: readonly number[] | undefined; onChange: (days: number[] | undefined) => void }) {
  const t = useWords(words)
  return (
    <Select<number[]>
      mode="multiple"
      aria-label={t('weekdays')}
      className={style.devices}
      placeholder={t('everyDay')}
      value={[...(value ?? [])]}
      onChange={(next) => onChange(next.length === 0 ? undefined : next.sort())}
      options={days.map((day) => ({ value: day, label: t(`d${day}`) }))}
    />
  )
}

export const ClockField = ({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) => (
  <Input
    type="time"
    aria-label={label}
    value={value}
    onChange={(event) => event.target.value !== '' && onChange(event.target.value)}
    style={{ width: 110 }}
  />
)
