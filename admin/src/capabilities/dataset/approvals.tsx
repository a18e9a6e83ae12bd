import { type Dataset, datasetEndpoints } from '@liren/contract/capabilities/dataset'
import { App, Button, Form, Input, Radio } from 'antd'
import { useState } from 'react'
import { useAction, usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { archiveCalled } from '../../engines/archive/known.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { Facts } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { LevelTag } from '../../parts/tag/level-tag.tsx'
import { LayerTag } from './looks.tsx'
import { words } from './words.ts'

/** What others wrote and put forward, for a yes or a no. */
export function Approvals() {
  const t = useWords(words)
  const say = useText()
  const asked = usePages(datasetEndpoints.waiting, { query: { limit: 50 } })
  const [deciding, setDeciding] = useState<Dataset>()
  return (
    <>
      <DataTable
        name="datasets-waiting"
        caption={t('approvals')}
        asked={asked}
        rowKey={(row: Dataset) => row.id}
        columns={[
          {
            key: 'name',
            title: t('name'),
            always: true,
            render: (row) => (
              <>
                <strong>{row.name}</strong>
                <div style={{ color: 'var(--text-3)', fontSize: 12 }}>{row.purpose}</div>
              </>
            ),
          },
          { key: 'layer', title: t('layer'), width: 110, render: (row) => <LayerTag layer={row.layer} /> },
          { key: 'grade', title: t('grade'), width: 130, render: (row) => <LevelTag level={row.grade} /> },
          { key: 'archive', title: t('archive'), width: 90, roomy: true, render: (row) => say(archiveCalled(row.archive).definition.text) },
          { key: 'place', title: t('place'), roomy: true, render: (row) => row.place.name },
          { key: 'by', title: t('askedBy'), width: 110, render: (row) => row.askedBy ?? '–' },
          {
            key: 'do',
            title: '',
            always: true,
            align: 'end',
            render: (row) =>
              row.can.includes('decide') ? (
                <Button size="small" onClick={() => setDeciding(row)}>
                  {t('decide')}
                </Button>
              ) : null,
          },
        ]}
        empty={<EmptyState title={t('noneWaiting')} text={t('noneWaitingText')} scene="rest" />}
      />
      {deciding ? <DecideDialog key={deciding.id} of={deciding} onClose={() => setDeciding(undefined)} /> : null}
    </>
  )
}

interface Decision {
  readonly isApproved: boolean
  readonly note?: string
}

function DecideDialog({ of, onClose }: { of: Dataset; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const decide = useAction(datasetEndpoints.decide)
  const { fields } = archiveCalled(of.archive).definition
  return (
    <ActionDialog<Decision>
      open
      onClose={onClose}
      title={t('decideTitle', { name: of.name })}
      text={of.purpose}
      submit={t('decide')}
      running={decide.running}
      error={decide.error}
      onSubmit={async ({ isApproved, note }) => {
        const body = { isApproved, ...(note ? { note } : {}), version: of.version }
        if ((await decide.run({ params: { id: of.id }, body })) === undefined) return false
        void message.success(t('done'))
        return true
      }}
    >
      <Facts
        columns={1}
        items={[
          { label: t('fields'), value: of.fields.map((name) => (fields[name] ? say(fields[name].label) : name)).join(' · ') },
          { label: t('audience'), value: of.audience.map(({ name }) => name).join(' · ') },
          { label: t('grade'), value: <LevelTag level={of.grade} /> },
        ]}
      />
      <Form.Item name="isApproved" label={t('decision')} rules={[{ required: true, message: t('required', { field: t('decision') }) }]}>
        <Radio.Group
          options={[
            { value: true, label: t('agree') },
            { value: false, label: t('refuse') },
          ]}
        />
      </Form.Item>
      <Form.Item name="note" label={t('opinion')} extra={t('opinionHint')}>
        <Input.TextArea rows={2} maxLength={200} />
      </Form.Item>
    </ActionDialog>
  )
}
