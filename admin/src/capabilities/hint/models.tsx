import { type HintModelState, hintEndpoints, hintModelSpec } from '@liren/contract/capabilities/hint'
import { place } from '@liren/contract/capabilities/place'
import { Button, Form, InputNumber, Switch } from 'antd'
import { useMemo, useState } from 'react'
import { pagedOf, useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { useMay } from '../../app/session/store.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { FilterPlace } from '../../parts/place/place-picker.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import type { Column } from '../../parts/table/columns.ts'
import { DataTable } from '../../parts/table/data-table.tsx'
import { ruleText } from './state.tsx'
import { words } from './words.ts'

/** The library of models: what each looks for, where it is on, and how often it was right. */
export default function Models() {
  const t = useWords(words)
  const say = useText()
  const state = useListState()
  const mayManage = useMay('hint.manage')
  const first = useQuery(place.endpoints.list, { query: { kind: 'community', limit: 1 } })
  const communityId = state.filters.community ?? first.data?.items[0]?.id
  const asked = useQuery(hintEndpoints.models, communityId === undefined ? null : { query: { communityId } })
  const save = useAction(hintEndpoints.saveModel)
  const [editing, setEditing] = useState<HintModelState>()
  const spec = editing && hintModelSpec(editing.name)
  const columns = useMemo<readonly Column<HintModelState>[]>(
    () => [
      {
        key: 'model',
        title: t('model'),
        always: true,
        render: (row) => (
          <div>
            <strong>{say(hintModelSpec(row.name).text)}</strong>
            <div>{ruleText(say(hintModelSpec(row.name).rule), row.params)}</div>
          </div>
        ),
      },
      { key: 'version', title: t('version'), roomy: true, render: (row) => row.version },
      {
        key: 'inputs',
        title: t('inputs'),
        roomy: true,
        render: (row) =>
          hintModelSpec(row.name)
            .inputs.map((input) => say(input))
            .join(' · '),
      },
      {
        key: 'precision',
        title: t('precision'),
        render: (row) => (
          <div>
            <strong>{row.metrics.precision === null ? t('notJudged') : `${Math.round(row.metrics.precision * 100)}%`}</strong>
            <div>{t('counts', { raised: row.metrics.raised, confirmed: row.metrics.confirmed, rejected: row.metrics.rejected })}</div>
          </div>
        ),
      },
      {
        key: 'isOn',
        title: t('isOn'),
        always: true,
        render: (row) => (
          <Switch
            checked={row.isOn}
            disabled={!mayManage || save.running || communityId === undefined}
            aria-label={`${t('isOn')} ${say(hintModelSpec(row.name).text)}`}
            onChange={async (isOn) => {
              if (communityId === undefined) return
              await save.run({ body: { communityId, model: row.name, isOn, params: row.params, version: row.stateVersion } })
              asked.reload()
            }}
          />
        ),
      },
      ...(mayManage
        ? [
            {
              key: 'params',
              title: t('params'),
              render: (row: HintModelState) => (
                <Button size="small" onClick={() => setEditing(row)}>
                  {t('setParams')}
                </Button>
              ),
            },
          ]
        : []),
    ],
    [t, say, mayManage, save, communityId, asked],
  )
  return (
    <>
      <PageHead title={t('models')} text={t('modelsText')} />
      <DataTable
        name="hint-models"
        caption={t('models')}
        asked={pagedOf(asked, asked.data?.items)}
        columns={columns}
        rowKey={(row) => row.name}
        empty={<EmptyState what={t('models')} />}
        tools={
          <FilterPlace
            label={t('community')}
            kinds={['community']}
            value={communityId}
            onChange={(value) => state.setFilter('community', value)}
          />
        }
      />
      <ActionDialog<Record<string, number>>
        open={editing !== undefined}
        onClose={() => setEditing(undefined)}
        title={spec ? say(spec.text) : ''}
        text={spec && editing ? ruleText(say(spec.rule), editing.params) : undefined}
        submit={t('save')}
        initial={editing?.params ?? {}}
        running={save.running}
        error={save.error}
        onSubmit={async (values) => {
          if (!editing || communityId === undefined) return false
          const params = { ...editing.params, ...values }
          const done = await save.run({
            body: { communityId, model: editing.name, isOn: editing.isOn, params, version: editing.stateVersion },
          })
          if (done !== undefined) asked.reload()
          return done !== undefined
        }}
      >
        {Object.entries(spec?.params ?? {}).map(([name, param]) => (
          <Form.Item key={name} name={name} label={`${say(param.text)} (${param.min}–${param.max})`}>
            <InputNumber min={param.min} max={param.max} precision={0} style={{ width: '100%' }} />
          </Form.Item>
        ))}
      </ActionDialog>
    </>
  )
}
