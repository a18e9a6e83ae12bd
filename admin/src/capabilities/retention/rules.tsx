import { type RetentionClass, retentionEndpoints } from '@liren/contract/capabilities/retention'
import { App, Button, Form, InputNumber, Switch } from 'antd'
import { useState } from 'react'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { Card } from '../../parts/page/page.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { PlainTable } from '../../parts/table/plain-table.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { DayText } from '../../parts/text/time.tsx'
import { PreviewDialog } from './preview.tsx'
import style from './retention.module.css'
import { words } from './words.ts'

const heads = ['class', 'days', 'least', 'action', 'last'] as const

/** Every class of data with its days. */
export function Rules() {
  const t = useWords(words)
  const say = useText()
  const may = useMay('retention.manage')
  const asked = useQuery(retentionEndpoints.classes)
  const [changing, setChanging] = useState<RetentionClass>()
  const [looking, setLooking] = useState<RetentionClass>()
  return (
    <Card title={t('rules')} flush>
      <Shown asked={asked}>
        {({ items }) => (
          <PlainTable caption={t('rules')} heads={heads.map((head) => t(head))} hasActions>
            {items.map((row) => (
              <tr key={row.class}>
                <th scope="row">
                  {say(row.text)}
                  <div className={style.hint}>{say(row.basis)}</div>
                </th>
                <td>
                  {row.days}{' '}
                  {row.isOn ? null : (
                    <StatusTag tone="neutral" icon="pause">
                      {t('off')}
                    </StatusTag>
                  )}
                </td>
                <td>{row.leastDays}</td>
                <td>{t(row.action)}</td>
                <td>
                  {row.last ? (
                    <>
                      <DayText at={row.last.ranAt} /> · {t('cleared', { count: row.last.deleted })}
                    </>
                  ) : (
                    t('never')
                  )}
                </td>
                <td>
                  <span className={style.bar}>
                    <Button size="small" onClick={() => setLooking(row)}>
                      {t('preview')}
                    </Button>
                    {may ? (
                      <Button size="small" onClick={() => setChanging(row)}>
                        {t('change')}
                      </Button>
                    ) : null}
                  </span>
                </td>
              </tr>
            ))}
          </PlainTable>
        )}
      </Shown>
      {looking ? <PreviewDialog of={looking} onClose={() => setLooking(undefined)} /> : null}
      {changing ? <ChangeDialog key={changing.class} of={changing} onClose={() => setChanging(undefined)} /> : null}
    </Card>
  )
}

function ChangeDialog({ of, onClose }: { of: RetentionClass; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const save = useAction(retentionEndpoints.save)
  return (
    <ActionDialog<{ days: number; isOn: boolean }>
      open
      onClose={onClose}
      title={t('changeTitle', { name: say(of.text) })}
      text={t('changeText', { days: of.leastDays, basis: say(of.basis) })}
      submit={t('save')}
      initial={{ days: of.days, isOn: of.isOn }}
      running={save.running}
      error={save.error}
      onSubmit={async (values) => {
        if ((await save.run({ params: { class: of.class }, body: { ...values, version: of.version } })) === undefined) return false
        void message.success(t('saved'))
        return true
      }}
    >
      <Form.Item name="days" label={t('days')} rules={[{ required: true }]}>
        <InputNumber min={1} max={36_500} precision={0} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="isOn" label={t('isOn')} valuePropName="checked">
        <Switch />
      </Form.Item>
    </ActionDialog>
  )
}
