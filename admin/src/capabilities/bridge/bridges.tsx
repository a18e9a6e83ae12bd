import type { ResponseOf } from '@liren/contract'
import { bridge } from '@liren/contract/capabilities/bridge'
import { App, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { pagedOf, useAction, useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { useFlag } from '../../app/use-flag.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { AddButton } from '../../parts/action/add-button.tsx'
import { RemoveButton } from '../../parts/action/remove-button.tsx'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { NodeDrawer } from './node-drawer.tsx'
import { words } from './words.ts'

type Node = ResponseOf<typeof bridge.endpoints.bridges>['items'][number]

/** The nodes that devices speak through: registered, given work, emptied, taken away. */
export default function Bridges() {
  const t = useWords(words)
  const [creating, setCreating] = useFlag('new')
  const [moving, setMoving] = useState<Node>()
  const asked = useQuery(bridge.endpoints.bridges)
  const nodes = asked.data?.items
  const state = useListState()
  return (
    <>
      <PageHead title={t('title')} text={t('text')}>
        <AddButton onClick={() => setCreating(true)}>{t('create')}</AddButton>
      </PageHead>
      <DataTable
        name="edge-nodes"
        caption={t('title')}
        asked={pagedOf(asked, nodes)}
        rowKey={(row: Node) => row.code}
        onOpen={(row) => state.open(row.code)}
        openId={state.id}
        rowTone={(row) => (row.isEnabled ? undefined : 'quiet')}
        columns={[
          {
            key: 'node',
            title: t('node'),
            always: true,
            render: (row) => (
              <>
                <strong>{row.name}</strong>
                <div style={{ color: 'var(--text-3)', fontSize: 12 }}>{row.code}</div>
              </>
            ),
          },
          {
            key: 'state',
            title: t('state'),
            width: 110,
            render: (row) => (
              <StatusTag tone={row.isEnabled ? 'success' : 'neutral'} icon={row.isEnabled ? 'check' : 'pause'}>
                {t(row.isEnabled ? 'on' : 'off')}
              </StatusTag>
            ),
          },
          { key: 'devices', title: t('devices'), always: true, align: 'end', width: 90, render: (row) => row.devices },
          { key: 'batches', title: t('batches'), align: 'end', width: 110, roomy: true, render: (row) => row.batches },
          { key: 'seen', title: t('seen'), width: 140, render: (row) => <TimeText at={row.lastSeenAt} /> },
          {
            key: 'do',
            title: '',
            always: true,
            width: 220,
            render: (row) => (
              <span style={{ display: 'inline-flex', gap: 8 }}>
                <Button disabled={row.devices === 0} onClick={() => setMoving(row)}>
                  {t('move')}
                </Button>
                <RemoveNode node={row} />
              </span>
            ),
          },
        ]}
        empty={<EmptyState what={t('one')} />}
      />
      <NodeDrawer node={nodes?.find(({ code }) => code === state.id)} onClose={() => state.open(undefined)} />
      <NodeForm open={creating} onClose={() => setCreating(false)} />
      <MoveDialog
        node={moving}
        others={nodes?.filter((one) => one.isEnabled && one.code !== moving?.code) ?? []}
        onClose={() => setMoving(undefined)}
      />
    </>
  )
}

function RemoveNode({ node: { code, name, version } }: { node: Node }) {
  const t = useWords(words)
  const action = useAction(bridge.endpoints.removeBridge)
  return <RemoveButton {...{ t, name, action }} remove={() => action.done({ params: { code }, query: { version } })} />
}

function MoveDialog({ node, others, onClose }: { node: Node | undefined; others: readonly Node[]; onClose: () => void }) {
  const t = useWords(words)
  const { message, modal } = App.useApp()
  const action = useAction(bridge.endpoints.moveDevices, 'devices')
  const submit = async ({ to }: { to: string }): Promise<boolean> => {
    const done = await action.run({ params: { code: node?.code ?? '' }, body: { to } })
    if (done === undefined) return false
    const { moved, left, needSecret } = done
    void message.success(left > 0 ? t('movedLeft', { count: moved, left }) : t('moved', { count: moved }))
    if (needSecret.length > 0) void modal.info({ title: t('needSecret', { codes: needSecret.join('、') }) })
    return true
  }
  return (
    <ActionDialog<{ to: string }>
      open={node !== undefined}
      onClose={onClose}
      title={t('moveTitle', { name: node?.name ?? '' })}
      text={others.length === 0 ? t('noOther') : t('moveText')}
      submit={t('move')}
      running={action.running}
      error={action.error}
      onSubmit={submit}
    >
      <Form.Item name="to" label={t('node')} rules={[{ required: true, message: t('noOther') }]}>
        <Select options={others.map((one) => ({ value: one.code, label: one.name }))} />
      </Form.Item>
    </ActionDialog>
  )
}

interface Fields {
  code: string
  name: string
  publicKey: string
}

function NodeForm({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const save = useAction(bridge.endpoints.saveBridge)
  const submit = async ({ code, name, publicKey }: Fields): Promise<boolean> => {
    const saved = await save.run({ params: { code: code.trim() }, body: { name, publicKey: publicKey.trim(), isEnabled: true } })
    if (saved !== undefined) void message.success(t('saved', { name }))
    return saved !== undefined
  }
  const needed = [{ required: true, whitespace: true }]
  return (
    <FormDrawer<Fields>
      open={open}
      onClose={onClose}
      title={t('create')}
      form={form}
      initial={{}}
      onSubmit={submit}
      running={save.running}
      error={save.error}
      submit={t('create')}
    >
      <Form.Item name="code" label={t('code')} extra={t('codeText')} rules={needed}>
        <Input maxLength={40} autoComplete="off" />
      </Form.Item>
      <Form.Item name="name" label={t('name')} rules={needed}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="publicKey" label={t('key')} extra={t('keyText')} rules={needed}>
        <Input.TextArea rows={6} spellCheck={false} style={{ fontFamily: 'var(--mono)' }} maxLength={1000} />
      </Form.Item>
    </FormDrawer>
  )
}
