import { role } from '@liren/contract/capabilities/role'
import { Button, Form, Segmented, Select } from 'antd'
import { useState } from 'react'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { PlacePicker } from '../../parts/place/place-picker.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import type { Subject } from './subject-access.tsx'
import style from './user.module.css'
import { words } from './words.ts'

interface Fields {
  readonly code: string
  readonly effect: 'allow' | 'deny'
  readonly placeId: string
}

/** Single permissions that are given or taken beside the roles; what is taken wins. */
export function Overrides({ subject, placeId, mayManage }: { subject: Subject; placeId: string | undefined; mayManage: boolean }) {
  const t = useWords(words)
  const say = useText()
  const maySee = useMay('role.read')
  const asked = useQuery(role.endpoints.access, maySee ? { params: subject } : null)
  const [adding, setAdding] = useState(false)
  const catalogue = useQuery(role.endpoints.catalogue, maySee ? {} : null)
  const put = useAction(role.endpoints.override)
  const names = new Map(catalogue.data?.groups.flatMap((group) => group.permissions.map(({ code, text }) => [code, say(text)] as const)))
  const change = (body: Fields | { code: string; effect: 'default'; placeId: string }) => put.done({ params: subject, body })
  const given = asked.data?.overrides ?? []
  if (given.length === 0 && !mayManage) return null
  return (
    <div>
      <ul className={style.roles} aria-label={t('direct')}>
        {given.map((one) => (
          <li key={one.id}>
            <StatusTag tone={one.effect === 'deny' ? 'danger' : 'success'} icon={one.effect === 'deny' ? 'ban' : 'check'}>
              {t(one.effect === 'deny' ? 'taken' : 'given')}
            </StatusTag>
            <div>
              <strong>{names.get(one.code) ?? one.code}</strong>
              <small>{one.place.name}</small>
            </div>
            {mayManage && (
              <Button size="small" type="text" onClick={() => void change({ code: one.code, effect: 'default', placeId: one.place.id })}>
                {t('undoDirect')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {mayManage && (
        <Button type="link" size="small" style={{ paddingInline: 0 }} onClick={() => setAdding(true)}>
          {t('addDirect')}
        </Button>
      )}
      <ActionDialog<Fields>
        open={adding}
        onClose={() => setAdding(false)}
        title={t('addDirect')}
        text={t('directText')}
        submit={t('saveDirect')}
        running={put.running}
        error={put.error}
        initial={{ effect: 'allow', ...(placeId === undefined ? {} : { placeId }) }}
        onSubmit={change}
      >
        <Form.Item name="code" label={t('permission')} rules={[{ required: true, message: t('required', { field: t('permission') }) }]}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={(catalogue.data?.groups ?? [])
              .map((group) => ({
                label: say(group.text),
                options: group.permissions
                  .filter(({ reserved }) => reserved === null)
                  .map(({ code, text }) => ({ value: code, label: say(text) })),
              }))
              .filter(({ options }) => options.length > 0)}
          />
        </Form.Item>
        <Form.Item name="effect" label={t('effect')} rules={[{ required: true }]}>
          <Segmented
            options={[
              { value: 'allow', label: t('given') },
              { value: 'deny', label: t('taken') },
            ]}
          />
        </Form.Item>
        <Form.Item name="placeId" label={t('roleAt')} rules={[{ required: true, message: t('required', { field: t('roleAt') }) }]}>
          <PlacePicker />
        </Form.Item>
      </ActionDialog>
    </div>
  )
}
