import { grouped } from '@liren/client/format/number'
import type { z } from '@liren/contract'
import { audit, type auditReviewSchema } from '@liren/contract/capabilities/audit'
import { App, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { useAction, usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { useMay } from '../../app/session/store.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { RecordDrawer, Section } from '../../parts/drawer/record-drawer.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import style from './audit.module.css'
import { words } from './words.ts'

type Review = z.infer<typeof auditReviewSchema>

/** The month's log, what stands out in it, and what somebody concluded. */
export default function AuditReviews() {
  const t = useWords(words)
  const state = useListState()
  const asked = usePages(audit.endpoints.reviews, { query: { limit: 50 } })
  return (
    <>
      <PageHead title={t('reviews')} text={t('reviewsText')} />
      <DataTable
        name="audit-reviews"
        caption={t('reviews')}
        asked={asked}
        rowKey={(row) => row.id}
        onOpen={(row) => state.open(row.id)}
        openId={state.id}
        columns={[
          { key: 'month', title: t('month'), always: true, render: (row) => <strong>{row.month}</strong> },
          { key: 'state', title: t('state'), render: (row) => <ReviewState review={row} /> },
          { key: 'entries', title: t('entries'), align: 'end', render: (row) => grouped(row.entries) },
          { key: 'anomalies', title: t('anomalies'), align: 'end', render: (row) => row.anomalies.length },
          { key: 'conclusion', title: t('conclusion'), roomy: true, render: (row) => row.conclusion ?? '–' },
        ]}
        empty={<EmptyState what={t('reviews')} scene="rest" />}
      />
      <ReviewDrawer review={asked.data?.find((row) => row.id === state.id)} onClose={() => state.open(undefined)} />
    </>
  )
}

function ReviewState({ review }: { review: Review }) {
  const t = useWords(words)
  const open = review.state === 'open'
  return (
    <StatusTag tone={open ? 'info' : 'success'} icon={open ? 'circle' : 'check'}>
      {t(review.state)}
    </StatusTag>
  )
}

function ReviewDrawer({ review, onClose }: { review: Review | undefined; onClose: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const may = useMay('audit.review')
  const conclude = useAction(audit.endpoints.conclude)
  const [writing, setWriting] = useState(false)
  return (
    <RecordDrawer
      open={review !== undefined}
      onClose={onClose}
      title={`${t('reviews')} ${review?.month ?? ''}`}
      tags={review && <ReviewState review={review} />}
      actions={
        may &&
        review?.state === 'open' && (
          <Button type="primary" onClick={() => setWriting(true)}>
            {t('conclude')}
          </Button>
        )
      }
    >
      {review && <Findings review={review} />}
      <ActionDialog<{ conclusion: string }>
        open={writing}
        onClose={() => setWriting(false)}
        title={t('concludeTitle', { month: review?.month ?? '' })}
        submit={t('conclude')}
        running={conclude.running}
        error={conclude.error}
        onSubmit={async ({ conclusion }) => {
          if (review === undefined) return false
          const done = await conclude.run({ params: { id: review.id }, body: { conclusion, version: review.version } })
          if (done !== undefined) void message.success(t('concludeDone'))
          return done !== undefined
        }}
      >
        <Form.Item name="conclusion" label={t('conclusion')} rules={[{ required: true, whitespace: true, message: t('concludeNeeded') }]}>
          <Input.TextArea rows={5} maxLength={1000} showCount autoFocus />
        </Form.Item>
      </ActionDialog>
    </RecordDrawer>
  )
}

function Findings({ review }: { review: Review }) {
  const t = useWords(words)
  const say = useText()
  return (
    <>
      <Section title={t('anomaliesOf', { month: review.month })}>
        {review.anomalies.length === 0 && <p className={style.calm}>{t('noAnomalies')}</p>}
        {review.anomalies.map((anomaly) => (
          <article key={anomaly.rule} className={style.anomaly}>
            <header>
              {say(anomaly.text)} <strong>{t('times', { count: anomaly.count })}</strong>
            </header>
            <ul>
              {anomaly.examples.map((example) => (
                <li key={`${example.who} ${example.entryId}`}>
                  {example.who ?? '–'} · {t('times', { count: example.count })}{' '}
                  {example.entryId && <Link to={`/audit?id=${example.entryId}`}>{t('openEntry')}</Link>}
                </li>
              ))}
            </ul>
          </article>
        ))}
      </Section>
      {review.conclusion !== null && (
        <Section title={t('conclusion')} extra={<TimeText at={review.concludedAt} />}>
          <p>{review.conclusion}</p>
        </Section>
      )}
    </>
  )
}
