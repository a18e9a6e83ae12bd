import type { z } from '@liren/contract'
import { api, type apiGroupSchema } from '@liren/contract/capabilities/api'
import { App, Button, Form, Input } from 'antd'
import { useMemo, useState } from 'react'
import { Link } from 'react-router'
import { pagedOf, useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { words } from './words.ts'

type Group = z.infer<typeof apiGroupSchema>
interface Fields {
  code: string
  text: { zh: string; en: string }
}

/** Groups are what interfaces are shown, documented and granted by. */
export function Groups() {
  const t = useWords(words)
  const say = useText()
  const may = useMay('api.manage')
  const asked = useQuery(api.endpoints.groups)
  const paged = useMemo(() => pagedOf(asked, asked.data?.items), [asked])
  const [editing, setEditing] = useState<Group | 'new'>()
  return (
    <>
      <DataTable
        name="api-groups"
        caption={t('tabGroups')}
        asked={paged}
        rowKey={(row) => row.code}
        onOpen={may ? setEditing : undefined}
        columns={[
          { key: 'name', title: t('group'), always: true, render: (row) => <strong>{say(row.text)}</strong> },
          { key: 'code', title: t('code'), render: (row) => <code>{row.code}</code> },
          { key: 'apis', title: t('apis'), align: 'end', render: (row) => <Link to={`/apis?f=group:${row.code}`}>{row.apis}</Link> },
          { key: 'partners', title: t('partners'), align: 'end', render: (row) => row.partners },
        ]}
        empty={<EmptyState what={t('tabGroups')} />}
        tools={
          may && (
            <Button icon={<Icon name="plus" size={16} />} onClick={() => setEditing('new')}>
              {t('newGroup')}
            </Button>
          )
        }
      />
      <GroupForm group={editing} onClose={() => setEditing(undefined)} />
    </>
  )
}

function GroupForm({ group, onClose }: { group: Group | 'new' | undefined; onClose: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const { run, running, error } = useAction(api.endpoints.saveGroup)
  const known = group === 'new' ? undefined : group
  const initial = useMemo<Partial<Fields>>(() => (known === undefined ? {} : { code: known.code, text: known.text }), [known])
  const needed = (field: string) => ({ required: true, whitespace: true, message: t('required', { field }) })
  return (
    <FormDrawer<Fields>
      open={group !== undefined}
      onClose={onClose}
      title={t(known === undefined ? 'newGroup' : 'editGroup')}
      form={form}
      initial={initial}
      running={running}
      error={error}
      onSubmit={async ({ code, text }) => {
        const saved = await run({ params: { code: known?.code ?? code }, body: { text, version: known?.version ?? 0 } })
        if (saved !== undefined) void message.success(t('saved'))
        return saved !== undefined
      }}
    >
      {known === undefined && (
        <Form.Item
          name="code"
          label={t('code')}
          extra={t('codeRule')}
          rules={[needed(t('code')), { pattern: /^[a-z][a-z0-9-]{0,39}$/, message: t('codeRule') }]}
        >
          <Input maxLength={40} autoCapitalize="none" />
        </Form.Item>
      )}
      <Form.Item name={['text', 'zh']} label={t('zh')} rules={[needed(t('zh'))]}>
        <Input maxLength={30} />
      </Form.Item>
      <Form.Item name={['text', 'en']} label={t('en')} rules={[needed(t('en'))]}>
        <Input maxLength={60} />
      </Form.Item>
    </FormDrawer>
  )
}
