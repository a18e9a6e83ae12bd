import { exactTime, friendlyTime, toMs } from '@liren/client/format/time'
import { Tooltip } from 'antd'
import { useSyncExternalStore } from 'react'
import { useLanguage, useWords } from '../../app/language/use.ts'
import { words } from './words.ts'

const listeners = new Set<() => void>()
let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    now = Date.now()
    for (const each of listeners) each()
  }, 15_000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0 || timer === undefined) return
    clearInterval(timer)
    timer = undefined
  }
}

function present(): number {
  // Nothing ticks while nobody looks; the first to look again sees the true time.
  if (listeners.size === 0) now = Date.now()
  return now
}

/** The present, moving every quarter of a minute; one clock for everything on screen. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, present)
}

type At = string | number | null | undefined
const millis = (at: At): number | undefined => (at === null || at === undefined ? undefined : toMs(at))

/** A moment as people speak of it; the exact one on hover and for screen readers. */
export function TimeText({ at, none = '–' }: { at: At; none?: string }) {
  const language = useLanguage()
  const moving = useNow()
  const moment = millis(at)
  if (moment === undefined) return <span>{none}</span>
  const exact = exactTime(moment)
  return (
    <Tooltip title={exact}>
      <time dateTime={new Date(moment).toISOString()}>{friendlyTime(moment, moving, language)}</time>
    </Tooltip>
  )
}

/** Until when something holds; the end of the calendar means for good. */
export function UntilText({ at }: { at: At }) {
  const t = useWords(words)
  const moment = millis(at)
  return moment !== undefined && new Date(moment).getUTCFullYear() >= 9998 ? <span>{t('forGood')}</span> : <DayText at={at} />
}

/** A day, for validity and the like. */
export function DayText({ at, none = '–' }: { at: At; none?: string }) {
  const moment = millis(at)
  return moment === undefined ? (
    <span>{none}</span>
  ) : (
    <time dateTime={new Date(moment).toISOString()}>{exactTime(moment).slice(0, 10)}</time>
  )
}
