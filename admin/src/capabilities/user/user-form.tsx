import { accountSchema, phoneSchema, type User, user, userClasses, userClassTexts } from '@liren/contract/capabilities/user'
import { App, Form, Input, InputNumber, Select } from 'antd'
import dayjs from 'dayjs'
import { useMemo } from 'react'
import { useAction, usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { DayField } from '../../parts/form/day-field.tsx'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { PasswordField, PasswordRules } from '../../parts/form/password-field.tsx'
import { rule } from '../../parts/form/rule.ts'
import { PlacePicker } from '../../parts/place/place-picker.tsx'
import { RoleFields } from './role-fields.tsx'
import { words } from './words.ts'

interface Fields {
  account: string
  password: string
  name: string
  phone: string
  class: User['class']
  placeId: string
  departmentId?: string | null
  validFrom?: string
  validUntil: string
  idleMinutes: number
  maxFailures: number
  roles: { roleId: string; placeId: string }[]
}

const year = 365
const fresh = (): Partial<Fields> => ({
  class: 'property',
  idleMinutes: 30,
  maxFailures: 5,
  validUntil: dayjs().add(year, 'day').endOf('day').toISOString(),
  roles: [{} as Fields['roles'][number]],
})

const known = (person: User): Partial<Fields> => ({
  name: person.name,
  class: person.class,
  ...(person.place === null ? {} : { placeId: person.place.id }),
  departmentId: person.department?.id ?? null,
  validFrom: person.validFrom,
  validUntil: person.validUntil,
  idleMinutes: person.idleMinutes,
  maxFailures: person.maxFailures,
})

interface Props {
  readonly open: boolean
  readonly onClose: () => void
  readonly onSaved: (saved: User) => void
  /** Absent: a new account. */
  readonly person?: User
}

/** A new account with everything the standards ask for, or the particulars of one that exists. */
export function UserForm({ open, onClose, onSaved, person }: Props) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const create = useAction(user.endpoints.create)
  const update = useAction(user.endpoints.update)
  const departments = usePages(user.endpoints.departments, open ? { query: { limit: 100 } } : null)
  const initial = useMemo(() => (person === undefined ? fresh() : known(person)), [person])
  const required = (field: 'account' | 'name' | 'phone' | 'class' | 'place' | 'validUntil' | 'idleMinutes' | 'maxFailures') => ({
    required: true,
    message: t('required', { field: t(field) }),
  })

  const submit = async (fields: Fields): Promise<boolean> => {
    // An untouched phone is masked here and must not be sent back.
    const saved =
      person === undefined
        ? await create.run({ body: { ...fields, departmentId: fields.departmentId ?? null } })
        : await update.run({ params: { id: person.id }, body: { ...fields, version: person.version } })
    if (saved === undefined) return false
    void message.success(person === undefined ? t('createdDone', { account: saved.account ?? '' }) : t('saved'))
    onSaved(saved)
    return true
  }

  return (
    <FormDrawer<Fields>
      open={open}
      onClose={onClose}
      title={t(person === undefined ? 'create' : 'edit')}
      form={form}
      initial={initial}
      onSubmit={submit}
      running={create.running || update.running}
      error={create.error ?? update.error}
      draft={person === undefined ? 'user.new' : `user.${person.id}`}
      secrets={['password', 'phone']}
    >
      {person === undefined && (
        <>
          <Form.Item name="account" label={t('account')} rules={[required('account'), rule(accountSchema(), t('accountRule'))]}>
            <Input maxLength={40} autoComplete="off" autoCapitalize="none" spellCheck={false} />
          </Form.Item>
          <PasswordField
            label={t('password')}
            extra={
              <>
                {t('passwordNote')} · <PasswordRules />
              </>
            }
          />
        </>
      )}
      <Form.Item name="name" label={t('name')} rules={[{ ...required('name'), whitespace: true }]}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item
        name="phone"
        label={t('phone')}
        rules={[...(person === undefined ? [required('phone')] : []), rule(phoneSchema(), t('phoneRule'))]}
      >
        <Input maxLength={11} inputMode="tel" placeholder={person?.phone ?? undefined} />
      </Form.Item>
      <div style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)', gap: '0 16px' }}>
        <Form.Item name="class" label={t('class')} rules={[required('class')]}>
          <Select options={userClasses.map((value) => ({ value, label: say(userClassTexts[value]) }))} />
        </Form.Item>
        <Form.Item name="placeId" label={t('place')} rules={[required('place')]}>
          <PlacePicker />
        </Form.Item>
        <Form.Item name="departmentId" label={t('department')}>
          <Select
            allowClear
            placeholder={t('noDepartment')}
            options={(departments.data ?? []).map((entry) => ({ value: entry.id, label: `${entry.name} · ${entry.place.name}` }))}
          />
        </Form.Item>
        <Form.Item name="validUntil" label={t('validUntil')} rules={[required('validUntil')]}>
          <DayField end />
        </Form.Item>
        <Form.Item name="idleMinutes" label={t('idleMinutes')} rules={[required('idleMinutes')]} extra={t('idleRule')}>
          <InputNumber min={1} max={43_200} precision={0} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="maxFailures" label={t('maxFailures')} rules={[required('maxFailures')]} extra={t('failuresRule')}>
          <InputNumber min={1} max={20} precision={0} style={{ width: '100%' }} />
        </Form.Item>
      </div>
      {person === undefined && <RoleFields />}
    </FormDrawer>
  )
}
