import { type EntryPaper, entryEndpoints } from '@liren/contract/capabilities/entry'
import { App, Button, Form, Input, InputNumber } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useAction, usePages } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { ViewTabs } from '../../parts/filter/view-tabs.tsx'
import { DayInput } from '../../parts/form/day-input.tsx'
import { Card } from '../../parts/page/page.tsx'
import { PlacePicker } from '../../parts/place/place-picker.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'
import { PaperLines } from './paper-lines.tsx'
import { words } from './words.ts'

const looks: Readonly<Record<EntryPaper['state'], Status>> = {
  kept: { tone: 'success', icon: 'check' },
  out: { tone: 'warning', icon: 'hand' },
  destroyed: { tone: 'neutral', icon: 'trash' },
}
type Step = 'read' | 'returned' | 'destroyed'
const labels = { read: 'read', returned: 'returned', destroyed: 'destroy' } as const

/** The register of paper forms, with what is late. */
export function Papers() {
  const t = useWords(words)
  const state = useListState()
  const { tab = 'papers', state: only, overdue } = state.filters
  const query = {
    limit: 50,
    ...(only === 'kept' || only === 'out' || only === 'destroyed' ? { state: only as EntryPaper['state'] } : {}),
    ...(overdue === 'true' ? { overdue: 'true' as const } : {}),
  }
  const asked = usePages(entryEndpoints.papers, { query })
  const [isKeeping, setKeeping] = useState(false)
  const [moving, setMoving] = useState<{ paper: EntryPaper; step: Step }>()
  const [looking, setLooking] = useState<EntryPaper>()
  return (
    <>
      <ViewTabs
        name="entry-papers"
        state={{ ...state, setFilters: (filters) => state.setFilters({ ...filters, tab }) }}
        views={[
          { name: t('late'), filters: { tab, overdue: 'true' } },
          { name: t('out'), filters: { tab, state: 'out' } },
          { name: t('destroyed'), filters: { tab, state: 'destroyed' } },
        ]}
      />
      <Card
        title={t('papers')}
        flush
        extra={
          <Button type="primary" size="small" onClick={() => setKeeping(true)}>
            {t('keepPaper')}
          </Button>
        }
      >
        <DataTable
          name="entry-papers"
          caption={t('papers')}
          asked={asked}
          rowKey={(row: EntryPaper) => row.id}
          onOpen={setLooking}
          columns={[
            { key: 'paper', title: t('paper'), always: true, render: (row) => row.title },
            { key: 'people', title: t('people'), width: 90, roomy: true, render: (row) => t('peopleOf', { count: row.people }) },
            { key: 'shelf', title: t('shelf'), render: (row) => row.shelf },
            { key: 'keepUntil', title: t('keepUntil'), width: 120, render: (row) => row.keepUntil },
            {
              key: 'state',
              title: t('state'),
              width: 150,
              render: (row) =>
                row.overdue ? (
                  <StatusTag tone="danger" icon="alert">
                    {t(row.overdue === 'return' ? 'lateReturn' : 'lateDestroy')}
                  </StatusTag>
                ) : (
                  <StatusTag {...looks[row.state]}>{t(row.state)}</StatusTag>
                ),
            },
            {
              key: 'actions',
              title: '',
              width: 170,
              render: (row) => (
                <span style={{ display: 'flex', gap: 8 }}>
                  {(['read', 'returned', 'destroyed'] as const)
                    .filter((step) => row.can.includes(step))
                    .map((step) => (
                      <Button
                        key={step}
                        size="small"
                        onClick={(event) => {
                          event.stopPropagation()
                          setMoving({ paper: row, step })
                        }}
                      >
                        {t(labels[step])}
                      </Button>
                    ))}
                </span>
              ),
            },
          ]}
          empty={<EmptyState title={t('noPapers')} text={t('keepText')} scene="rest" />}
        />
      </Card>
      {isKeeping ? <KeepDialog onClose={() => setKeeping(false)} /> : null}
      {moving ? <MoveDialog key={`${moving.paper.id}-${moving.step}`} {...moving} onClose={() => setMoving(undefined)} /> : null}
      <PaperLines of={looking} onClose={() => setLooking(undefined)} />
    </>
  )
}

const today = () => dayjs().format('YYYY-MM-DD')
const needed = [{ required: true }]

interface Kept {
  readonly placeId: string
  readonly title: string
  readonly people: number
  readonly shelf: string
  readonly who: string
  readonly receivedOn: string
  readonly keepUntil: string
}

function KeepDialog({ onClose }: { onClose: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const keep = useAction(entryEndpoints.keepPaper)
  return (
    <ActionDialog<Kept>
      open
      onClose={onClose}
      title={t('keepPaper')}
      text={t('keepText')}
      submit={t('keepPaper')}
      initial={{ receivedOn: today(), people: 1 }}
      running={keep.running}
      error={keep.error}
      onSubmit={async (body) => {
        if ((await keep.run({ body })) === undefined) return false
        void message.success(t('saved'))
        return true
      }}
    >
      <Form.Item name="title" label={t('paper')} rules={needed}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="placeId" label={t('place')} rules={needed}>
        <PlacePicker />
      </Form.Item>
      <Form.Item name="people" label={t('people')} rules={needed}>
        <InputNumber min={1} max={10_000} precision={0} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="shelf" label={t('shelf')} rules={needed}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="who" label={t('who')} rules={needed}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="receivedOn" label={t('receivedOn')} rules={needed}>
        <DayInput />
      </Form.Item>
      <Form.Item name="keepUntil" label={t('keepUntil')} rules={needed}>
        <DayInput />
      </Form.Item>
    </ActionDialog>
  )
}

interface Moved {
  readonly who: string
  readonly on: string
  readonly reason?: string
  readonly witness?: string
  readonly dueOn?: string
}

function MoveDialog({ paper, step, onClose }: { paper: EntryPaper; step: Step; onClose: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const move = useAction(entryEndpoints.movePaper)
  return (
    <ActionDialog<Moved>
      open
      danger={step === 'destroyed'}
      onClose={onClose}
      title={t('moveTitle', { action: t(labels[step]), name: paper.title })}
      text={t('moveText')}
      submit={t(labels[step])}
      initial={{ on: today() }}
      running={move.running}
      error={move.error}
      onSubmit={async (fields) => {
        if ((await move.run({ params: { id: paper.id }, body: { ...fields, action: step, version: paper.version } })) === undefined)
          return false
        void message.success(t('saved'))
        return true
      }}
    >
      <Form.Item name="who" label={t('who')} rules={needed}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="on" label={t('on')} rules={needed}>
        <DayInput />
      </Form.Item>
      {step === 'returned' ? null : (
        <Form.Item name="reason" label={t('reason')} rules={needed}>
          <Input maxLength={200} />
        </Form.Item>
      )}
      {step === 'read' ? (
        <Form.Item name="dueOn" label={t('dueOn')} rules={needed}>
          <DayInput />
        </Form.Item>
      ) : null}
      {step === 'destroyed' ? (
        <Form.Item name="witness" label={t('witness')} rules={needed}>
          <Input maxLength={40} />
        </Form.Item>
      ) : null}
    </ActionDialog>
  )
}
