import { bridge } from '@liren/contract/capabilities/bridge'
import type { EdgeRequestView } from '@liren/contract/edge/endpoints'
import { App, Switch } from 'antd'
import { useAction, usePages } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { FormError } from '../../parts/form/error.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { words } from './edge-words.ts'

/** What a node asked of the house, whether it may, and what it was told. */
export function EdgeRequests({ code, mayAsk, version }: { code: string; mayAsk: boolean; version: number }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const asked = usePages(bridge.endpoints.requests, { params: { code }, query: { limit: 20 } })
  const allow = useAction(bridge.endpoints.allowRequests)
  const change = async (next: boolean): Promise<void> => {
    if (await allow.done({ params: { code }, body: { mayAsk: next, version } })) void message.success(t(next ? 'mayAskDone' : 'mayNotDone'))
  }
  const told = ({ answer, refusal }: EdgeRequestView): string => {
    if (refusal !== null) return t(`r_${refusal}`)
    if (answer?.kind === 'device.last') return t('a_last', { count: answer.values.length })
    if (answer?.kind === 'history.detect') return t('a_detect', { minutes: answer.minutes, outside: answer.outside })
    if (answer?.kind !== 'history.summary') return '–'
    const average = answer.average === null ? '–' : Math.round(answer.average * 100) / 100
    return t('a_summary', { readings: answer.readings, average })
  }
  return (
    <>
      <div style={{ display: 'flex', gap: 12, alignItems: 'center', flexWrap: 'wrap', marginBottom: 16 }}>
        <Switch checked={mayAsk} loading={allow.running} onChange={change} aria-label={t('mayAsk')} />
        <span>{t('mayAsk')}</span>
        <span style={{ color: 'var(--text-3)', fontSize: 12 }}>{t('mayAskText')}</span>
      </div>
      <FormError error={allow.error} />
      <DataTable
        name="edge-requests"
        caption={t('requests')}
        asked={asked}
        rowKey={(row: EdgeRequestView) => row.id}
        columns={[
          {
            key: 'question',
            title: t('question'),
            always: true,
            render: ({ request }) => (
              <>
                <strong>{t(request.kind, { days: 'days' in request ? request.days : '' })}</strong>
                <div style={{ color: 'var(--text-3)', fontSize: 12 }}>
                  {request.device} {'path' in request ? request.path : ''}
                </div>
              </>
            ),
          },
          {
            key: 'answer',
            title: t('answer'),
            always: true,
            render: (row) => (
              <StatusTag tone={row.refusal === null ? 'success' : 'warning'} icon={row.refusal === null ? 'check' : 'ban'}>
                {told(row)}
              </StatusTag>
            ),
          },
          { key: 'at', title: t('issued'), render: (row) => <TimeText at={row.askedAt} /> },
        ]}
        empty={<EmptyState title={t('noRequests')} scene="rest" />}
      />
    </>
  )
}
