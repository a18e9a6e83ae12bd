import { alarmKinds } from '@liren/contract/capabilities/alarm'
import { type Score, type ScoreItem, scoreEndpoints, scoreGrades, scoreItemKinds, scoreRule } from '@liren/contract/capabilities/score'
import { Link } from 'react-router'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { Section } from '../../parts/drawer/record-drawer.tsx'
import { Notice } from '../../parts/notice/notice.tsx'
import { Facts } from '../../parts/page/page.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { PlainTable } from '../../parts/table/plain-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { LevelTag, Trend } from './level-tag.tsx'
import { words } from './words.ts'

/** The score of one organisation with everything that it is made of, and how it changed. */
export function ScoreView({ orgId }: { orgId: string }) {
  const asked = useQuery(scoreEndpoints.read, { params: { id: orgId } })
  return <Shown asked={asked}>{(found) => <Body found={found} />}</Shown>
}

function Body({ found }: { found: Score }) {
  const t = useWords(words)
  const say = useText()
  const mayOpen = useMay('hint.read')
  const { warning, values } = found
  return (
    <>
      {warning ? (
        <Notice tone={warning.state === 'raised' ? 'danger' : 'warning'} role="alert" title={t('warning')}>
          <div style={{ display: 'flex', flexWrap: 'wrap', gap: 16 }}>
            <span>{t('warningText', { times: warning.times })}</span>
            <TimeText at={warning.at} />
            {mayOpen ? <Link to={`/hints?id=${warning.id}`}>{t('openWarning')}</Link> : null}
          </div>
        </Notice>
      ) : null}
      <div style={{ marginBlock: 24 }}>
        <Facts
          columns={2}
          items={[
            { label: t('score'), value: <strong>{found.score}</strong> },
            { label: t('level'), value: <LevelTag level={found.level} /> },
            { label: t('since'), value: <TimeText at={found.since} /> },
            { label: t('trend'), value: <Trend trend={found.trend} /> },
          ]}
        />
      </div>
      <Section title={t('items')}>{found.items.length === 0 ? <p>{t('noItems')}</p> : <Items items={found.items} />}</Section>
      <Section title={t('history')}>
        <PlainTable caption={t('history')} heads={[t('at'), t('score'), t('level')]} minWidth={360}>
          {found.history.map((one) => (
            <tr key={`${one.at} ${one.score}`}>
              <th scope="row">
                <TimeText at={one.at} />
              </th>
              <td>{one.score}</td>
              <td>
                <LevelTag level={one.level} />
              </td>
            </tr>
          ))}
        </PlainTable>
      </Section>
      <Section title={t('rule')}>
        <p style={{ color: 'var(--text-2)' }}>
          {say(scoreRule)} {t('limits', { general: values.general, larger: values.larger, grave: values.grave })}
        </p>
      </Section>
    </>
  )
}

function Items({ items }: Pick<Score, 'items'>) {
  const t = useWords(words)
  return (
    <PlainTable caption={t('items')} heads={[t('item'), t('found'), t('state'), t('points')]} minWidth={480}>
      {items.map((item) => (
        <tr key={`${item.kind} ${item.ref.id}`}>
          <th scope="row">
            <Source item={item} />
          </th>
          <td>
            <TimeText at={item.at} />
          </td>
          <td>{item.rightedAt ? <TimeText at={item.rightedAt} /> : t('open')}</td>
          <td>{t('ofWeight', { points: item.points, weight: item.weight })}</td>
        </tr>
      ))}
    </PlainTable>
  )
}

const pages = { org: '/orgs/', 'key-place': '/hazards/key-places?id=', alarm: '/alarms?id=' } as const
const needed = { org: 'org.read', 'key-place': 'hazard.read', alarm: 'alarm.read' } as const

/** What was found, and the way to it for whoever may open it. */
function Source({ item }: { item: ScoreItem }) {
  const say = useText()
  const mayOpen = useMay(needed[item.ref.subject])
  const what = item.alarm ? alarmKinds[item.alarm.kind].text : item.grade ? scoreGrades[item.grade] : undefined
  const words = [say(scoreItemKinds[item.kind]), say(what), item.name].filter(Boolean).join(' · ')
  return mayOpen ? <Link to={`${pages[item.ref.subject]}${item.ref.id}`}>{words}</Link> : words
}
