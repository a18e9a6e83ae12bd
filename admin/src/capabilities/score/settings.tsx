import { type ScoreSetting, scoreEndpoints, scoreSettingNames, scoreSettings } from '@liren/contract/capabilities/score'
import { Button, Form, InputNumber } from 'antd'
import { useState } from 'react'
import { pagedOf, useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { words } from './words.ts'

/** What each community counts how much, and from how many points on a level begins. */
export function Settings() {
  const t = useWords(words)
  const say = useText()
  const mayManage = useMay('score.manage')
  const asked = useQuery(scoreEndpoints.settings)
  const save = useAction(scoreEndpoints.saveSetting)
  const [editing, setEditing] = useState<ScoreSetting>()
  return (
    <>
      <DataTable
        name="org-score-settings"
        caption={t('tabSettings')}
        asked={pagedOf(asked, asked.data?.items)}
        rowKey={(row: ScoreSetting) => row.community.id}
        empty={<EmptyState title={t('noCommunity')} />}
        columns={[
          { key: 'community', title: t('community'), always: true, render: (row) => <strong>{row.community.name}</strong> },
          {
            key: 'limits',
            title: t('tabSettings'),
            always: true,
            render: ({ values: { general, larger, grave } }) => t('limits', { general, larger, grave }),
          },
          { key: 'source', title: t('source'), roomy: true, render: (row) => t(row.version === 0 ? 'usual' : 'own') },
          { key: 'changed', title: t('changed'), render: (row) => (row.changedAt ? <TimeText at={row.changedAt} /> : t('none')) },
          ...(mayManage
            ? [
                {
                  key: 'set',
                  title: '',
                  always: true,
                  render: (row: ScoreSetting) => (
                    <Button size="small" onClick={() => setEditing(row)}>
                      {t('set')}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      <ActionDialog<ScoreSetting['values']>
        open={editing !== undefined}
        onClose={() => setEditing(undefined)}
        title={t('setTitle', { name: editing?.community.name ?? '' })}
        text={t('setText')}
        submit={t('save')}
        initial={editing?.values ?? {}}
        running={save.running}
        error={save.error}
        onSubmit={async (changed) => {
          if (!editing) return false
          const values = { ...editing.values, ...changed }
          const done = await save.run({ body: { communityId: editing.community.id, values, version: editing.version } })
          if (done !== undefined) asked.reload()
          return done !== undefined
        }}
      >
        <div style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(200px, 1fr))', columnGap: 16 }}>
          {scoreSettingNames.map((name) => (
            <Form.Item key={name} name={name} label={say(scoreSettings[name].text)} rules={[{ required: true, message: t('needed') }]}>
              <InputNumber min={scoreSettings[name].min} max={scoreSettings[name].max} precision={0} style={{ width: '100%' }} />
            </Form.Item>
          ))}
        </div>
      </ActionDialog>
    </>
  )
}
