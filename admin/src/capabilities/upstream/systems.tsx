import { type UpstreamSystem, upstreamEndpoints, upstreamSources } from '@liren/contract/capabilities/upstream'
import { App, Button, Space } from 'antd'
import { useState } from 'react'
import { useAction, usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { useMay } from '../../app/session/store.ts'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { tellFault } from './fault.ts'
import { SystemDialog } from './system-dialog.tsx'
import { SystemDrawer } from './system-drawer.tsx'
import { words } from './words.ts'

const looks = {
  off: { tone: 'neutral', icon: 'ban' },
  faulty: { tone: 'danger', icon: 'alert' },
  fine: { tone: 'success', icon: 'check' },
} as const satisfies Record<string, Status>

/** The register of outside systems, with what each may do behind it. */
export function Systems() {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const state = useListState()
  const mayManage = useMay('upstream.manage')
  const asked = usePages(upstreamEndpoints.systems, { query: { limit: 50 } })
  const sync = useAction(upstreamEndpoints.sync)
  const [changing, setChanging] = useState<UpstreamSystem | 'new'>()
  const add = mayManage ? (
    <Button type="primary" onClick={() => setChanging('new')}>
      {t('add')}
    </Button>
  ) : undefined
  const ask = async ({ id }: UpstreamSystem) => {
    const run = await sync.run({ params: { id } })
    if (run === undefined) return
    if (run.fault !== null) void message.warning(t('syncFault', { fault: tellFault(t, run.fault) }))
    else void message.success(t('syncDone', { created: run.created, updated: run.updated, refused: run.refused }))
  }
  const stateOf = (row: UpstreamSystem) => (!row.isOn ? 'off' : row.fault !== null ? 'faulty' : 'fine')
  const waysOf = (row: UpstreamSystem) =>
    [
      ...(row.partnerKeyId === null ? [] : [t('pushes')]),
      ...(row.url === null ? [] : [row.everyMinutes > 0 ? t('everyOf', { minutes: row.everyMinutes }) : t('byHand')]),
    ].join(' · ') || '–'
  return (
    <>
      <DataTable
        name="upstream.systems"
        caption={t('systems')}
        asked={asked}
        rowKey={(row: UpstreamSystem) => row.id}
        onOpen={(row) => state.open(row.id)}
        openId={state.id}
        rowTone={(row) => (row.isOn ? undefined : 'quiet')}
        tools={add}
        columns={[
          {
            key: 'name',
            title: t('name'),
            always: true,
            render: (row) => (
              <>
                <strong>{row.name}</strong>
                <div style={{ color: 'var(--text-3)', fontSize: 12 }}>{row.place.name}</div>
              </>
            ),
          },
          { key: 'source', title: t('source'), render: (row) => say(upstreamSources[row.source]) },
          { key: 'ways', title: t('ways'), roomy: true, render: waysOf },
          { key: 'synced', title: t('synced'), roomy: true, render: (row) => <TimeText at={row.syncedAt} none={t('never')} /> },
          { key: 'state', title: t('state'), render: (row) => <StatusTag {...looks[stateOf(row)]}>{t(stateOf(row))}</StatusTag> },
          {
            key: 'do',
            title: '',
            always: true,
            align: 'end',
            render: (row) => (
              <Space>
                {row.can.includes('sync') ? (
                  <Button size="small" loading={sync.running} onClick={() => void ask(row)}>
                    {t('syncNow')}
                  </Button>
                ) : null}
                {row.can.includes('manage') ? (
                  <Button size="small" onClick={() => setChanging(row)}>
                    {t('change')}
                  </Button>
                ) : null}
              </Space>
            ),
          },
        ]}
        empty={
          <EmptyState what={t('one')} scene="rest">
            {add}
          </EmptyState>
        }
      />
      {changing ? <SystemDialog of={changing} onClose={() => setChanging(undefined)} /> : null}
      <SystemDrawer of={asked.data?.find(({ id }) => id === state.id)} onClose={() => state.open(undefined)} />
    </>
  )
}
