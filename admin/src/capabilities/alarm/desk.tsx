import { alarm } from '@liren/contract/capabilities/alarm'
import { Button } from 'antd'
import { useEffect, useMemo } from 'react'
import { Link } from 'react-router'
import { usePages } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { useShortcuts } from '../../app/shortcuts.ts'
import { Icon } from '../../parts/icon/icon.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import style from './alarm.module.css'
import { type Duty, useDuty } from './duty.ts'
import { Matter } from './matter.tsx'
import { Queue } from './queue.tsx'
import { play } from './sound.ts'
import { neighbour } from './steps.ts'
import { words } from './words.ts'

/** The duty desk: queue, one alarm, its actions; everything on one screen and by keys. */
export default function Desk() {
  const t = useWords(words)
  const state = useListState()
  const level = state.filters.level
  const asked = usePages(alarm.endpoints.list, { query: { phase: 'unclosed', sort: 'gravest', limit: 100 } })
  const open = useMemo(() => asked.data?.filter((row) => row.rootId === null), [asked.data])
  const rows = useMemo(() => open?.filter((row) => level === undefined || String(row.level) === level), [open, level])
  const duty = useDuty(open)
  const openId = state.id ?? rows?.[0]?.id
  const move = (step: 1 | -1) => {
    const next = neighbour(rows ?? [], openId, step)
    if (next !== undefined) state.open(next)
  }
  useShortcuts([
    { keys: 'j', label: words.keyNext, run: () => move(1) },
    { keys: 'k', label: words.keyPrevious, run: () => move(-1) },
  ])
  useTitleCount(open?.filter((row) => row.state === 'raised').length ?? 0)
  return (
    <>
      <PageHead title={t('title')} text={t('text')}>
        <DutyButtons duty={duty} />
        <Link to="/alarms/history">
          <Button icon={<Icon name="list" />}>{t('history')}</Button>
        </Link>
      </PageHead>
      <div className={style.desk}>
        <Queue
          asked={asked}
          rows={rows}
          openId={openId}
          level={level}
          onLevel={(next) => state.setFilter('level', next)}
          onOpen={state.open}
        />
        {openId === undefined ? (
          <section className={style.matter}>
            <EmptyState scene="rest" title={t('chooseTitle')} text={t('chooseText')} />
          </section>
        ) : (
          <Matter key={openId} id={openId} />
        )}
      </div>
    </>
  )
}

function DutyButtons({ duty }: { duty: Duty }) {
  const t = useWords(words)
  if (!duty.isOn)
    return (
      <Button type="primary" icon={<Icon name="sound" />} onClick={duty.start} title={t('startHint')}>
        {t('start')}
      </Button>
    )
  return (
    <>
      <span className={style.onDuty} role="status">
        <Icon name={duty.isMuted ? 'mute' : 'sound'} size={16} /> {t(duty.isMuted ? 'muted' : 'onDuty')}
      </span>
      <Button onClick={() => play(3)}>{t('test')}</Button>
      <Button icon={<Icon name={duty.isMuted ? 'sound' : 'mute'} />} onClick={duty.isMuted ? duty.unmute : duty.mute}>
        {t(duty.isMuted ? 'unmute' : 'mute')}
      </Button>
      <Button onClick={duty.stop}>{t('stop')}</Button>
    </>
  )
}

/** 「(3) 值班台」: how many wait is seen on the tab too. */
function useTitleCount(count: number): void {
  const t = useWords(words)
  useEffect(() => {
    if (count === 0) return
    const before = document.title
    document.title = t('newCount', { count, title: before })
    return () => {
      document.title = before
    }
  }, [count, t])
}
