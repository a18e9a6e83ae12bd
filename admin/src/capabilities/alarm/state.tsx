import { type AlarmLevel, type AlarmSummary, alarmLevels } from '@liren/contract/capabilities/alarm'
import { useText, useWords } from '../../app/language/use.ts'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import style from './alarm.module.css'
import { words } from './words.ts'

/** Shape, colour and numeral together: a level is read without colour too. */
const shapes: Readonly<Record<AlarmLevel, string>> = { 1: '◆', 2: '▲', 3: '■', 4: '●' }
const numerals: Readonly<Record<AlarmLevel, string>> = { 1: 'I', 2: 'II', 3: 'III', 4: 'IV' }

export function LevelMark({ level, long = false }: { level: AlarmLevel; long?: boolean }) {
  const say = useText()
  return (
    <span className={style.level} data-level={level}>
      <span aria-hidden="true">{shapes[level]}</span>
      {long ? say(alarmLevels[level]) : numerals[level]}
    </span>
  )
}

type Flagged = Pick<AlarmSummary, 'times' | 'overdue' | 'overAt' | 'shelvedUntil' | 'escalation'>

/** What stands beside the state: told again, late, over by itself, asleep, told upwards. */
export function AlarmFlags({ alarm }: { alarm: Flagged }) {
  const t = useWords(words)
  return (
    <>
      {alarm.times > 1 && (
        <span className={style.times} title={t('timesLong', { count: alarm.times })}>
          {t('times', { count: alarm.times })}
        </span>
      )}
      {alarm.overdue && (
        <StatusTag tone="danger" icon="alert">
          {t('late')}
        </StatusTag>
      )}
      {alarm.escalation > 0 && (
        <StatusTag tone="warning" icon="flag">
          {t('escalated', { count: alarm.escalation })}
        </StatusTag>
      )}
      {alarm.shelvedUntil !== null && (
        <StatusTag tone="neutral" icon="pause">
          {t('shelved')}
        </StatusTag>
      )}
      {alarm.overAt !== null && (
        <StatusTag tone="success" icon="undo">
          {t('over')}
        </StatusTag>
      )}
    </>
  )
}
