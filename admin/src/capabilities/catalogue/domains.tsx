import {
  type CatalogueDomainItem,
  catalogueDomains,
  catalogueEndpoints,
  warehouses,
  warehouseTexts,
} from '@liren/contract/capabilities/catalogue'
import { App, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { Card } from '../../parts/page/page.tsx'
import { UserPicker } from '../../parts/person/user-picker.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { PlainTable } from '../../parts/table/plain-table.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import style from './catalogue.module.css'
import { Grants } from './grants.tsx'
import { words } from './words.ts'

/** Every kind of data with who owns it, answers for it and manages its grants. */
export function Domains() {
  const t = useWords(words)
  const say = useText()
  const may = useMay('catalogue.manage')
  const asked = useQuery(catalogueEndpoints.domains)
  const [naming, setNaming] = useState<CatalogueDomainItem>()
  const [looking, setLooking] = useState<CatalogueDomainItem>()
  const someone = (person: { name: string } | null) =>
    person ? (
      person.name
    ) : (
      <StatusTag tone="warning" icon="alert">
        {t('nobody')}
      </StatusTag>
    )
  return (
    <Shown asked={asked}>
      {({ items }) => (
        <div className={style.stack}>
          {warehouses.map((warehouse) => (
            <Card key={warehouse} title={say(warehouseTexts[warehouse])} flush>
              <PlainTable
                caption={say(warehouseTexts[warehouse])}
                heads={(['domain', 'owner', 'responsible', 'manager'] as const).map((head) => t(head))}
                hasActions
              >
                {items
                  .filter((row) => row.warehouse === warehouse)
                  .map((row) => (
                    <tr key={row.domain}>
                      <th scope="row">
                        {say(row.text)}
                        <div className={style.hint}>
                          {t('size', { tables: row.tables, fields: row.fields })} · {t('sealed', { count: row.sealed })}
                        </div>
                      </th>
                      <td>{row.version === 0 ? say(catalogueDomains[row.domain].owner) : row.owner}</td>
                      <td>{someone(row.responsible)}</td>
                      <td>{someone(row.manager)}</td>
                      <td>
                        <span className={style.bar}>
                          <Button size="small" onClick={() => setLooking(row)}>
                            {t('grants')}
                          </Button>
                          {may ? (
                            <Button size="small" onClick={() => setNaming(row)}>
                              {t('name')}
                            </Button>
                          ) : null}
                        </span>
                      </td>
                    </tr>
                  ))}
              </PlainTable>
            </Card>
          ))}
          <Grants of={looking} onClose={() => setLooking(undefined)} />
          {naming ? <StewardDialog key={naming.domain} of={naming} onClose={() => setNaming(undefined)} /> : null}
        </div>
      )}
    </Shown>
  )
}

interface Named {
  readonly owner: string
  readonly responsibleId: string
  readonly managerId: string
}

function StewardDialog({ of, onClose }: { of: CatalogueDomainItem; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const save = useAction(catalogueEndpoints.steward)
  return (
    <ActionDialog<Named>
      open
      onClose={onClose}
      title={t('nameTitle', { name: say(of.text) })}
      text={t('nameText')}
      submit={t('save')}
      initial={{ owner: of.owner }}
      running={save.running}
      error={save.error}
      onSubmit={async (values) => {
        if ((await save.run({ params: { domain: of.domain }, body: { ...values, version: of.version } })) === undefined) return false
        void message.success(t('saved'))
        return true
      }}
    >
      <Form.Item name="owner" label={t('owner')} rules={[{ required: true }]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="responsibleId" label={t('responsible')} extra={of.responsible?.name} rules={[{ required: true }]}>
        <UserPicker />
      </Form.Item>
      <Form.Item name="managerId" label={t('manager')} extra={of.manager?.name} rules={[{ required: true }]}>
        <UserPicker />
      </Form.Item>
    </ActionDialog>
  )
}
