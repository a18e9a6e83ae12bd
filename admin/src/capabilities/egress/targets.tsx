import { gradeTexts } from '@liren/contract/capabilities/catalogue'
import { type EgressTarget, egressEndpoints } from '@liren/contract/capabilities/egress'
import { App, Button, Form, Select } from 'antd'
import { useMemo, useState } from 'react'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { Card } from '../../parts/page/page.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { PlainTable } from '../../parts/table/plain-table.tsx'
import { LevelTag } from '../../parts/tag/level-tag.tsx'
import style from './egress.module.css'
import { words } from './words.ts'

/** Every way out with its clearance. */
export function Targets() {
  const t = useWords(words)
  const may = useMay('egress.manage')
  const asked = useQuery(egressEndpoints.targets)
  const [setting, setSetting] = useState<EgressTarget>()
  return (
    <Card title={t('targets')} flush>
      <Shown asked={asked}>
        {({ items }) => (
          <PlainTable caption={t('targets')} heads={(['name', 'kind', 'clearance'] as const).map((head) => t(head))} hasActions>
            {items.map((row) => (
              <tr key={row.id}>
                <th scope="row">{row.name}</th>
                <td>{t(row.kind)}</td>
                <td>
                  <LevelTag level={row.clearance} /> {row.isUsual ? <span className={style.hint}>{t('usual')}</span> : null}
                </td>
                <td>
                  {may ? (
                    <Button size="small" onClick={() => setSetting(row)}>
                      {t('set')}
                    </Button>
                  ) : null}
                </td>
              </tr>
            ))}
          </PlainTable>
        )}
      </Shown>
      {setting ? <SetDialog key={setting.id} of={setting} onClose={() => setSetting(undefined)} /> : null}
    </Card>
  )
}

const standing = ['L1', 'L2', 'L3'] as const

function SetDialog({ of, onClose }: { of: EgressTarget; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const clear = useAction(egressEndpoints.clear)
  const options = useMemo(
    () =>
      standing
        .filter((value) => of.kind === 'workbook' || value <= 'L2')
        .map((value) => ({ value, label: `${value} ${say(gradeTexts[value])}` })),
    [say, of.kind],
  )
  return (
    <ActionDialog<{ clearance: (typeof standing)[number] }>
      open
      onClose={onClose}
      title={t('setTitle', { name: of.name })}
      text={t('setText')}
      submit={t('save')}
      initial={of.clearance === 'L4' ? {} : { clearance: of.clearance }}
      running={clear.running}
      error={clear.error}
      onSubmit={async (values) => {
        if ((await clear.run({ params: { kind: of.kind, id: of.id }, body: { ...values, version: of.version } })) === undefined)
          return false
        void message.success(t('saved'))
        return true
      }}
    >
      <Form.Item name="clearance" label={t('clearance')} rules={[{ required: true }]}>
        <Select options={options} />
      </Form.Item>
    </ActionDialog>
  )
}
