import { useEffect, useState } from 'react'
import type { ApiError } from '../../app/api/error.ts'
import { useWords } from '../../app/language/use.ts'
import { Icon } from '../icon/icon.tsx'
import style from './state.module.css'
import { words } from './words.ts'

/** The number that stands in the log line of this very failure; one press copies it. */
export function Occurrence({ error }: { error: ApiError }) {
  const t = useWords(words)
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 2000)
    return () => clearTimeout(timer)
  }, [copied])
  const number = error.occurrence
  if (number === '') return null
  return (
    <button
      type="button"
      className={style.occurrence}
      aria-label={`${t('copy')} ${number}`}
      onClick={() => navigator.clipboard.writeText(number).then(() => setCopied(true))}
    >
      {t('occurrence')} <code>{number}</code>
      <Icon name={copied ? 'check' : 'copy'} size={14} />
      <span aria-live="polite">{copied ? t('copied') : ''}</span>
    </button>
  )
}
