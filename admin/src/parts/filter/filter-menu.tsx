import type { ReactNode } from 'react'
import { useWords } from '../../app/language/use.ts'
import { Icon } from '../icon/icon.tsx'
import type { IconName } from '../icon/shapes.ts'
import { PopMenu } from '../menu/pop-menu.tsx'
import style from './filter.module.css'
import { words } from './words.ts'

interface Option {
  readonly value: string
  readonly label: ReactNode
  readonly icon?: IconName
}

/** 「状态：处理中」: one choice of a few, as a chip that opens a menu. */
export function FilterMenu({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: string | undefined
  options: readonly Option[]
  onChange: (value: string | undefined) => void
}) {
  const t = useWords(words)
  const chosen = options.find((option) => option.value === value)
  return (
    <PopMenu
      label={label}
      placement="bottomLeft"
      parts={[
        { entries: [{ key: '', label: t('any'), checked: chosen === undefined, run: () => onChange(undefined) }] },
        {
          entries: options.map((option) => ({
            key: option.value,
            label: option.label,
            ...(option.icon === undefined ? {} : { icon: option.icon }),
            checked: option.value === value,
            run: () => onChange(option.value),
          })),
        },
      ]}
    >
      <FilterChip label={label} shown={chosen?.label} />
    </PopMenu>
  )
}

interface ChipProps extends React.ButtonHTMLAttributes<HTMLButtonElement> {
  readonly label: string
  readonly shown: ReactNode
}

/** The button of a filter: quiet while it filters nothing, teal when it does. */
export function FilterChip({ label, shown, className = '', ...rest }: ChipProps) {
  return (
    <button type="button" className={`${style.chip} ${shown === undefined ? '' : style.on} ${className}`} {...rest}>
      {label}
      {shown !== undefined && <strong>{shown}</strong>}
      <Icon name="down" size={14} />
    </button>
  )
}
