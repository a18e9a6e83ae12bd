import { type GuideItem, type WasteKind, wasteEndpoints, wasteKinds, wasteKindTexts } from '@liren/contract/capabilities/waste'
import { App, Button, Form, Input, Segmented, Switch } from 'antd'
import { useState } from 'react'
import { useAction, usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { words } from './words.ts'

/** What residents find when they ask how to sort a thing. */
export function Guide() {
  const t = useWords(words)
  const say = useText()
  const [q, setQ] = useState('')
  const [editing, setEditing] = useState<GuideItem | 'new'>()
  const asked = usePages(wasteEndpoints.guideItems, { query: { limit: 50, ...(q === '' ? {} : { q }) } })
  return (
    <>
      <DataTable
        name="waste-guide"
        caption={t('guide')}
        asked={asked}
        rowKey={(row: GuideItem) => row.id}
        tools={
          <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
            <Input.Search
              allowClear
              placeholder={t('search')}
              aria-label={t('search')}
              onSearch={(text) => setQ(text.trim())}
              style={{ width: 220 }}
            />
            <Button type="primary" onClick={() => setEditing('new')}>
              {t('add')}
            </Button>
          </div>
        }
        columns={[
          { key: 'item', title: t('item'), always: true, render: (row) => <strong>{row.name}</strong> },
          { key: 'kind', title: t('kind'), always: true, render: (row) => say(wasteKindTexts[row.kind]) },
          { key: 'hint', title: t('hint'), roomy: true, render: (row) => row.hint || t('none') },
          { key: 'shown', title: t('state'), render: (row) => t(row.isShown ? 'shown' : 'hidden') },
          {
            key: 'edit',
            title: t('edit'),
            render: (row) => (
              <Button size="small" onClick={() => setEditing(row)} aria-label={t('editOf', { name: row.name })}>
                {t('edit')}
              </Button>
            ),
          },
        ]}
        empty={<EmptyState title={t('noItems')} scene="rest" />}
      />
      {editing ? <ItemForm item={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} /> : null}
    </>
  )
}

interface Fields {
  readonly name: string
  readonly kind: WasteKind
  readonly hint?: string
  readonly isShown: boolean
}

function ItemForm({ item, onClose }: { item: GuideItem | undefined; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const save = useAction(wasteEndpoints.saveItem)
  return (
    <FormDrawer<Fields>
      open
      onClose={onClose}
      title={item ? t('editOf', { name: item.name }) : t('add')}
      form={form}
      initial={item ?? { kind: 'residual', hint: '', isShown: true }}
      running={save.running}
      error={save.error}
      submit={t('save')}
      onSubmit={async ({ name, kind, hint = '', isShown }) => {
        const known = item ? { id: item.id } : {}
        const saved = await save.run({ body: { ...known, name, kind, hint, isShown, version: item?.version ?? 0 } })
        if (saved) void message.success(t('saved'))
        return saved !== undefined
      }}
    >
      <Form.Item name="name" label={t('item')} rules={[{ required: true, message: t('required', { field: t('item') }) }]}>
        <Input maxLength={30} />
      </Form.Item>
      <Form.Item name="kind" label={t('kind')} required>
        <Segmented options={wasteKinds.map((value) => ({ value, label: say(wasteKindTexts[value]) }))} />
      </Form.Item>
      <Form.Item name="hint" label={t('hint')}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name="isShown" label={t('shown')} valuePropName="checked">
        <Switch />
      </Form.Item>
    </FormDrawer>
  )
}
