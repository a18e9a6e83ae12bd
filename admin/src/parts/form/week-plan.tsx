import type { ArmingPlan } from '@liren/contract/capabilities/zone'
import { Button, Input, Select } from 'antd'
import { useWords } from '../../app/language/use.ts'
import { IconButton } from '../../app/layout/icon-button.tsx'
import { words } from './words.ts'

const days = [1, 2, 3, 4, 5, 6, 7] as const

/** Stretches of the week: days, and from when to when. */
export function WeekPlan({ value = [], onChange }: { value?: ArmingPlan; onChange?: (plan: ArmingPlan) => void }) {
  const t = useWords(words)
  const change = (index: number, part: Partial<ArmingPlan[number]>) =>
    onChange?.(value.map((stretch, i) => (i === index ? { ...stretch, ...part } : stretch)))
  const time = (index: number, name: 'from' | 'to') => (
    <Input
      type="time"
      aria-label={t(name)}
      style={{ width: 110 }}
      value={value[index]?.[name]}
      onChange={(event) => event.target.value !== '' && change(index, { [name]: event.target.value })}
    />
  )
  return (
    <div style={{ display: 'grid', gap: 8 }}>
      {value.map((stretch, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: stretches have no name of their own
        <div key={index} style={{ display: 'flex', gap: 8, alignItems: 'center', flexWrap: 'wrap' }}>
          <Select<number[]>
            mode="multiple"
            aria-label={t('weekdays')}
            style={{ minWidth: 180, flex: 1 }}
            value={stretch.days}
            onChange={(next) => next.length > 0 && change(index, { days: next.sort() })}
            options={days.map((day) => ({ value: day, label: t(`d${day}`) }))}
          />
          {time(index, 'from')}
          {time(index, 'to')}
          <IconButton icon="trash" label={t('removeStretch')} onClick={() => onChange?.(value.filter((_, i) => i !== index))} />
        </div>
      ))}
      <Button onClick={() => onChange?.([...value, { days: [...days], from: '22:00', to: '06:00' }])}>{t('addStretch')}</Button>
    </div>
  )
}
