import { type Api, api } from '@liren/contract/capabilities/api'
import { App, Form, Input, Segmented, Select } from 'antd'
import { useMemo } from 'react'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { RecordDrawer } from '../../parts/drawer/record-drawer.tsx'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { Facts } from '../../parts/page/page.tsx'
import { words } from './words.ts'

interface Fields {
  group: string
  owner: string
  state: 'on' | 'off'
}

interface Props {
  readonly api: Api | undefined
  readonly onClose: () => void
}

/** What the contract says of an interface, and what its keepers decide beside. */
export function ApiForm(props: Props) {
  return useMay('api.manage') ? <Editor {...props} /> : <Reader {...props} />
}

function ApiFacts({ api: it }: { api: Api }) {
  const t = useWords(words)
  return (
    <Facts
      items={[
        {
          label: t('path'),
          value: (
            <code>
              {it.method} {it.path}
            </code>
          ),
          wide: true,
        },
        { label: t('version'), value: <code>{it.revision}</code> },
        { label: t('permission'), value: <code>{it.permission}</code> },
        { label: t('rate'), value: it.rate },
        {
          label: t('documentOf'),
          value: (
            <a href={it.document} target="_blank" rel="noopener noreferrer">
              {it.document}
            </a>
          ),
        },
      ]}
    />
  )
}

function Reader({ api: it, onClose }: Props) {
  const say = useText()
  return (
    <RecordDrawer open={it !== undefined} onClose={onClose} title={say(it?.text)} width={520}>
      {it && <ApiFacts api={it} />}
    </RecordDrawer>
  )
}

function Editor({ api: it, onClose }: Props) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const { run, running, error } = useAction(api.endpoints.update)
  const groups = useQuery(api.endpoints.groups)
  const initial = useMemo<Partial<Fields>>(() => (it === undefined ? {} : { group: it.group, owner: it.owner, state: it.state }), [it])
  return (
    <FormDrawer<Fields>
      open={it !== undefined}
      onClose={onClose}
      title={`${t('edit')} · ${say(it?.text)}`}
      form={form}
      initial={initial}
      running={running}
      error={error}
      onSubmit={async (fields) => {
        if (it === undefined) return false
        const saved = await run({ params: { id: it.id }, body: { ...fields, version: it.version } })
        if (saved !== undefined) void message.success(t('saved'))
        return saved !== undefined
      }}
    >
      {it && (
        <div style={{ marginBottom: 20 }}>
          <ApiFacts api={it} />
        </div>
      )}
      <Form.Item name="group" label={t('group')} rules={[{ required: true, message: t('required', { field: t('group') }) }]}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={(groups.data?.items ?? []).map((group) => ({ value: group.code, label: say(group.text) }))}
        />
      </Form.Item>
      <Form.Item
        name="owner"
        label={t('owner')}
        rules={[{ required: true, whitespace: true, message: t('required', { field: t('owner') }) }]}
      >
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="state" label={t('state')}>
        <Segmented
          options={[
            { value: 'on', label: t('on') },
            { value: 'off', label: t('off') },
          ]}
        />
      </Form.Item>
    </FormDrawer>
  )
}
