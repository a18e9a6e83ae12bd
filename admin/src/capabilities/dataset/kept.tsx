import { type Dataset, datasetEndpoints, datasetStates } from '@liren/contract/capabilities/dataset'
import { Button } from 'antd'
import { useState } from 'react'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { archiveCalled } from '../../engines/archive/known.ts'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { EmptyState, NoMatch } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { LevelTag } from '../../parts/tag/level-tag.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { DatasetForm } from './dataset-form.tsx'
import { ApprovalNote, LayerTag, stateLooks } from './looks.tsx'
import { PublishDialog, RetireDialog, SubmitDialog } from './steps.tsx'
import { Versions } from './versions.tsx'
import { words } from './words.ts'

/** What is defined here, published or not. */
export function Kept() {
  const t = useWords(words)
  const say = useText()
  const { filters, setFilters } = useListState()
  const only = datasetStates.find((one) => one === filters.state)
  const asked = usePages(datasetEndpoints.kept, { query: { limit: 50, ...(only ? { state: only } : {}) } })
  const [editing, setEditing] = useState<Dataset | 'new'>()
  const [doing, setDoing] = useState<Step>()
  const [looking, setLooking] = useState<Dataset>()
  const create = (
    <Button type="primary" icon={<Icon name="plus" size={16} />} onClick={() => setEditing('new')}>
      {t('create')}
    </Button>
  )
  return (
    <>
      <DataTable
        name="datasets-kept"
        caption={t('kept')}
        asked={asked}
        rowKey={(row: Dataset) => row.id}
        onOpen={setLooking}
        rowTone={(row) => (row.state === 'retired' ? 'quiet' : undefined)}
        columns={[
          {
            key: 'name',
            title: t('name'),
            always: true,
            render: (row) => (
              <>
                <strong>{row.name}</strong>
                <div style={{ color: 'var(--text-3)', fontSize: 12 }}>{row.audience.map(({ name }) => name).join(' · ')}</div>
              </>
            ),
          },
          { key: 'layer', title: t('layer'), width: 110, render: (row) => <LayerTag layer={row.layer} /> },
          { key: 'grade', title: t('grade'), width: 130, render: (row) => <LevelTag level={row.grade} /> },
          { key: 'archive', title: t('archive'), width: 90, roomy: true, render: (row) => say(archiveCalled(row.archive).definition.text) },
          { key: 'place', title: t('place'), roomy: true, render: (row) => row.place.name },
          {
            key: 'state',
            title: t('state'),
            width: 160,
            render: (row) => (
              <>
                <StatusTag {...stateLooks[row.state]}>{t(row.state)}</StatusTag>
                {row.isChanged && row.state === 'published' ? <div>{t('changed')}</div> : null}
                <ApprovalNote row={row} />
              </>
            ),
          },
          {
            key: 'release',
            title: t('release'),
            width: 90,
            roomy: true,
            render: (row) => (row.release === 0 ? '–' : t('releaseOf', { number: row.release })),
          },
          { key: 'do', title: '', always: true, align: 'end', render: (row) => <Steps row={row} onEdit={setEditing} onStep={setDoing} /> },
        ]}
        tools={
          <>
            <FilterMenu
              label={t('state')}
              value={filters.state}
              onChange={(value) => setFilters({ tab: 'kept', ...(value === undefined ? {} : { state: value }) })}
              options={datasetStates.map((value) => ({ value, label: t(value) }))}
            />
            {create}
          </>
        }
        empty={only ? <NoMatch clear={() => setFilters({ tab: 'kept' })} /> : <EmptyState what={t('one')} />}
      />
      <DatasetForm known={editing} onClose={() => setEditing(undefined)} />
      {doing?.what === 'publish' ? <PublishDialog key={doing.of.id} of={doing.of} onClose={() => setDoing(undefined)} /> : null}
      {doing?.what === 'submit' ? <SubmitDialog key={doing.of.id} of={doing.of} onClose={() => setDoing(undefined)} /> : null}
      {doing?.what === 'retire' ? <RetireDialog key={doing.of.id} of={doing.of} onClose={() => setDoing(undefined)} /> : null}
      <Versions of={looking} onClose={() => setLooking(undefined)} />
    </>
  )
}

interface Step {
  readonly what: 'submit' | 'publish' | 'retire'
  readonly of: Dataset
}

interface StepsProps {
  readonly row: Dataset
  readonly onEdit: (row: Dataset) => void
  readonly onStep: (step: Step) => void
}

function Steps({ row, onEdit, onStep }: StepsProps) {
  const t = useWords(words)
  const steps = {
    change: { label: t('changeIt'), run: () => onEdit(row) },
    submit: { label: t('submit'), run: () => onStep({ what: 'submit', of: row }) },
    publish: { label: t('publish'), run: () => onStep({ what: 'publish', of: row }) },
    retire: { label: t('retire'), run: () => onStep({ what: 'retire', of: row }) },
  }
  return (
    <span style={{ display: 'inline-flex', gap: 4 }}>
      {row.can.map((step) =>
        // decided upon where everything that waits is listed
        step === 'decide' ? null : (
          <Button
            key={step}
            size="small"
            type={step === 'publish' || step === 'submit' ? 'default' : 'text'}
            danger={step === 'retire'}
            onClick={(event) => {
              event.stopPropagation()
              steps[step].run()
            }}
          >
            {steps[step].label}
          </Button>
        ),
      )}
    </span>
  )
}
