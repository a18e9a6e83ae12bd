import { sources } from '@liren/contract/archive/index'
import { Form, Select } from 'antd'
import { useState } from 'react'
import { type Paged, useAction, usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { archiveCalled } from './known.ts'
import { linkables, linkRoles, linkText } from './link-text.ts'
import { searchQuery } from './search.ts'
import { words } from './words.ts'

interface Fields {
  how: string
  otherId: string
  role?: string
  source: (typeof sources)[number]['code']
}

interface Props {
  readonly name: string
  readonly open: boolean
  readonly onClose: () => void
  readonly fileId: string
  readonly onLinked: () => void
}

/** Links a file to another: in which way, and to which one, looked for by name or number. */
export function LinkForm({ name, open, onClose, fileId, onLinked }: Props) {
  const { endpoints } = archiveCalled(name)
  const t = useWords(words)
  const say = useText()
  const link = useAction(endpoints.link)
  const ways = linkables(name).flatMap(({ kind, side, others }) =>
    others.map((archive) => ({
      value: `${kind.code}:${archive}`,
      label: `${say(linkText(kind.code, side))} · ${say(archiveCalled(archive).definition.text)}`,
    })),
  )
  const [how, setHow] = useState('')
  const [kind = '', archive = ''] = how.split(':')
  const needed = (field: string) => [{ required: true, message: t('required', { field }) }]
  return (
    <ActionDialog<Fields>
      open={open}
      onClose={onClose}
      title={t('addLink')}
      submit={t('addLink')}
      initial={{ source: 'collected' }}
      running={link.running}
      error={link.error}
      onSubmit={async ({ otherId, role, source }) => {
        const done = await link.run({ params: { id: fileId }, body: { kind, archive, otherId, source, ...(role ? { role } : {}) } })
        if (done !== undefined) onLinked()
        return done !== undefined
      }}
    >
      <Form.Item name="how" label={t('linkKind')} rules={needed(t('linkKind'))}>
        <Select options={ways} onChange={setHow} showSearch optionFilterProp="label" />
      </Form.Item>
      {archive !== '' && (
        <Form.Item name="otherId" label={t('linkOther')} rules={needed(t('linkOther'))}>
          <FileField key={archive} archive={archive} />
        </Form.Item>
      )}
      {linkRoles(kind).length > 0 && (
        <Form.Item name="role" label={t('role')}>
          <Select allowClear options={linkRoles(kind).map((role) => ({ value: role.code, label: say(role.text) }))} />
        </Form.Item>
      )}
      <Form.Item name="source" label={t('source')} rules={needed(t('source'))}>
        <Select options={sources.map((source) => ({ value: source.code, label: say(source.text) }))} />
      </Form.Item>
    </ActionDialog>
  )
}

interface Found {
  readonly id: string
  readonly title: string
  readonly place: { readonly name: string } | null
}

/** Chooses a file of an archive; what is typed is looked for as the list would. */
function FileField({ archive, id, value, onChange }: { archive: string; id?: string; value?: string; onChange?: (id: string) => void }) {
  const { definition, endpoints } = archiveCalled(archive)
  const t = useWords(words)
  const [typed, setTyped] = useState('')
  const query = { ...searchQuery(definition, typed), limit: 20 }
  const asked = usePages(endpoints.list, { query: query as never }) as unknown as Paged<Found>
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      showSearch
      filterOption={false}
      placeholder={t('linkFind')}
      value={value}
      loading={asked.asking}
      onSearch={setTyped}
      onChange={(next: string) => onChange?.(next)}
      options={(asked.data ?? []).map((file) => ({ value: file.id, label: [file.title, file.place?.name].filter(Boolean).join(' · ') }))}
    />
  )
}
