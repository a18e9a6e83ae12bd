import { type Hold, holdSubjects, holdSubjectTexts, retentionEndpoints } from '@liren/contract/capabilities/retention'
import { App, Button, Form, Input, Select } from 'antd'
import { useMemo, useState } from 'react'
import { useAction, usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { DayField } from '../../parts/form/day-field.tsx'
import { Card } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import type { Column } from '../../parts/table/columns.ts'
import { DataTable } from '../../parts/table/data-table.tsx'
import { Chip, StatusTag } from '../../parts/tag/status-tag.tsx'
import { DayText, TimeText } from '../../parts/text/time.tsx'
import style from './retention.module.css'
import { words } from './words.ts'

/** What may not go for now, and who said so. */
export function Holds() {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const asked = usePages(retentionEndpoints.holds, { query: { limit: 50 } })
  const lift = useAction(retentionEndpoints.lift)
  const [lifting, setLifting] = useState<Hold>()
  const [isPlacing, setPlacing] = useState(false)
  const columns = useMemo<readonly Column<Hold>[]>(
    () => [
      { key: 'subject', title: t('subject'), always: true, render: ({ title }) => <strong>{title}</strong> },
      { key: 'kind', title: t('kind'), render: ({ subject }) => <Chip>{say(holdSubjectTexts[subject])}</Chip> },
      { key: 'reason', title: t('reason'), render: ({ reason }) => reason },
      { key: 'until', title: t('until'), render: ({ until }) => <DayText at={until} none={t('untilLifted')} /> },
      { key: 'placedBy', title: t('placedBy'), roomy: true, render: ({ placedBy }) => placedBy ?? '–' },
      { key: 'placedAt', title: t('placedAt'), roomy: true, render: ({ placedAt }) => <TimeText at={placedAt} /> },
      { key: 'state', title: t('state'), render: (hold) => <HoldState hold={hold} onLift={() => setLifting(hold)} /> },
    ],
    [t, say],
  )
  return (
    <Card
      title={t('holds')}
      flush
      extra={
        <Button size="small" onClick={() => setPlacing(true)}>
          {t('place')}
        </Button>
      }
    >
      <DataTable
        name="legal-holds"
        caption={t('holds')}
        asked={asked}
        columns={columns}
        rowKey={(row) => row.id}
        empty={<EmptyState what={t('oneHold')} scene="rest" />}
      />
      <ActionDialog
        open={lifting !== undefined}
        onClose={() => setLifting(undefined)}
        title={t('liftTitle', { name: lifting?.title ?? '' })}
        text={t('liftText')}
        submit={t('lift')}
        danger
        reason="needed"
        running={lift.running}
        error={lift.error}
        onSubmit={async ({ reason }) => {
          if (!lifting) return true
          if ((await lift.run({ params: { id: lifting.id }, body: { version: lifting.version, reason } })) === undefined) return false
          void message.success(t('liftDone'))
          return true
        }}
      />
      {isPlacing ? <PlaceDialog onClose={() => setPlacing(false)} /> : null}
    </Card>
  )
}

function HoldState({ hold, onLift }: { hold: Hold; onLift: () => void }) {
  const t = useWords(words)
  if (hold.isOver)
    return (
      <>
        <StatusTag tone="neutral" icon="undo">
          {t('over')}
        </StatusTag>
        {hold.liftReason === null ? null : (
          <div className={style.hint}>{t('lifted', { who: hold.liftedBy ?? '–', reason: hold.liftReason })}</div>
        )}
      </>
    )
  return (
    <>
      <StatusTag tone="warning" icon="lock">
        {t('standing')}
      </StatusTag>{' '}
      {hold.can.includes('lift') ? (
        <Button size="small" onClick={onLift}>
          {t('lift')}
        </Button>
      ) : null}
    </>
  )
}

interface Placing {
  readonly subject: (typeof holdSubjects)[number]
  readonly subjectId: string
  readonly until?: string
  readonly reason: string
}

function PlaceDialog({ onClose }: { onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const place = useAction(retentionEndpoints.place)
  return (
    <ActionDialog<Placing>
      open
      onClose={onClose}
      title={t('place')}
      submit={t('place')}
      reason="needed"
      initial={{ subject: 'person' }}
      running={place.running}
      error={place.error}
      onSubmit={async ({ subject, subjectId, until, reason }) => {
        const body = { subject, subjectId: subjectId.trim(), until: until ?? null, reason }
        if ((await place.run({ body })) === undefined) return false
        void message.success(t('placeDone'))
        return true
      }}
    >
      <Form.Item name="subject" label={t('kind')} rules={[{ required: true }]}>
        <Select options={holdSubjects.map((value) => ({ value, label: say(holdSubjectTexts[value]) }))} />
      </Form.Item>
      <Form.Item name="subjectId" label={t('subjectId')} extra={t('subjectIdHint')} rules={[{ required: true }]}>
        <Input maxLength={26} />
      </Form.Item>
      <Form.Item name="until" label={t('until')} extra={t('untilLifted')}>
        <DayField end />
      </Form.Item>
    </ActionDialog>
  )
}
