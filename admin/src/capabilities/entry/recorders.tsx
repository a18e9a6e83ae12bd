import { type EntryRecorder, entryEndpoints, entryGradeNames, entryGrades } from '@liren/contract/capabilities/entry'
import { App, Button, Form, Select } from 'antd'
import { useState } from 'react'
import { useAction, usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { FilesInput } from '../../engines/archive/files-input.tsx'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { DayInput } from '../../parts/form/day-input.tsx'
import { Card } from '../../parts/page/page.tsx'
import { UserPicker } from '../../parts/person/user-picker.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'
import { words } from './words.ts'

const looks: Readonly<Record<EntryRecorder['state'], Status>> = {
  able: { tone: 'success', icon: 'check' },
  unsigned: { tone: 'warning', icon: 'alert' },
  over: { tone: 'danger', icon: 'hourglass' },
  ended: { tone: 'neutral', icon: 'ban' },
}

/** Who may enter personal data, up to which grade, and until when the agreement binds. */
export function Recorders() {
  const t = useWords(words)
  const say = useText()
  const may = useMay('entry.manage')
  const asked = usePages(entryEndpoints.recorders, { query: { limit: 50 } })
  const [changing, setChanging] = useState<EntryRecorder | 'new'>()
  const [ending, setEnding] = useState<EntryRecorder>()
  return (
    <Card
      title={t('recorders')}
      flush
      extra={
        may ? (
          <Button type="primary" size="small" onClick={() => setChanging('new')}>
            {t('register')}
          </Button>
        ) : null
      }
    >
      <DataTable
        name="entry-recorders"
        caption={t('recorders')}
        asked={asked}
        rowKey={(row: EntryRecorder) => row.id}
        columns={[
          { key: 'person', title: t('person'), always: true, render: (row) => row.user.name },
          { key: 'grade', title: t('grade'), render: (row) => say(entryGrades[row.grade]) },
          {
            key: 'agreement',
            title: t('agreement'),
            render: ({ agreement }) =>
              agreement ? t('agreementSpan', { from: agreement.signedOn, until: agreement.until }) : t('noAgreement'),
          },
          { key: 'state', title: t('state'), width: 120, render: (row) => <StatusTag {...looks[row.state]}>{t(row.state)}</StatusTag> },
          { key: 'registeredBy', title: t('registeredBy'), roomy: true, width: 110, render: (row) => row.registeredBy ?? '–' },
          {
            key: 'actions',
            title: '',
            width: 190,
            render: (row) =>
              may ? (
                <span style={{ display: 'flex', gap: 8 }}>
                  <Button size="small" onClick={() => setChanging(row)}>
                    {t('renew')}
                  </Button>
                  <Button size="small" onClick={() => setEnding(row)}>
                    {t('end')}
                  </Button>
                </span>
              ) : null,
          },
        ]}
        empty={<EmptyState title={t('noRecorders')} text={t('registerText')} scene="rest" />}
      />
      {changing ? (
        <RecorderDialog key={changing === 'new' ? 'new' : changing.id} of={changing} onClose={() => setChanging(undefined)} />
      ) : null}
      {ending ? <EndDialog key={ending.id} of={ending} onClose={() => setEnding(undefined)} /> : null}
    </Card>
  )
}

interface Fields {
  readonly userId: string
  readonly grade: EntryRecorder['grade']
  readonly files?: readonly string[]
  readonly signedOn?: string
  readonly until?: string
}

function RecorderDialog({ of, onClose }: { of: EntryRecorder | 'new'; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const register = useAction(entryEndpoints.register)
  const renew = useAction(entryEndpoints.renew)
  const known = of === 'new' ? undefined : of
  const action = known ? renew : register
  return (
    <ActionDialog<Fields>
      open
      onClose={onClose}
      title={known ? t('renewTitle', { name: known.user.name }) : t('register')}
      text={t('registerText')}
      submit={t(known ? 'renew' : 'register')}
      initial={{ grade: known?.grade ?? 'L3' }}
      running={action.running}
      error={action.error}
      onSubmit={async ({ userId, grade, files = [], signedOn, until }) => {
        const [fileId] = files
        const agreement = fileId && signedOn && until ? { agreement: { fileId, signedOn, until } } : {}
        const done = known
          ? await renew.run({ params: { id: known.id }, body: { grade, version: known.version, ...agreement } })
          : await register.run({ body: { userId, grade, ...agreement } })
        if (done === undefined) return false
        void message.success(t('saved'))
        return true
      }}
    >
      {known ? null : (
        <Form.Item name="userId" label={t('person')} rules={[{ required: true }]}>
          <UserPicker />
        </Form.Item>
      )}
      <Form.Item name="grade" label={t('grade')} rules={[{ required: true }]}>
        <Select options={entryGradeNames.map((grade) => ({ value: grade, label: say(entryGrades[grade]) }))} />
      </Form.Item>
      <Form.Item name="files" label={t('file')}>
        <FilesInput most={1} />
      </Form.Item>
      <Form.Item
        name="signedOn"
        label={t('signedOn')}
        dependencies={['files']}
        rules={[({ getFieldValue }) => ({ required: (getFieldValue('files') ?? []).length > 0 })]}
      >
        <DayInput />
      </Form.Item>
      <Form.Item
        name="until"
        label={t('until')}
        dependencies={['files']}
        rules={[({ getFieldValue }) => ({ required: (getFieldValue('files') ?? []).length > 0 })]}
      >
        <DayInput />
      </Form.Item>
    </ActionDialog>
  )
}

function EndDialog({ of, onClose }: { of: EntryRecorder; onClose: () => void }) {
  const t = useWords(words)
  const end = useAction(entryEndpoints.end)
  return (
    <ActionDialog<{ reason: string }>
      open
      danger
      onClose={onClose}
      title={t('endTitle', { name: of.user.name })}
      text={t('endText')}
      submit={t('end')}
      reason="needed"
      running={end.running}
      error={end.error}
      onSubmit={({ reason }) => end.done({ params: { id: of.id }, body: { reason, version: of.version } })}
    />
  )
}
