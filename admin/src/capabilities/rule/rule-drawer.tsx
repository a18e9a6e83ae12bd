import { type Firing, type Rule, rule } from '@liren/contract/capabilities/rule'
import { App, Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { useAction, usePages, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { AuditRail } from '../../parts/audit/audit-rail.tsx'
import { RecordDrawer, Section } from '../../parts/drawer/record-drawer.tsx'
import { FormError } from '../../parts/form/error.tsx'
import { Facts } from '../../parts/page/page.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { Rehearsal } from './rehearsal.tsx'
import style from './rule.module.css'
import { RuleForm } from './rule-form.tsx'
import { OnTag, RunsTag } from './runs.tsx'
import { RuleSentences } from './sentences.tsx'
import { words } from './words.ts'

/** One rule beside the list: what it says, where it runs, when it fired and why. */
export function RuleDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const asked = useQuery(rule.endpoints.read, id === undefined ? null : { params: { id } })
  const found = asked.data
  return (
    <RecordDrawer
      open={id !== undefined}
      onClose={onClose}
      title={found?.name ?? ''}
      tags={
        found && (
          <>
            <OnTag rule={found} />
            <RunsTag runs={found.runs} />
          </>
        )
      }
      actions={found && <RuleActions rule={found} onRemoved={onClose} />}
    >
      <Shown asked={asked}>{(data) => <Matter rule={data} />}</Shown>
    </RecordDrawer>
  )
}

function RuleActions({ rule: it, onRemoved }: { rule: Rule; onRemoved: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const may = useMay('rule.manage')
  const turning = useAction(rule.endpoints.turn)
  const removing = useAction(rule.endpoints.remove)
  const [editing, setEditing] = useState(false)
  const [asking, setAsking] = useState(false)
  if (!may) return null
  const turn = async () => {
    const body = { isEnabled: !it.isEnabled, version: it.version }
    if (await turning.done({ params: { id: it.id }, body })) void message.success(t('turned'))
  }
  return (
    <div className={style.row}>
      <Button type="primary" onClick={() => setEditing(true)}>
        {t('edit')}
      </Button>
      <Button loading={turning.running} onClick={() => void turn()}>
        {t(it.isEnabled ? 'turnOff' : 'turnOn')}
      </Button>
      <Button danger onClick={() => setAsking(true)}>
        {t('remove')}
      </Button>
      <FormError error={turning.error} loose={turning.error?.faults ?? []} />
      {editing && <RuleForm rule={it} onClose={() => setEditing(false)} onSaved={() => undefined} />}
      <ActionDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={`${t('remove')} “${it.name}”`}
        text={t('removeText')}
        submit={t('remove')}
        danger
        running={removing.running}
        error={removing.error}
        onSubmit={async () => {
          const done = await removing.done({ params: { id: it.id }, query: { version: it.version } })
          if (done) {
            void message.success(t('removed'))
            onRemoved()
          }
          return done
        }}
      />
    </div>
  )
}

function Matter({ rule: it }: { rule: Rule }) {
  const t = useWords(words)
  const may = useMay('rule.manage')
  return (
    <>
      <RuleSentences sentences={it.sentences} />
      <Facts
        items={[
          { label: t('place'), value: it.place.label },
          { label: t('rest'), value: `${it.content.restSeconds} ${t('seconds')}` },
          { label: t('fired'), value: it.fired },
          { label: t('last'), value: <TimeText at={it.lastFiredAt} /> },
          { label: t('runs'), value: t(it.runs.at === 'edge' ? 'edgeText' : 'cloudText'), wide: true },
        ]}
      />
      <Statistics id={it.id} />
      <Section title={t('firings')}>
        <Firings id={it.id} />
      </Section>
      {may && <Rehearsal draft={{ name: it.name, placeId: it.place.id, content: it.content }} />}
      <Versions id={it.id} />
      <AuditRail subject="rule" subjectId={it.id} />
    </>
  )
}

function Statistics({ id }: { id: string }) {
  const t = useWords(words)
  const asked = useQuery(rule.endpoints.statistics, { params: { id } })
  return (
    <Section title={t('statistics')}>
      <Shown asked={asked}>
        {({ days }) => {
          const most = Math.max(1, ...days.map((day) => day.fired))
          return (
            <ol className={style.bars} aria-label={t('statistics')}>
              {days.map((day) => (
                <li key={day.day} title={`${day.day}: ${day.fired}`}>
                  <span style={{ height: `${Math.round((day.fired / most) * 100)}%` }} data-none={day.fired === 0} />
                </li>
              ))}
            </ol>
          )
        }}
      </Shown>
    </Section>
  )
}

function Firings({ id }: { id: string }) {
  const t = useWords(words)
  const asked = usePages(rule.endpoints.firings, { query: { ruleId: id, limit: 10 } })
  return (
    <>
      <Shown asked={asked} empty={{ when: (rows) => rows.length === 0, show: <p className={style.calm}>{t('noFirings')}</p> }}>
        {(rows) => (
          <ul className={style.stack}>
            {rows.map((row) => (
              <li key={row.id} className={style.firing}>
                <OneFiring firing={row} />
              </li>
            ))}
          </ul>
        )}
      </Shown>
      {asked.more && (
        <Button loading={asked.asking} onClick={asked.next}>
          …
        </Button>
      )}
    </>
  )
}

/** Why it fired, value by value, and what became of each thing it did. */
function OneFiring({ firing: it }: { firing: Firing }) {
  const t = useWords(words)
  const say = useText()
  const values = Object.entries(it.cause.values).map(
    ([name, value]) => `${name} = ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
  )
  return (
    <>
      <div className={style.row}>
        <strong>
          <TimeText at={it.at} />
        </strong>
        <span>{it.cause.device?.name}</span>
        <StatusTag tone={it.ranAt === 'edge' ? 'success' : 'info'} icon={it.ranAt === 'edge' ? 'device' : 'globe'}>
          {t(it.ranAt === 'edge' ? 'edge' : 'cloud')}
        </StatusTag>
        <span className={style.calm}>{t('number', { number: it.number })}</span>
      </div>
      <div>
        {say(it.cause.text)} <code className={style.calm}>{values.join(' · ')}</code>
      </div>
      {it.given.flat().map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: conditions keep their places
        <div key={index} className={style.calm}>
          {t('given')} {say(one.text)}: {t(one.holds ? 'held' : 'notHeld')} ({one.value ?? '–'})
        </div>
      ))}
      {it.outcomes.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: actions keep their places
        <div key={index} className={style.row}>
          <StatusTag tone={one.isDone ? 'success' : 'warning'} icon={one.isDone ? 'check' : 'ban'}>
            {t(one.isDone ? 'done' : 'notDone')}
          </StatusTag>
          {one.subject === 'alarm' ? <Link to={`/alarms?id=${one.subjectId}`}>{say(one.text)}</Link> : <span>{say(one.text)}</span>}
          {one.note && <span className={style.calm}>{say(one.note)}</span>}
        </div>
      ))}
    </>
  )
}

function Versions({ id }: { id: string }) {
  const t = useWords(words)
  const asked = useQuery(rule.endpoints.versions, { params: { id } })
  return (
    <Section title={t('versions')}>
      <Shown asked={asked}>
        {({ items }) => (
          <ul className={style.stack}>
            {items.map((one) => (
              <li key={one.number} className={style.firing}>
                <div className={style.row}>
                  <strong>{t('version', { number: one.number, by: one.by })}</strong>
                  <TimeText at={one.at} />
                </div>
                <RuleSentences sentences={one.sentences} short />
              </li>
            ))}
          </ul>
        )}
      </Shown>
    </Section>
  )
}
