import { alarmKindNames, alarmKinds } from '@liren/contract/capabilities/alarm'
import type { When } from '@liren/contract/capabilities/rule'
import { streamEndpoints } from '@liren/contract/capabilities/stream'
import { InputNumber, Select } from 'antd'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { noStream } from './draft.ts'
import { ClockField, ComparisonField, DaysField, OptionField, SecondsField, SelectorField, ValueField, WordField } from './fields.tsx'
import style from './rule.module.css'
import { useVocabulary, wordsOf } from './vocabulary.ts'
import { words } from './words.ts'

interface Props<W extends When> {
  readonly when: W
  readonly onChange: (when: When) => void
}
type Of<K extends When['kind']> = Props<Extract<When, { kind: K }>>

/** What sets a rule off, field by field, in the order in which it is read. */
export function WhenFields({ when, onChange }: Props<When>) {
  switch (when.kind) {
    case 'event':
      return <EventFields when={when} onChange={onChange} />
    case 'property':
      return <PropertyFields when={when} onChange={onChange} />
    case 'changed':
      return <ChangedFields when={when} onChange={onChange} />
    case 'window':
      return <WindowFields when={when} onChange={onChange} />
    case 'stream':
      return <StreamFields when={when} onChange={onChange} />
    case 'presence':
      return <PresenceFields when={when} onChange={onChange} />
    case 'time':
      return <TimeFields when={when} onChange={onChange} />
    default:
      return <AlarmFields when={when} onChange={onChange} />
  }
}

/** With a field that is absent when it is not said: the contract knows no undefined. */
const without = <T extends object, K extends keyof T>(from: T, key: K, value: T[K] | undefined): T => {
  const { [key]: _gone, ...rest } = from
  return (value === undefined ? rest : { ...rest, [key]: value }) as T
}

function EventFields({ when, onChange }: Of<'event'>) {
  const t = useWords(words)
  const say = useText()
  const { kinds } = useVocabulary()
  const { events } = wordsOf(kinds, when.of)
  const params = events.find((event) => event.code === when.type)?.params.filter((param) => param.type !== 'json') ?? []
  const [where] = when.where
  const param = params.find((one) => one.code === where?.path)
  return (
    <>
      <SelectorField value={when.of} onChange={(of) => onChange({ ...when, of })} />
      <WordField label={t('event')} value={when.type} options={events} onChange={(type) => onChange({ ...when, type, where: [] })} />
      {params.length > 0 && (
        <Select
          aria-label={t('fields')}
          allowClear
          placeholder={t('fields')}
          value={where?.path}
          onChange={(path?: string) => {
            const found = params.find((one) => one.code === path)
            onChange({
              ...when,
              where: found === undefined ? [] : [{ path: found.code, is: 'equal', value: found.type === 'boolean' ? true : '' }],
            })
          }}
          options={params.map((one) => ({ value: one.code, label: say(one.text) }))}
          popupMatchSelectWidth={false}
        />
      )}
      {where && param && (
        <ValueField
          of={param}
          value={typeof where.value === 'object' || where.value === undefined ? '' : where.value}
          onChange={(value) => onChange({ ...when, where: [{ ...where, value }] })}
        />
      )}
    </>
  )
}

function PropertyFields({ when, onChange }: Of<'property'>) {
  const t = useWords(words)
  const { kinds } = useVocabulary()
  const { properties } = wordsOf(kinds, when.of)
  const property = properties.find((one) => one.code === when.property)
  return (
    <>
      <SelectorField value={when.of} onChange={(of) => onChange({ ...when, of })} />
      <WordField
        label={t('property')}
        value={when.property}
        options={properties}
        onChange={(code) => onChange({ ...when, property: code, ...startOf(properties.find((one) => one.code === code)?.type) })}
      />
      <ComparisonField value={when.is} onChange={(is) => onChange({ ...when, is })} />
      <ValueField of={property} value={when.value} onChange={(value) => onChange({ ...when, value })} />
      <SecondsField label={t('lasts')} value={when.forSeconds} onChange={(value) => onChange(without(when, 'forSeconds', value))} />
      {typeof when.value === 'number' && (
        <InputNumber
          prefix={t('margin')}
          min={0}
          value={when.margin ?? null}
          onChange={(value) => onChange(without(when, 'margin', value ?? undefined))}
          style={{ width: 130 }}
        />
      )}
    </>
  )
}

/** A comparison that a value of this type can begin with. */
export const startOf = (type: string | undefined) =>
  type === 'number' || type === 'integer'
    ? { is: 'above' as const, value: 0 }
    : { is: 'equal' as const, value: type === 'boolean' ? true : '' }

