import { type Hint, hintEndpoints } from '@liren/contract/capabilities/hint'
import { passageDirections } from '@liren/contract/capabilities/passage'
import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { allRecords } from '../../app/nav/registry.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { RecordDrawer, Section } from '../../parts/drawer/record-drawer.tsx'
import { Facts } from '../../parts/page/page.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { Chip } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { Timeline } from '../../parts/timeline/timeline.tsx'
import { HintStateTag, modelText, ruleText, useFact, useSubject } from './state.tsx'
import { words } from './words.ts'

type Step = 'confirm' | 'reject'
const icons = { raise: 'eye', again: 'refresh', clear: 'check', confirm: 'alert', reject: 'close' } as const
const tones = { raise: 'warning', again: 'info', clear: 'success', confirm: 'danger', reject: 'neutral' } as const

/** One hint: the rule, the figures, the records behind it, and what people made of it. */
export function HintDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const asked = useQuery(hintEndpoints.read, id === undefined ? null : { params: { id } })
  const [step, setStep] = useState<Step>()
  const confirm = useAction(hintEndpoints.confirm)
  const reject = useAction(hintEndpoints.reject)
  const hint = asked.data
  const action = step === 'reject' ? reject : confirm
  return (
    <RecordDrawer
      open={id !== undefined}
      onClose={onClose}
      title={hint ? say(modelText(hint.model)) : t('title')}
      tags={
        hint && (
          <>
            <HintStateTag state={hint.state} />
            {hint.isRestricted && <Chip>{t('restricted')}</Chip>}
          </>
        )
      }
      actions={
        hint &&
        hint.can.length > 0 && (
          <div style={{ display: 'flex', gap: 8 }}>
            <Button type="primary" onClick={() => setStep('confirm')}>
              {t('confirm')}
            </Button>
            <Button onClick={() => setStep('reject')}>{t('reject')}</Button>
          </div>
        )
      }
    >
      <Shown asked={asked}>{(found) => <Body hint={found} />}</Shown>
      <ActionDialog<{ note: string }>
        open={step !== undefined && hint !== undefined}
        onClose={() => setStep(undefined)}
        title={t(step === 'reject' ? 'rejectTitle' : 'confirmTitle', { title: hint ? say(modelText(hint.model)) : '' })}
        text={t(step === 'reject' ? 'rejectText' : 'confirmText')}
        submit={t(step ?? 'confirm')}
        reason={step === 'reject' ? 'needed' : 'welcome'}
        reasonField="note"
        running={action.running}
        error={action.error}
        onSubmit={async ({ note }) => {
          if (!hint) return false
          const done = await (step === 'reject'
            ? reject.run({ params: { id: hint.id }, body: { version: hint.version, note } })
            : confirm.run({ params: { id: hint.id }, body: { version: hint.version, ...(note ? { note } : {}) } }))
          if (done !== undefined) asked.reload()
          return done !== undefined
        }}
      />
    </RecordDrawer>
  )
}

function Body({ hint }: { hint: Hint }) {
  const t = useWords(words)
  const say = useText()
  const fact = useFact()
  const subject = useSubject()
  const titles = { raise: 'raise', again: 'again', clear: 'clear', confirm: 'confirmed', reject: 'rejected' } as const
  return (
    <>
      <Facts
        columns={2}
        items={[
          { label: t('subject'), value: subject(hint) },
          { label: t('place'), value: hint.place || t('none') },
          { label: t('confidence'), value: `${hint.confidence}%` },
          { label: t('worker'), value: hint.worker?.name ?? t('none') },
          { label: t('rule'), value: `${ruleText(say(hint.rule), hint.params)} · ${hint.modelVersion}`, wide: true },
        ]}
      />
      <Section title={t('facts')}>
        <Facts columns={3} items={Object.entries(hint.facts).map(([name, value]) => fact(name, value))} />
      </Section>
      {hint.records.length > 0 && (
        <Section title={t('records')}>
          <div style={{ display: 'flex', gap: 12, flexWrap: 'wrap' }}>
            {hint.records.map(({ kind, id }, i) => {
              const record = allRecords.find((one) => one.subject === kind)
              return record ? (
                <Link key={id} to={record.path(id)}>
                  {hint.records.length > 1 ? t('openOne', { number: i + 1 }) : t('open')}
                </Link>
              ) : null
            })}
          </div>
        </Section>
      )}
      <Section title={t('passages')}>
        {hint.passages.length === 0 ? (
          <p>{t('noPassages')}</p>
        ) : (
          <ul style={{ listStyle: 'none', padding: 0, margin: 0, display: 'grid', gap: 8 }}>
            {hint.passages.map((one) => (
              <li key={one.id} style={{ display: 'flex', gap: 12, flexWrap: 'wrap' }}>
                <TimeText at={one.at} />
                <strong>{one.plate ?? one.person?.name ?? one.credential ?? t('stranger')}</strong>
                <span>{one.gate.name}</span>
                <span>{say(passageDirections[one.direction])}</span>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section title={t('timeline')}>
        <Timeline
          moments={[...hint.timeline].reverse().map((entry, index) => ({
            ...{ id: `${index}`, at: entry.at, icon: icons[entry.action], tone: tones[entry.action], title: t(titles[entry.action]) },
            ...(entry.actor ? { who: entry.actor } : {}),
            children: entry.note,
          }))}
        />
      </Section>
    </>
  )
}
