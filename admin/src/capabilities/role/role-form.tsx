import { type End, ends } from '@liren/contract'
import { type Role, role } from '@liren/contract/capabilities/role'
import { roleText } from '@liren/contract/identity/builtin-roles'
import { App, Checkbox, Form, Input, Tabs } from 'antd'
import { useMemo } from 'react'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { type FieldRuleEntry, type Grant, known } from './content.ts'
import { EndpointDenial } from './endpoint-denial.tsx'
import { FieldRules } from './field-rules.tsx'
import { PermissionMatrix } from './permission-matrix.tsx'
import { words } from './words.ts'

interface Fields {
  name: string
  description?: string
  ends: End[]
  permissions: Grant[]
  fieldRules: FieldRuleEntry[]
  deniedEndpoints: string[]
}

interface Props {
  readonly open: boolean
  readonly onClose: () => void
  readonly onSaved: (saved: Role) => void
  /** Changed in place. */
  readonly role?: Role
  /** Taken as a beginning for a new one. */
  readonly source?: Role | undefined
}

/** A role in three layers: functions with their range, fields, interfaces. */
export function RoleForm({ open, onClose, onSaved, role: it, source }: Props) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const create = useAction(role.endpoints.create)
  const update = useAction(role.endpoints.update, 'user')
  const catalogue = useQuery(role.endpoints.catalogue, open ? {} : null)
  const initial = useMemo<Partial<Fields>>(() => {
    const from = it ?? source
    if (from === undefined) return { ends: ['admin'], permissions: [], fieldRules: [], deniedEndpoints: [] }
    return {
      ...from,
      description: from.description ?? '',
      name: it === undefined ? t('copyName', { name: say(roleText(from)) }) : from.name,
    }
  }, [it, source, t, say])

  const submit = async (fields: Fields): Promise<boolean> => {
    if (catalogue.data === undefined) return false
    const { name, description, ends: at } = fields
    const body = { name, ends: at, ...(description?.trim() ? { description } : {}), ...known(fields, catalogue.data) }
    const saved =
      it === undefined ? await create.run({ body }) : await update.run({ params: { id: it.id }, body: { ...body, version: it.version } })
    if (saved === undefined) return false
    void message.success(it === undefined ? t('createdDone', { name: saved.name }) : t('saved', { name: saved.name, count: saved.holders }))
    onSaved(saved)
    return true
  }
  const exclusive = it?.exclusive ?? null

  return (
    <FormDrawer<Fields>
      open={open}
      onClose={onClose}
      title={t(it === undefined ? 'create' : 'edit')}
      form={form}
      initial={initial}
      onSubmit={submit}
      running={create.running || update.running}
      error={create.error ?? update.error}
      width={820}
      {...(it === undefined && source === undefined ? { draft: 'role.new' } : {})}
    >
      <Form.Item name="name" label={t('name')} rules={[{ required: true, whitespace: true, message: t('required', { field: t('name') }) }]}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="description" label={t('description')}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="ends" label={t('ends')} rules={[{ required: true, type: 'array', min: 1, message: t('endsNeeded') }]}>
        <Checkbox.Group options={ends.map((end) => ({ value: end, label: t(`end_${end}`) }))} />
      </Form.Item>
      <Shown asked={catalogue}>
        {(data) => (
          <Tabs
            items={[
              {
                key: 'permissions',
                label: t('permissions'),
                forceRender: true,
                children: (
                  <Form.Item name="permissions" noStyle>
                    <PermissionMatrix catalogue={data} exclusive={exclusive} />
                  </Form.Item>
                ),
              },
              {
                key: 'fields',
                label: t('fields'),
                forceRender: true,
                children: (
                  <Form.Item name="fieldRules" noStyle>
                    <FieldRules catalogue={data} />
                  </Form.Item>
                ),
              },
              {
                key: 'endpoints',
                label: t('endpoints'),
                forceRender: true,
                children: (
                  <Form.Item name="deniedEndpoints" noStyle>
                    <EndpointDenial catalogue={data} />
                  </Form.Item>
                ),
              },
            ]}
          />
        )}
      </Shown>
    </FormDrawer>
  )
}
