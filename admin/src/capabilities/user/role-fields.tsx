import { role } from '@liren/contract/capabilities/role'
import { roleAbout, roleText } from '@liren/contract/identity/builtin-roles'
import { Button, Form, Select } from 'antd'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { DayField } from '../../parts/form/day-field.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { PlacePicker } from '../../parts/place/place-picker.tsx'
import { words } from './words.ts'

/** The roles that can be chosen from. */
export function useRoleOptions() {
  const asked = usePages(role.endpoints.list, { query: { limit: 100 } })
  const say = useText()
  return (asked.data ?? []).map((entry) => {
    const about = roleAbout(entry)
    return { value: entry.id, label: about ? `${say(roleText(entry))} · ${say(about)}` : say(roleText(entry)) }
  })
}

/** Lines of role and place: who may do what, and where. */
export function RoleFields() {
  const t = useWords(words)
  const options = useRoleOptions()
  return (
    <Form.List name="roles">
      {(fields, { add, remove }) => (
        <>
          {fields.map((field) => (
            <div key={field.key} style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr) 36px', gap: 8 }}>
              <Form.Item
                name={[field.name, 'roleId']}
                label={field.name === 0 ? t('role') : undefined}
                rules={[{ required: true, message: t('required', { field: t('role') }) }]}
              >
                <Select options={options} showSearch={{ optionFilterProp: 'label' }} />
              </Form.Item>
              <Form.Item
                name={[field.name, 'placeId']}
                label={field.name === 0 ? t('roleAt') : undefined}
                rules={[{ required: true, message: t('required', { field: t('roleAt') }) }]}
              >
                <PlacePicker />
              </Form.Item>
              <Button
                type="text"
                aria-label={t('removeRole')}
                icon={<Icon name="close" size={16} />}
                onClick={() => remove(field.name)}
                disabled={fields.length === 1}
                style={{ marginTop: field.name === 0 ? 28 : 0 }}
              />
            </div>
          ))}
          <Button type="dashed" block icon={<Icon name="plus" size={16} />} onClick={() => add({})} disabled={fields.length >= 20}>
            {t('addRole')}
          </Button>
        </>
      )}
    </Form.List>
  )
}

/** One role at one place with an end, for an account that exists. */
export function AssignFields() {
  const t = useWords(words)
  const options = useRoleOptions()
  return (
    <>
      <Form.Item name="roleId" label={t('role')} rules={[{ required: true, message: t('required', { field: t('role') }) }]}>
        <Select options={options} showSearch={{ optionFilterProp: 'label' }} />
      </Form.Item>
      <Form.Item name="placeId" label={t('roleAt')} rules={[{ required: true, message: t('required', { field: t('roleAt') }) }]}>
        <PlacePicker />
      </Form.Item>
      <Form.Item name="validUntil" label={t('roleUntil')} extra={t('roleUntilNote')}>
        <DayField end />
      </Form.Item>
    </>
  )
}
