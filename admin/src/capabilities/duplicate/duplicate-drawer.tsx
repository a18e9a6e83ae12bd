import { type DuplicateDetail, duplicateEndpoints } from '@liren/contract/capabilities/duplicate'
import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import { useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { archiveCalled } from '../../engines/archive/known.ts'
import { AuditRail } from '../../parts/audit/audit-rail.tsx'
import { RecordDrawer, Section } from '../../parts/drawer/record-drawer.tsx'
import { Notice } from '../../parts/notice/notice.tsx'
import { Facts } from '../../parts/page/page.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { Chip } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { type Moment, Timeline } from '../../parts/timeline/timeline.tsx'
import { betterSide, filledFrom, type SideName } from './choice.ts'
import { Decision } from './decision.tsx'
import style from './duplicate.module.css'
import { PairTag, Signs } from './signs.tsx'
import { Values } from './values.tsx'
import { words } from './words.ts'

/** Two files side by side: which stays, which value each field takes, and what follows. */
export function DuplicateDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const t = useWords(words)
  const asked = useQuery(duplicateEndpoints.read, id === undefined ? null : { params: { id } })
  const pair = asked.data
  const [keep, setKeep] = useState<SideName>('first')
  const [take, setTake] = useState<readonly string[]>([])
  useEffect(() => {
    if (!pair) return
    const side = betterSide(pair)
    setKeep(side)
    setTake(filledFrom(pair.rows, side))
  }, [pair])
  const choose = (side: SideName) => {
    setKeep(side)
    setTake(pair ? filledFrom(pair.rows, side) : [])
  }
  return (
    <RecordDrawer
      open={id !== undefined}
      onClose={onClose}
      width={880}
      title={pair?.first.title ?? t('title')}
      tags={pair && <PairTag state={pair.state} />}
      actions={pair && pair.can.length > 0 && <Decision key={pair.id} pair={pair} keep={keep} take={take} onDone={onClose} />}
    >
      <Shown asked={asked}>{(data) => <Pair pair={data} keep={keep} take={take} onKeep={choose} onTake={setTake} />}</Shown>
    </RecordDrawer>
  )
}

interface Props {
  readonly pair: DuplicateDetail
  readonly keep: SideName
  readonly take: readonly string[]
  readonly onKeep: (side: SideName) => void
  readonly onTake: (take: readonly string[]) => void
}

function Pair({ pair, keep, take, onKeep, onTake }: Props) {
  const t = useWords(words)
  const { path } = archiveCalled(pair.archive)
  const named = pair.references.filter(({ first, second }) => first + second > 0)
  return (
    <>
      {pair.rows.some(({ isDenied }) => isDenied) && pair.state === 'open' ? (
        <Notice tone="warning" role="alert" title={t('denied')}>
          {t('deniedText')}
        </Notice>
      ) : null}
      <Section title={t('why')}>
        <Signs signs={pair.signs} />
      </Section>
      <Section title={t('compare')}>
        <Values pair={pair} keep={keep} take={take} onKeep={onKeep} onTake={onTake} />
      </Section>
      <Section title={t('follows')}>
        {named.length === 0 ? (
          <p className={style.hint}>{t('followsNone')}</p>
        ) : (
          <Facts
            items={named.map(({ what, first, second }) => ({
              label: what,
              value: `${t('first')} ${first} · ${t('second')} ${second}`,
            }))}
          />
        )}
        <p className={style.bar}>
          {(['first', 'second'] as const).map((side) => (
            <Link key={side} to={`/${path}/${pair[side].id}`}>
              {t('openFile')} · {t(side)}
            </Link>
          ))}
        </p>
      </Section>
      {pair.merges.length > 0 ? (
        <Section title={t('history')}>
          <Timeline moments={pair.merges.flatMap((merge) => momentsOf(merge, t))} />
        </Section>
      ) : null}
      <AuditRail subject="duplicate" subjectId={pair.id} />
    </>
  )
}

type Say = ReturnType<typeof useWords<typeof words>>

function momentsOf(merge: DuplicateDetail['merges'][number], t: Say): Moment[] {
  const list = merge.followed.map(({ what, count }) => t('count', { what, count })).join('、')
  const done: Moment = {
    id: `${merge.mergedAt}-merged`,
    at: merge.mergedAt,
    tone: 'success',
    icon: 'copy',
    title: t('merged'),
    who: merge.mergedBy ?? t('system'),
    children: (
      <span className={style.bar}>
        {list === '' ? null : <Chip>{t('followed', { list })}</Chip>}
        {merge.undoneAt === null ? (
          <span className={style.hint}>
            {t('until')} <TimeText at={merge.undoUntil} />
          </span>
        ) : null}
      </span>
    ),
  }
  if (merge.undoneAt === null) return [done]
  return [
    {
      id: `${merge.undoneAt}-undone`,
      at: merge.undoneAt,
      tone: 'neutral',
      icon: 'undo',
      title: t('undo'),
      who: merge.undoneBy ?? t('system'),
    },
    done,
  ]
}
