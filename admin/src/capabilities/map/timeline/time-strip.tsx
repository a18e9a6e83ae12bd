import { map } from '@liren/contract/capabilities/map'
import { stages } from '@liren/contract/map/stage'
import { standsOn, type Timeline } from '@liren/contract/map/timeline'
import { Button, Slider } from 'antd'
import { useQuery } from '../../../app/api/use.ts'
import { useText, useWords } from '../../../app/language/use.ts'
import { dayBefore } from '../../../parts/filter/filter-days.tsx'
import { Icon } from '../../../parts/icon/icon.tsx'
import { Card } from '../../../parts/page/page.tsx'
import { Shown } from '../../../parts/state/shown.tsx'
import style from '../map.module.css'
import { dayOf, numberOf } from './shown.ts'
import { TimeTable } from './time-table.tsx'
import { words } from './words.ts'

interface Props {
  readonly placeId: string | undefined
  readonly day: string | undefined
  readonly onDay: (day: string | undefined) => void
}

/** The map of a day: pulled along the stages, or stepped from one change to the next; and the same as a list. */
export function TimeStrip({ placeId, day, onDay }: Props) {
  const t = useWords(words)
  const asked = useQuery(map.endpoints.timeline, { query: { placeId } })
  return (
    <Card title={t('title')}>
      <Shown asked={asked} empty={{ when: ({ items }) => items.length === 0, show: <p className={style.quiet}>{t('none')}</p> }}>
        {(timeline) => <Strip {...{ timeline, day, onDay }} />}
      </Shown>
    </Card>
  )
}

function Strip({ timeline, day, onDay }: Omit<Props, 'placeId'> & { readonly timeline: Timeline }) {
  const t = useWords(words)
  const say = useText()
  const { changes, items, isCapped } = timeline
  const today = dayBefore(0)
  const at = day ?? today
  const then = day === undefined ? items : items.filter((one) => standsOn(one, day))
  const named = timeline.stages.flatMap(({ stage }) => (then.some((one) => one.stage === stage) ? [say(stages[stage])] : []))
  const told =
    day === undefined
      ? t('always')
      : `${t('onDay', { day, count: then.length })} · ${named.length > 0 ? t('stagesOn', { stages: named.join('、') }) : t('noStage')}`
  const days = [...changes, today, at].map(numberOf)
  const [before, after] = [changes.filter((one) => one < at).at(-1), changes.find((one) => one > at)]
  const marks = Object.fromEntries(
    timeline.stages.flatMap(({ stage, from }) => (from === null ? [] : [[numberOf(from), say(stages[stage])]])),
  )
  return (
    <>
      <div className={style.bar}>
        <Button aria-label={t('before')} title={t('before')} disabled={!before} icon={<Icon name="left" />} onClick={() => onDay(before)} />
        <Button aria-label={t('after')} title={t('after')} disabled={!after} icon={<Icon name="right" />} onClick={() => onDay(after)} />
        <Button onClick={() => onDay(today)}>{t('now')}</Button>
        {day !== undefined && <Button onClick={() => onDay(undefined)}>{t('off')}</Button>}
        <span role="status">{told}</span>
      </div>
      <Slider
        className={style.time}
        min={Math.min(...days)}
        max={Math.max(...days)}
        value={numberOf(at)}
        marks={marks}
        included={false}
        onChange={(next) => onDay(dayOf(next))}
        // the day is told above; a tooltip would lie over the keys
        tooltip={{ open: false }}
        ariaLabelForHandle={t('title')}
        ariaValueTextFormatterForHandle={(next) => dayOf(next)}
      />
      {isCapped && <p role="status">{t('capped')}</p>}
      <details>
        <summary>{t(day === undefined ? 'all' : 'list', { count: then.length })}</summary>
        <TimeTable items={then} />
      </details>
    </>
  )
}
