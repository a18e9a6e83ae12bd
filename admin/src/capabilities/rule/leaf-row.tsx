import type { Leaf, RuleContent } from '@liren/contract/capabilities/rule'
import { Input } from 'antd'
import { useWords } from '../../app/language/use.ts'
import { PlacePicker } from '../../parts/place/place-picker.tsx'
import { ClockField, ComparisonField, DaysField, OptionField, ValueField, WordField } from './fields.tsx'
import { causeWords, useVocabulary } from './vocabulary.ts'
import { startOf } from './when-row.tsx'
import { words } from './words.ts'

interface Props {
  readonly leaf: Leaf
  readonly content: RuleContent
  readonly onChange: (leaf: Leaf) => void
}

/** One thing that has to hold. */
export function LeafFields({ leaf, content, onChange }: Props) {
  const t = useWords(words)
  const { kinds } = useVocabulary()
  const { properties } = causeWords(kinds, content)
  switch (leaf.kind) {
    case 'property':
      return (
        <>
          <WordField
            label={t('property')}
            value={leaf.property}
            options={properties}
            onChange={(code) => onChange({ ...leaf, property: code, ...startOf(properties.find((one) => one.code === code)?.type) })}
          />
          <ComparisonField value={leaf.is} onChange={(is) => onChange({ ...leaf, is })} />
          <ValueField
            of={properties.find((one) => one.code === leaf.property)}
            value={leaf.value}
            onChange={(value) => onChange({ ...leaf, value })}
          />
        </>
      )
    case 'presence':
      return (
        <OptionField
          label={t('g_presence')}
          value={leaf.is}
          options={[
            ['online', t('isOnline')],
            ['offline', t('isOffline')],
          ]}
          onChange={(is) => onChange({ ...leaf, is })}
        />
      )
    case 'time':
      return (
        <>
          <ClockField label={t('from')} value={leaf.from} onChange={(from) => onChange({ ...leaf, from })} />
          <ClockField label={t('until')} value={leaf.until} onChange={(until) => onChange({ ...leaf, until })} />
          <DaysField
            value={leaf.days}
            onChange={(days) => {
              const { days: _gone, ...rest } = leaf
              onChange(days === undefined ? rest : { ...rest, days })
            }}
          />
        </>
      )
    case 'calendar':
      return (
        <Input
          type="date"
          aria-label={t('g_calendar')}
          value={leaf.dates[0] ?? ''}
          onChange={(event) => event.target.value !== '' && onChange({ ...leaf, dates: [event.target.value] })}
          style={{ width: 160 }}
        />
      )
    default:
      return (
        <PlacePicker value={leaf.placeId === '' ? undefined : leaf.placeId} onChange={(placeId = '') => onChange({ ...leaf, placeId })} />
      )
  }
}
