import { type EgressRequest, egressEndpoints } from '@liren/contract/capabilities/egress'
import { App, Button, Form, Input, Radio } from 'antd'
import { useState } from 'react'
import { useAction, usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { Card } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { LevelTag } from '../../parts/tag/level-tag.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import style from './egress.module.css'
import { subjectText } from './subject.ts'
import { words } from './words.ts'

/** What was asked to leave, and what was decided. */
export function Requests() {
  const t = useWords(words)
  const say = useText()
  const asked = usePages(egressEndpoints.requests, { query: { limit: 20 } })
  const [deciding, setDeciding] = useState<EgressRequest>()
  return (
    <Card title={t('requests')} flush>
      <DataTable
        name="egress-requests"
        caption={t('requests')}
        asked={asked}
        rowKey={(row: EgressRequest) => row.id}
        columns={[
          {
            key: 'target',
            title: t('target'),
            always: true,
            render: (row) => (
              <>
                {row.targetName}
                <div className={style.hint}>
                  {t(row.kind)} · {say(subjectText(row.subject))}
                </div>
              </>
            ),
          },
          { key: 'clearance', title: t('clearance'), width: 110, render: (row) => <LevelTag level={row.clearance} /> },
          { key: 'reason', title: t('reason'), roomy: true, render: (row) => `${row.reason} · ${t(`basis_${row.basis}`)}` },
          { key: 'askedBy', title: t('askedBy'), width: 100, render: (row) => row.askedBy },
          { key: 'state', title: t('state'), width: 110, render: (row) => <State request={row} /> },
          { key: 'decidedBy', title: t('decidedBy'), width: 100, render: (row) => row.decidedBy ?? '–' },
          { key: 'until', title: t('until'), roomy: true, width: 130, render: ({ until }) => (until ? <TimeText at={until} /> : '–') },
          {
            key: 'decide',
            title: '',
            width: 80,
            render: (row) =>
              row.can.includes('decide') ? (
                <Button size="small" onClick={() => setDeciding(row)}>
                  {t('decide')}
                </Button>
              ) : null,
          },
        ]}
        empty={<EmptyState what={t('oneRequest')} scene="rest" />}
      />
      {deciding ? <DecideDialog key={deciding.id} of={deciding} onClose={() => setDeciding(undefined)} /> : null}
    </Card>
  )
}

function State({ request }: { request: EgressRequest }) {
  const t = useWords(words)
  if (request.isOver)
    return (
      <StatusTag tone="neutral" icon="hourglass">
        {t('over')}
      </StatusTag>
    )
  const tone = { waiting: 'warning', approved: 'success', refused: 'neutral' } as const
  const icon = { waiting: 'clock', approved: 'check', refused: 'ban' } as const
  return (
    <StatusTag tone={tone[request.state]} icon={icon[request.state]}>
      {t(request.state)}
    </StatusTag>
  )
}

function DecideDialog({ of, onClose }: { of: EgressRequest; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const decide = useAction(egressEndpoints.decide)
  const subject = say(subjectText(of.subject))
  const { askedBy: who, clearance: level, days, reason } = of
  return (
    <ActionDialog<{ isApproved: boolean; note?: string }>
      open
      onClose={onClose}
      title={t('decideTitle', { name: of.targetName })}
      text={t('decideText', { who, subject, level, days, reason })}
      submit={t('submit')}
      running={decide.running}
      error={decide.error}
      onSubmit={async ({ isApproved, note }) => {
        const body = { isApproved, ...(note ? { note } : {}), version: of.version }
        if ((await decide.run({ params: { id: of.id }, body })) === undefined) return false
        void message.success(t('decided'))
        return true
      }}
    >
      <Form.Item name="isApproved" label={t('decision')} rules={[{ required: true }]}>
        <Radio.Group
          options={[
            { value: true, label: t('approve') },
            { value: false, label: t('refuse') },
          ]}
        />
      </Form.Item>
      <Form.Item name="note" label={t('note')}>
        <Input.TextArea rows={2} maxLength={200} />
      </Form.Item>
    </ActionDialog>
  )
}
