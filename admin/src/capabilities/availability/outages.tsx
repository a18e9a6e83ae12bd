import { availability, type Outage, outageKindNames, outageKinds } from '@liren/contract/capabilities/availability'
import { App, Button, Form, Select } from 'antd'
import { useState } from 'react'
import { useAction, usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { Card } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { words } from './words.ts'

const e = availability.endpoints

/** Every gap between two beats, and what somebody said of it. */
export function Outages({ onExplained }: { onExplained: () => void }) {
  const t = useWords(words)
  const say = useText()
  const asked = usePages(e.outages, { query: { limit: 20 } })
  const [explaining, setExplaining] = useState<Outage>()
  return (
    <Card title={t('outages')} flush>
      <DataTable
        name="outages"
        caption={t('outages')}
        asked={asked}
        rowKey={(row: Outage) => row.id}
        columns={[
          { key: 'from', title: t('from'), always: true, width: 150, render: (row) => <TimeText at={row.from} /> },
          { key: 'length', title: t('length'), width: 110, render: (row) => `${row.minutes} ${t('minutes')}` },
          {
            key: 'state',
            title: t('failures'),
            width: 120,
            render: (row) => (
              <StatusTag tone={row.isPlanned ? 'neutral' : 'danger'} icon={row.isPlanned ? 'settings' : 'alert'}>
                {t(row.isPlanned ? 'isPlanned' : 'isFailure')}
              </StatusTag>
            ),
          },
          {
            key: 'cause',
            title: t('cause'),
            roomy: true,
            width: 160,
            render: (row) => [t(row.cause), row.checks].filter(Boolean).join(' · '),
          },
          {
            key: 'why',
            title: t('why'),
            render: (row) =>
              row.kind === null ? (
                <span style={{ color: 'var(--text-3)' }}>{t('unexplained')}</span>
              ) : (
                `${say(outageKinds[row.kind])} · ${row.reason} · ${row.explainedBy}`
              ),
          },
          {
            key: 'explain',
            title: '',
            width: 90,
            render: (row) =>
              row.can.includes('explain') ? (
                <Button size="small" onClick={() => setExplaining(row)}>
                  {t('explain')}
                </Button>
              ) : null,
          },
        ]}
        empty={<EmptyState title={t('noOutages')} text={t('noOutagesText')} scene="rest" />}
      />
      {explaining && <ExplainDialog key={explaining.id} of={explaining} onClose={() => setExplaining(undefined)} onDone={onExplained} />}
    </Card>
  )
}

function ExplainDialog({ of, onClose, onDone }: { of: Outage; onClose: () => void; onDone: () => void }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const explain = useAction(e.explain)
  return (
    <ActionDialog<{ kind: Outage['kind'] & string; reason: string }>
      open
      onClose={onClose}
      title={t('explainTitle', { at: of.from.slice(0, 10) })}
      text={t('explainText')}
      submit={t('explain')}
      reason="needed"
      initial={{ ...(of.kind === null ? {} : { kind: of.kind }), ...(of.reason === null ? {} : { reason: of.reason }) }}
      running={explain.running}
      error={explain.error}
      onSubmit={async ({ kind, reason }) => {
        if ((await explain.run({ params: { id: of.id }, body: { kind, reason, version: of.version } })) === undefined) return false
        void message.success(t('explained'))
        onDone()
        return true
      }}
    >
      <Form.Item name="kind" label={t('kind')} rules={[{ required: true, message: t('needed') }]}>
        <Select options={outageKindNames.map((value) => ({ value, label: say(outageKinds[value]) }))} />
      </Form.Item>
    </ActionDialog>
  )
}
