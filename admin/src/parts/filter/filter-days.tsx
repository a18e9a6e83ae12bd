import { exactTime } from '@liren/client/format/time'
import { Button, Popover } from 'antd'
import { useEffect, useState } from 'react'
import { useWords } from '../../app/language/use.ts'
import style from './filter.module.css'
import { FilterChip } from './filter-menu.tsx'
import { words } from './words.ts'

export interface Days {
  readonly from?: string | undefined
  readonly to?: string | undefined
}

const day = 86_400_000
/** Today or so many days before, on the clock of the community: YYYY-MM-DD. */
export const dayBefore = (days: number, now = Date.now()): string => exactTime(now - days * day).slice(0, 10)

/** From one day to another, both included, with the usual spans at hand. */
export function FilterDays({ value, onChange, label }: { value: Days; onChange: (days: Days) => void; label?: string }) {
  const t = useWords(words)
  const [open, setOpen] = useState(false)
  const [own, setOwn] = useState<Days>(value)
  useEffect(() => setOwn(value), [value])
  const choose = (days: Days) => {
    onChange(days)
    setOpen(false)
  }
  const spans = [
    ['today', { from: dayBefore(0), to: dayBefore(0) }],
    ['week', { from: dayBefore(6), to: dayBefore(0) }],
    ['month', { from: dayBefore(29), to: dayBefore(0) }],
  ] as const
  const span = spans.find(([, days]) => days.from === value.from && days.to === value.to)
  const set = value.from !== undefined || value.to !== undefined
  const shown = !set ? undefined : span !== undefined ? t(span[0]) : `${value.from ?? '…'} – ${value.to ?? '…'}`
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomLeft"
      arrow={false}
      content={
        <div className={style.days} data-own-keys>
          <div className={style.spans}>
            {spans.map(([key, days]) => (
              <Button key={key} size="small" type={span?.[0] === key ? 'primary' : 'default'} onClick={() => choose(days)}>
                {t(key)}
              </Button>
            ))}
          </div>
          <label>
            {t('from')}
            <input
              type="date"
              value={own.from ?? ''}
              max={own.to}
              onChange={(event) => setOwn({ ...own, from: event.target.value || undefined })}
            />
          </label>
          <label>
            {t('to')}
            <input
              type="date"
              value={own.to ?? ''}
              min={own.from}
              onChange={(event) => setOwn({ ...own, to: event.target.value || undefined })}
            />
          </label>
          <div className={style.spans}>
            <Button onClick={() => choose({})}>{t('any')}</Button>
            <Button type="primary" onClick={() => choose(own)}>
              {t('apply')}
            </Button>
          </div>
        </div>
      }
    >
      <FilterChip label={label ?? t('days')} shown={shown} />
    </Popover>
  )
}
