import { subscription as contract, type Hook } from '@liren/contract/capabilities/subscription'
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
import { HookForm } from './hook-form.tsx'
import { words } from './words.ts'

/** Addresses of other systems, with the secret that each shares with us. */
export function Hooks() {
  const t = useWords(words)
  const { message, modal } = App.useApp()
  const may = useMay('subscription.manage')
  const asked = usePages(contract.endpoints.hooks, { query: { limit: 50 } })
  const [attempt, renew, remove] = [
    useAction(contract.endpoints.tryHook),
    useAction(contract.endpoints.renewSecret),
    useAction(contract.endpoints.removeHook),
  ]
  const [editing, setEditing] = useState<Hook | 'new'>()
  const [doing, setDoing] = useState<{ what: 'renew' | 'remove'; hook: Hook }>()
  const showSecret = (secret: string) =>
    void modal.info({
      title: t('secretTitle'),
      width: 560,
      okText: t('close'),
      content: (
        <>
          <p>{t('secretText')}</p>
          <code style={{ overflowWrap: 'anywhere' }}>{secret}</code>
        </>
      ),
    })
  const create = may && <AddButton onClick={() => setEditing('new')}>{t('createHook')}</AddButton>
  const stateOf = ({ isEnabled, restsUntil }: Hook) => {
    if (!isEnabled) return { tone: 'neutral', icon: 'pause', word: t('off') } as const
    return restsUntil === null
      ? ({ tone: 'success', icon: 'check', word: t('on') } as const)
      : ({ tone: 'warning', icon: 'hourglass', word: t('resting') } as const)
  }
  return (
    <>
      <DataTable
        name="subscription-hooks"
        caption={t('tabHooks')}
        asked={asked}
        rowKey={(row: Hook) => row.id}
        onOpen={may ? setEditing : undefined}
        rowTone={(row) => (row.isEnabled ? undefined : 'quiet')}
        columns={[
          {
            key: 'name',
            title: t('name'),
            always: true,
            width: 220,
            render: (row) => (
              <>
                <strong>{row.name}</strong>
                <div style={{ color: 'var(--text-3)', fontSize: 12, overflowWrap: 'anywhere' }}>{row.url}</div>
              </>
            ),
          },
          {
            key: 'state',
            title: t('state'),
            render: (row) => {
              const { tone, icon, word } = stateOf(row)
              return (
                <StatusTag tone={tone} icon={icon}>
                  {word}
                </StatusTag>
              )
            },
          },
          { key: 'signed', title: t('signedBy'), roomy: true, render: (row) => t(`k_${row.signedBy}`) },
          { key: 'partner', title: t('partner'), roomy: true, render: (row) => row.partner?.name ?? t('noPartner') },
          { key: 'place', title: t('place'), roomy: true, render: (row) => row.place.label },
          {
            key: 'do',
            title: '',
            always: true,
            align: 'end',
            render: (row) =>
              may && (
                <span style={{ display: 'inline-flex', gap: 4 }}>
                  <Button
                    size="small"
                    onClick={async () => {
                      const sent = await attempt.run({ params: { id: row.id } })
                      if (sent !== undefined) void message.success(t('tried'))
                    }}
                  >
                    {t('trial')}
                  </Button>
                  <Button size="small" type="text" onClick={() => setDoing({ what: 'renew', hook: row })}>
                    {t('renewSecret')}
                  </Button>
                  <Button size="small" type="text" danger onClick={() => setDoing({ what: 'remove', hook: row })}>
                    {t('remove')}
                  </Button>
                </span>
              ),
          },
        ]}
        empty={<EmptyState what={t('oneHook')}>{create}</EmptyState>}
        tools={create}
      />
      <HookForm known={editing} onClose={() => setEditing(undefined)} onSecret={showSecret} />
      <ActionDialog
        open={doing !== undefined}
        onClose={() => setDoing(undefined)}
        title={t(doing?.what === 'renew' ? 'renewTitle' : 'removeTitle', { name: doing?.hook.name ?? '' })}
        text={t(doing?.what === 'renew' ? 'renewText' : 'removeHookText')}
        submit={t(doing?.what === 'renew' ? 'renewSecret' : 'remove')}
        danger
        running={renew.running || remove.running}
        error={doing?.what === 'renew' ? renew.error : remove.error}
        onSubmit={async () => {
          if (doing === undefined) return false
          const { id, version } = doing.hook
          if (doing.what === 'renew') {
            const made = await renew.run({ params: { id }, body: { version } })
            if (made !== undefined) showSecret(made.secret)
            return made !== undefined
          }
          const isGone = await remove.done({ params: { id }, query: { version } })
          if (isGone) void message.success(t('gone'))
          return isGone
        }}
      />
    </>
  )
}
