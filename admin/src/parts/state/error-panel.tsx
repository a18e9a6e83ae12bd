import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { type ApiError, noAnswer } from '../../app/api/error.ts'
import { useLanguage, useWords } from '../../app/language/use.ts'
import { Scene } from '../scene/scene.tsx'
import { Occurrence } from './occurrence.tsx'
import style from './state.module.css'
import { words } from './words.ts'

/** Seconds left until trying again makes sense. */
function useWait(seconds: number | undefined): number {
  const [left, setLeft] = useState(seconds ?? 0)
  useEffect(() => setLeft(seconds ?? 0), [seconds])
  useEffect(() => {
    if (left <= 0) return
    const timer = setTimeout(() => setLeft(left - 1), 1000)
    return () => clearTimeout(timer)
  }, [left])
  return left
}

/** What happened, what was kept, how to go on, and the number to quote. Takes the place of one panel only. */
export function ErrorPanel({ error, retry }: { error: ApiError; retry?: () => void }) {
  const t = useWords(words)
  const language = useLanguage()
  const wait = useWait(error.retryAfter)
  return (
    <div className={style.panel} role="alert">
      <Scene name={noAnswer(error) ? 'offline' : 'broken'} />
      <h2>{t('failedTitle')}</h2>
      <p>{error.say(language)}</p>
      <p>{t('failedKept')}</p>
      {retry && (
        <div className={style.actions}>
          <Button type="primary" onClick={retry} disabled={wait > 0}>
            {wait > 0 ? t('retryIn', { seconds: wait }) : t('retry')}
          </Button>
        </div>
      )}
      <Occurrence error={error} />
    </div>
  )
}
