import { useEffect, useRef, useState } from 'react'
import { useWords } from '../../app/language/use.ts'
import { useShortcuts } from '../../app/shortcuts.ts'
import { Icon } from '../icon/icon.tsx'
import style from './filter.module.css'
import { words } from './words.ts'

const pause = 300

/** Text to look for; asked when the typing pauses, at once on Enter, never in the middle of a composed word. */
export function SearchField({
  value,
  onChange,
  placeholder,
  maxLength = 60,
}: {
  value: string
  onChange: (text: string) => void
  placeholder: string
  maxLength?: number
}) {
  const t = useWords(words)
  const field = useRef<HTMLInputElement>(null)
  const composing = useRef(false)
  const [text, setText] = useState(value)
  const latest = useRef(onChange)
  latest.current = onChange
  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (text.trim() === value || composing.current) return
    const timer = setTimeout(() => latest.current(text.trim()), pause)
    return () => clearTimeout(timer)
  }, [text, value])
  useShortcuts([{ keys: '/', label: words.focusSearch, run: () => field.current?.focus() }])
  return (
    <label className={style.search}>
      <Icon name="search" size={16} />
      <input
        ref={field}
        type="search"
        value={text}
        maxLength={maxLength}
        placeholder={placeholder}
        aria-label={`${t('search')}: ${placeholder}`}
        onCompositionStart={() => {
          composing.current = true
        }}
        onCompositionEnd={(event) => {
          composing.current = false
          setText(event.currentTarget.value)
        }}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) latest.current(text.trim())
          if (event.key === 'Escape') field.current?.blur()
        }}
      />
      <span className={style.key} aria-hidden="true">
        /
      </span>
    </label>
  )
}
