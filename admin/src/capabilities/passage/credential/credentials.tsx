import { type Credential, passageEndpoints } from '@liren/contract/capabilities/passage'
import { App, Button, Form, Input, Segmented } from 'antd'
import { useState } from 'react'
import { useAction, useQuery } from '../../../app/api/use.ts'
import { useWords } from '../../../app/language/use.ts'
import type { PanelProps } from '../../../app/nav/registry.ts'
import { ActionDialog } from '../../../parts/action/action-dialog.tsx'
import { FormDrawer } from '../../../parts/form/form-drawer.tsx'
import { EmptyState } from '../../../parts/state/empty.tsx'
import { Shown } from '../../../parts/state/shown.tsx'
import { TimeText } from '../../../parts/text/time.tsx'
import style from '../gate/gate.module.css'
import { words } from './words.ts'

interface Fields {
  readonly kind: 'card' | 'number'
  readonly credential: string
}

/** What gates know a person by: given, and taken back for a reason. */
export default function Credentials({ id }: PanelProps) {
  const t = useWords(words)
  const asked = useQuery(passageEndpoints.credentials, { query: { personId: id } })
  const [binding, setBinding] = useState(false)
  const [ending, setEnding] = useState<Credential>()
  const end = useAction(passageEndpoints.unbind)
  return (
    <section className={style.page} aria-label={t('title')}>
      <p className={style.note}>{t('text')}</p>
      <div>
        <Button type="primary" onClick={() => setBinding(true)}>
          {t('bind')}
        </Button>
      </div>
      <Shown
        asked={asked}
        empty={{ when: ({ items }) => items.length === 0, show: <EmptyState title={t('none')} text={t('noneText')} scene="rest" /> }}
      >
        {({ items }) => (
          <table className={style.table}>
            <caption className="visually-hidden">{t('title')}</caption>
            <thead>
              <tr>
                {(['tail', 'kind', 'at', 'by'] as const).map((key) => (
                  <th key={key} scope="col">
                    {t(key)}
                  </th>
                ))}
                <td />
              </tr>
            </thead>
            <tbody>
              {items.map((row) => (
                <tr key={row.id}>
                  <th scope="row">{row.tail}</th>
                  <td>{t(row.kind)}</td>
                  <td>
                    <TimeText at={row.boundAt} />
                  </td>
                  <td>{row.boundBy}</td>
                  <td>
                    <Button size="small" onClick={() => setEnding(row)} aria-label={`${t('end')} ${row.tail}`}>
                      {t('end')}
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Shown>
      {binding && <BindForm personId={id} onClose={() => setBinding(false)} />}
      <ActionDialog
        open={ending !== undefined}
        onClose={() => {
          setEnding(undefined)
          end.clear()
        }}
        title={t('endTitle', { tail: ending?.tail ?? '' })}
        text={t('endText')}
        submit={t('endDo')}
        danger
        reason="needed"
        running={end.running}
        error={end.error}
        onSubmit={async ({ reason }) =>
          ending !== undefined && end.done({ params: { id: ending.id }, body: { version: ending.version, reason } })
        }
      />
    </section>
  )
}

function BindForm({ personId, onClose }: { personId: string; onClose: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const bind = useAction(passageEndpoints.bind)
  return (
    <FormDrawer<Fields>
      open
      onClose={onClose}
      title={t('bind')}
      form={form}
      initial={{ kind: 'card' }}
      running={bind.running}
      error={bind.error}
      submit={t('bind')}
      onSubmit={async (fields) => {
        const bound = await bind.run({ body: { personId, ...fields } })
        if (bound) void message.success(t('saved'))
        return bound !== undefined
      }}
    >
      <Form.Item name="kind" label={t('kind')} required>
        <Segmented options={(['card', 'number'] as const).map((value) => ({ value, label: t(value) }))} />
      </Form.Item>
      <Form.Item name="credential" label={t('credential')} rules={[{ required: true, message: t('required', { field: t('credential') }) }]}>
        <Input maxLength={80} autoComplete="off" />
      </Form.Item>
    </FormDrawer>
  )
}
