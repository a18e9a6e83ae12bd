import { device as contract } from '@liren/contract/capabilities/device'
import { user } from '@liren/contract/capabilities/user'
import type { AccessKind, DeviceAccess } from '@liren/contract/device/access-endpoints'
import { roleText } from '@liren/contract/identity/builtin-roles'
import { App, Button, Form, Segmented, Select } from 'antd'
import { useState } from 'react'
import { useAction, usePages, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { Section } from '../../parts/drawer/record-drawer.tsx'
import { FormError } from '../../parts/form/error.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { UserPicker } from '../../parts/person/user-picker.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { words } from './access-words.ts'
import style from './device.module.css'

type Entry = DeviceAccess['entries'][number]
interface Fields {
  kind: AccessKind
  id: string
  effect: Entry['effect']
}

/** Who may command this device: kept for some, closed to others, and what comes of it for everybody whose roles reach it. */
export function Access({ id }: { id: string }) {
  const asked = useQuery(contract.endpoints.access, { params: { id } })
  return <Shown asked={asked}>{(data) => <Lists id={id} data={data} />}</Shown>
}

function Lists({ id, data }: { id: string; data: DeviceAccess }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const set = useAction(contract.endpoints.setAccess)
  const [adding, setAdding] = useState(false)
  const nameOf = (entry: Entry) => {
    const role = entry.kind === 'role' ? data.roles.find((one) => one.id === entry.id) : undefined
    return role ? say(roleText(role)) : entry.name || entry.id
  }
  const save = async (entries: readonly Fields[]) => {
    const body = { entries: entries.map(({ kind, id: subject, effect }) => ({ kind, id: subject, effect })), version: data.version }
    const saved = await set.run({ params: { id }, body })
    if (saved !== undefined) void message.success(t('saved'))
    return saved !== undefined
  }
  return (
    <>
      <Section
        title={t('entries')}
        extra={
          <Button size="small" icon={<Icon name="plus" size={16} />} onClick={() => setAdding(true)}>
            {t('add')}
          </Button>
        }
      >
        <p className={style.calm}>{t(data.entries.some(({ effect }) => effect === 'allow') ? 'textListed' : 'textOpen')}</p>
        {!adding && <FormError error={set.error} />}
        <ul className={style.access}>
          {data.entries.map((entry) => (
            <li key={`${entry.kind} ${entry.id}`}>
              <StatusTag tone={entry.effect === 'deny' ? 'danger' : 'success'} icon={entry.effect === 'deny' ? 'ban' : 'check'}>
                {t(entry.effect)}
              </StatusTag>
              <div>
                <strong>{nameOf(entry)}</strong>
                <small>
                  {t(entry.kind)} · {entry.setBy ?? t('house')} <TimeText at={entry.setAt} />
                </small>
              </div>
              <Button size="small" type="text" onClick={() => void save(data.entries.filter((other) => other !== entry))}>
                {t('remove')}
              </Button>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t('people', { count: data.people.length })}>
        <p className={style.calm}>{t('peopleText')}</p>
        <ul className={style.access}>
          {data.people.map((person) => (
            <li key={person.id}>
              <Icon name="user" />
              <div>
                <strong>{person.name}</strong>
                <small>{person.by === null ? t(person.standing) : `${t(person.standing)} · ${t(`by_${person.by}`)}`}</small>
              </div>
              <StatusTag tone={person.may ? 'success' : 'danger'} icon={person.may ? 'check' : 'ban'}>
                {t(person.may ? 'may' : 'mayNot')}
              </StatusTag>
            </li>
          ))}
        </ul>
      </Section>
      <ActionDialog<Fields>
        open={adding}
        onClose={() => setAdding(false)}
        title={t('add')}
        text={t('addText')}
        submit={t('save')}
        running={set.running}
        error={set.error}
        initial={{ kind: 'department', effect: 'allow' }}
        onSubmit={(fields) => save([...data.entries.filter((one) => one.kind !== fields.kind || one.id !== fields.id), fields])}
      >
        <SubjectFields roles={data.roles} />
      </ActionDialog>
    </>
  )
}

function SubjectFields({ roles }: { roles: DeviceAccess['roles'] }) {
  const t = useWords(words)
  const say = useText()
  const form = Form.useFormInstance<Fields>()
  const kind = Form.useWatch('kind', form) ?? 'department'
  const departments = usePages(user.endpoints.departments, { query: { limit: 100 } })
  const options = {
    department: (departments.data ?? []).map((one) => ({ value: one.id, label: `${one.name} · ${one.place.name}` })),
    role: roles.map((one) => ({ value: one.id, label: say(roleText(one)) })),
    user: [],
  }
  return (
    <>
      <Form.Item name="effect" label={t('effect')} rules={[{ required: true }]}>
        <Segmented
          options={[
            { value: 'allow', label: t('allow') },
            { value: 'deny', label: t('deny') },
          ]}
        />
      </Form.Item>
      <Form.Item name="kind" label={t('whoKind')} rules={[{ required: true }]}>
        <Segmented
          options={(['department', 'role', 'user'] as const).map((value) => ({ value, label: t(value) }))}
          onChange={() => form.resetFields(['id'])}
        />
      </Form.Item>
      <Form.Item name="id" label={t(kind)} rules={[{ required: true, message: t('required', { field: t(kind) }) }]}>
        {kind === 'user' ? <UserPicker /> : <Select options={options[kind]} showSearch={{ optionFilterProp: 'label' }} />}
      </Form.Item>
    </>
  )
}