function ChangedFields({ when, onChange }: Of<'changed'>) {
  const t = useWords(words)
  const { kinds } = useVocabulary()
  const { properties } = wordsOf(kinds, when.of)
  return (
    <>
      <SelectorField value={when.of} onChange={(of) => onChange({ ...when, of })} />
      <WordField
        label={t('property')}
        value={when.property}
        options={properties}
        onChange={(property) => onChange({ ...without(when, 'to', undefined), property })}
      />
    </>
  )
}

function WindowFields({ when, onChange }: Of<'window'>) {
  const t = useWords(words)
  const { kinds } = useVocabulary()
  const { properties, events } = wordsOf(kinds, when.of)
  const isCount = when.take === 'count'
  return (
    <>
      <SelectorField value={when.of} onChange={(of) => onChange({ ...when, of })} />
      <SecondsField label={t('within')} value={when.seconds} onChange={(seconds = 60) => onChange({ ...when, seconds })} />
      <OptionField
        label={t('k_window')}
        value={when.take}
        options={(['average', 'least', 'most', 'rise', 'count'] as const).map((take) => [take, t(`t_${take}`)] as const)}
        onChange={(take) => {
          const { property: _p, type: _t, ...rest } = when
          onChange(
            take === 'count'
              ? { ...rest, take, type: events[0]?.code ?? '' }
              : { ...rest, take, property: properties.find((one) => one.type === 'number')?.code ?? '' },
          )
        }}
      />
      {isCount ? (
        <WordField label={t('event')} value={when.type ?? ''} options={events} onChange={(type) => onChange({ ...when, type })} />
      ) : (
        <WordField
          label={t('property')}
          value={when.property ?? ''}
          options={properties.filter((one) => one.type === 'number' || one.type === 'integer')}
          onChange={(property) => onChange({ ...when, property })}
        />
      )}
      <ComparisonField value={when.is} onChange={(is) => onChange({ ...when, is })} />
      <InputNumber
        aria-label={t('value')}
        value={when.value}
        onChange={(value) => value !== null && onChange({ ...when, value })}
        style={{ width: 110 }}
      />
    </>
  )
}

const streamWords = ['above', 'at-least', 'below', 'at-most', 'changed-by'] as const

/** A figure of a sliding window that somebody set up under “滚动统计”. */
function StreamFields({ when, onChange }: Of<'stream'>) {
  const t = useWords(words)
  const asked = usePages(streamEndpoints.list, { query: { enabled: '1', limit: 100 } })
  return (
    <>
      <Select
        aria-label={t('k_stream')}
        className={style.word}
        placeholder={t('choose')}
        showSearch={{ optionFilterProp: 'label' }}
        value={when.streamId === noStream ? undefined : when.streamId}
        onChange={(streamId: string) => onChange({ ...when, streamId })}
        options={(asked.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
        popupMatchSelectWidth={false}
      />
      <OptionField
        label={t('value')}
        value={when.is}
        options={streamWords.map((is) => [is, t(is === 'changed-by' ? 'changedBy' : `c_${is}`)] as const)}
        onChange={(is) => onChange({ ...when, is })}
      />
      <InputNumber
        aria-label={t('value')}
        value={when.value}
        onChange={(value) => value !== null && onChange({ ...when, value })}
        style={{ width: 110 }}
      />
    </>
  )
}

function PresenceFields({ when, onChange }: Of<'presence'>) {
  const t = useWords(words)
  return (
    <>
      <SelectorField value={when.of} onChange={(of) => onChange({ ...when, of })} />
      <OptionField
        label={t('k_presence')}
        value={when.is}
        options={[
          ['online', t('online')],
          ['offline', t('offline')],
        ]}
        onChange={(is) => onChange({ ...when, is })}
      />
      <SecondsField label={t('lasts')} value={when.forSeconds} onChange={(value) => onChange(without(when, 'forSeconds', value))} />
    </>
  )
}

function TimeFields({ when, onChange }: Of<'time'>) {
  const t = useWords(words)
  return (
    <>
      <ClockField label={t('at')} value={when.at} onChange={(at) => onChange({ ...when, at })} />
      <DaysField value={when.days} onChange={(days) => onChange(without(when, 'days', days))} />
    </>
  )
}

function AlarmFields({ when, onChange }: Of<'alarm'>) {
  const t = useWords(words)
  const say = useText()
  return (
    <>
      <Select<typeof when.kinds>
        mode="multiple"
        aria-label={t('alarmKind')}
        className={style.devices}
        value={when.kinds}
        onChange={(kinds) => onChange({ ...when, kinds })}
        options={alarmKindNames.map((kind) => ({ value: kind, label: say(alarmKinds[kind].text) }))}
      />
      <SecondsField
        label={t('unaccepted')}
        value={when.unacceptedSeconds}
        onChange={(value) => onChange(without(when, 'unacceptedSeconds', value))}
      />
    </>
  )
}
