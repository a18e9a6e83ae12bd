import { subscription as contract, type Subscription } from '@liren/contract/capabilities/subscription'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useAction, usePages } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { AddButton } from '../../parts/action/add-button.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { Messages } from './messages.tsx'
import { SubscriptionForm } from './subscription-form.tsx'
import { words } from './words.ts'

/** Subscriptions and data flows, newest first. */
export function SubscriptionList() {
  const t = useWords(words)
  const { message } = App.useApp()
  const may = useMay('subscription.manage')
  const asked = usePages(contract.endpoints.list, { query: { limit: 50 } })
  const remove = useAction(contract.endpoints.remove)
  const [editing, setEditing] = useState<Subscription | 'new'>()
  const [reading, setReading] = useState<Subscription>()
  const [removing, setRemoving] = useState<Subscription>()
  const create = may && <AddButton onClick={() => setEditing('new')}>{t('create')}</AddButton>
  return (
    <>
      <DataTable
        name="subscriptions"
        caption={t('tabSubscriptions')}
        asked={asked}
        rowKey={(row: Subscription) => row.id}
        onOpen={may ? setEditing : undefined}
        rowTone={(row) => (row.isEnabled ? undefined : 'quiet')}
        columns={[
          {
            key: 'name',
            title: t('name'),
            always: true,
            width: 200,
            render: (row) => (
              <>
                <strong>{row.name}</strong>
                <div style={{ color: 'var(--text-3)', fontSize: 12 }}>{row.place.label}</div>
              </>
            ),
          },
          {
            key: 'state',
            title: t('state'),
            width: 100,
            render: (row) => (
              <StatusTag tone={row.isEnabled ? 'success' : 'neutral'} icon={row.isEnabled ? 'check' : 'pause'}>
                {t(row.isEnabled ? 'on' : 'off')}
              </StatusTag>
            ),
          },
          { key: 'partner', title: t('partner'), roomy: true, render: (row) => row.partner?.name ?? t('noPartner') },
          {
            key: 'source',
            title: t('source'),
            roomy: true,
            render: (row) => (
              <>
                {row.source.by === 'topic' ? `${t('topic')} ${row.source.topic}` : t(`by_${row.source.by}`)}
                <div style={{ color: 'var(--text-3)', fontSize: 12 }}>{row.types.join('、')}</div>
              </>
            ),
          },
          {
            key: 'target',
            title: t('target'),
            width: 120,
            render: (row) =>
              row.target.to === 'topic' ? `${t('topic')} ${row.target.topic}` : (row.hook?.name ?? t(`to_${row.target.to}`)),
          },
          { key: 'matched', title: t('matched'), align: 'end', roomy: true, width: 90, render: (row) => row.matched },
          { key: 'last', title: t('last'), roomy: true, width: 120, render: (row) => <TimeText at={row.lastAt} none={t('never')} /> },
          {
            key: 'do',
            title: '',
            always: true,
            align: 'end',
            render: (row) => (
              <span style={{ display: 'inline-flex', gap: 4 }}>
                {row.target.to === 'table' && (
                  <Button size="small" onClick={() => setReading(row)}>
                    {t('messages')}
                  </Button>
                )}
                {may && (
                  <Button size="small" type="text" danger onClick={() => setRemoving(row)}>
                    {t('remove')}
                  </Button>
                )}
              </span>
            ),
          },
        ]}
        empty={<EmptyState what={t('one')}>{create}</EmptyState>}
        tools={create}
      />
      <SubscriptionForm known={editing} onClose={() => setEditing(undefined)} />
      <Messages of={reading} onClose={() => setReading(undefined)} />
      <ActionDialog
        open={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        title={t('removeTitle', { name: removing?.name ?? '' })}
        text={t('removeText')}
        submit={t('remove')}
        danger
        running={remove.running}
        error={remove.error}
        onSubmit={async () => {
          if (removing === undefined) return false
          const { id, version } = removing
          const isGone = await remove.done({ params: { id }, query: { version } })
          if (isGone) void message.success(t('gone'))
          return isGone
        }}
      />
    </>
  )
}
