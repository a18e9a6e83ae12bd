import { household, relations, relationTexts } from '@liren/contract/capabilities/household'
import { phoneSchema } from '@liren/contract/capabilities/user'
import { App, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import type { Answer } from '../../app/api/call.ts'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { AddButton } from '../../parts/action/add-button.tsx'
import { RecordDrawer } from '../../parts/drawer/record-drawer.tsx'
import { rule } from '../../parts/form/rule.ts'
import { Person } from '../../parts/person/person.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import style from './household.module.css'
import { words } from './words.ts'

type Contact = Answer<typeof household.endpoints.contacts>['items'][number]
interface Fields {
  name: string
  phone: string
  relation: (typeof relations)[number]
}

/** Numbers that a house is known by: who has one is bound without a review. */
export function ContactsDrawer({ house, onClose }: { house: { id: string; name: string } | undefined; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const params = { houseId: house?.id ?? '' }
  const asked = useQuery(household.endpoints.contacts, house === undefined ? null : { params })
  const add = useAction(household.endpoints.addContact)
  const remove = useAction(household.endpoints.removeContact)
  const [adding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<Contact>()
  const needed = (field: string) => ({ required: true, message: t('required', { field }) })
  return (
    <RecordDrawer
      open={house !== undefined}
      onClose={onClose}
      width={520}
      title={t('contactsOf', { house: house?.name ?? '' })}
      actions={<AddButton onClick={() => setAdding(true)}>{t('addContact')}</AddButton>}
    >
      <p className={style.calm}>{t('contactsText')}</p>
      <Shown asked={asked} empty={{ when: (data) => data.items.length === 0, show: <EmptyState title={t('noContacts')} /> }}>
        {(data) => (
          <ul className={style.contacts}>
            {data.items.map((contact) => (
              <li key={contact.id}>
                <Person name={contact.name} note={say(relationTexts[contact.relation])} />
                <span>{contact.phone ?? '–'}</span>
                <Button size="small" type="text" danger onClick={() => setRemoving(contact)}>
                  {t('removeContact')}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Shown>
      <ActionDialog<Fields>
        open={adding}
        onClose={() => setAdding(false)}
        title={t('addContact')}
        submit={t('addContact')}
        initial={{ relation: 'owner' }}
        running={add.running}
        error={add.error}
        onSubmit={async (body) => {
          const added = await add.run({ params, body })
          if (added !== undefined) void message.success(t('contactAdded'))
          return added !== undefined
        }}
      >
        <Form.Item name="name" label={t('name')} rules={[{ ...needed(t('name')), whitespace: true }]}>
          <Input maxLength={40} autoFocus />
        </Form.Item>
        <Form.Item name="phone" label={t('phone')} rules={[needed(t('phone')), rule(phoneSchema(), t('phoneRule'))]}>
          <Input maxLength={11} inputMode="tel" />
        </Form.Item>
        <Form.Item name="relation" label={t('relation')}>
          <Select options={relations.map((value) => ({ value, label: say(relationTexts[value]) }))} />
        </Form.Item>
      </ActionDialog>
      <ActionDialog
        open={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        title={t('removeContactTitle', { name: removing?.name ?? '' })}
        text={t('removeContactText')}
        submit={t('removeContact')}
        danger
        running={remove.running}
        error={remove.error}
        onSubmit={async () => removing !== undefined && remove.done({ params: { ...params, id: removing.id } })}
      />
    </RecordDrawer>
  )
}
