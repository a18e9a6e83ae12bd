import { type AlarmSummary, alarm, levelNumbers } from '@liren/contract/capabilities/alarm'
import { Button } from 'antd'
import { type Paged, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { AlarmStateTag } from '../../parts/alarm/alarm-state.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import style from './alarm.module.css'
import { AlarmFlags, LevelMark } from './state.tsx'
import { words } from './words.ts'

interface Props {
  readonly asked: Paged<AlarmSummary>
  readonly rows: readonly AlarmSummary[] | undefined
  readonly openId: string | undefined
  readonly level: string | undefined
  readonly onLevel: (level: string | undefined) => void
  readonly onOpen: (id: string) => void
}

/** What stands open, gravest first, with how much there is of each level. */
export function Queue({ asked, rows, openId, level, onLevel, onOpen }: Props) {
  const t = useWords(words)
  return (
    <section className={style.queue} aria-label={t('queue')}>
      <Levels level={level} onLevel={onLevel} />
      <Shown
        asked={{ ...asked, data: rows }}
        empty={{ when: (all) => all.length === 0, show: <EmptyState scene="rest" title={t('calmTitle')} text={t('calmText')} /> }}
      >
        {(all) => (
          <ul className={style.list}>
            {all.map((row) => (
              <li key={row.id}>
                <button
                  type="button"
                  className={style.row}
                  data-level={row.level}
                  data-waiting={row.state === 'raised' && row.shelvedUntil === null}
                  aria-current={row.id === openId}
                  onClick={() => onOpen(row.id)}
                >
                  <Row alarm={row} />
                </button>
              </li>
            ))}
          </ul>
        )}
      </Shown>
      {asked.more && (
        <Button block onClick={asked.next} loading={asked.asking}>
          {t('loadMore')}
        </Button>
      )}
    </section>
  )
}

function Row({ alarm: it }: { alarm: AlarmSummary }) {
  const say = useText()
  return (
    <>
      <span className={style.rowHead}>
        <LevelMark level={it.level} />
        <strong>{say(it.title)}</strong>
        <TimeText at={it.lastAt} />
      </span>
      <span className={style.where}>{it.place.label || it.device?.name}</span>
      <span className={style.tags}>
        <AlarmStateTag state={it.state} />
        <AlarmFlags alarm={it} />
      </span>
    </>
  )
}

function Levels({ level, onLevel }: Pick<Props, 'level' | 'onLevel'>) {
  const t = useWords(words)
  const asked = useQuery(alarm.endpoints.overview)
  const of = (number: number) => asked.data?.levels.find((one) => one.level === number)
  return (
    <fieldset className={style.levels} aria-label={t('level')}>
      <button type="button" aria-pressed={level === undefined} onClick={() => onLevel(undefined)}>
        {t('allLevels')}
      </button>
      {levelNumbers.map((number) => {
        const counted = of(number)
        return (
          <button
            key={number}
            type="button"
            aria-pressed={level === String(number)}
            onClick={() => onLevel(level === String(number) ? undefined : String(number))}
          >
            <LevelMark level={number} />
            {(counted?.raised ?? 0) + (counted?.active ?? 0)}
          </button>
        )
      })}
    </fieldset>
  )
}
