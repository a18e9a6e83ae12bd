import { role } from '@liren/contract/capabilities/role'
import type { User } from '@liren/contract/capabilities/user'
import { roleText } from '@liren/contract/identity/builtin-roles'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { Section } from '../../parts/drawer/record-drawer.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { DayText } from '../../parts/text/time.tsx'
import { AssignFields } from './role-fields.tsx'
import style from './user.module.css'
import { words } from './words.ts'

type Assignment = User['roles'][number]

/** Roles of an account with their places, and what they come to in the end. */
export function UserAccess({ person }: { person: User }) {
  const say = useText()
  const t = useWords(words)
  const { message } = App.useApp()
  const mayManage = useMay('role.manage') && person.state !== 'retired'
  const [assigning, setAssigning] = useState(false)
  const [taking, setTaking] = useState<Assignment>()
  const [effective, setEffective] = useState(false)
  const assign = useAction(role.endpoints.assign, 'user')
  const unassign = useAction(role.endpoints.unassign, 'user')
  const subject = { kind: 'user', id: person.id } as const

  return (
    <Section
      title={t('access')}
      extra={
        mayManage && (
          <Button size="small" icon={<Icon name="plus" size={16} />} onClick={() => setAssigning(true)}>
            {t('assign')}
          </Button>
        )
      }
    >
      {person.roles.length === 0 && <p className={style.none}>{t('noRoles')}</p>}
      <ul className={style.roles}>
        {person.roles.map((given) => (
          <li key={given.id}>
            <Icon name="role" />
            <div>
              <strong>{say(roleText(given.role))}</strong>
              <small>
                {given.place.name}
                {given.validUntil !== null && (
                  <>
                    {' '}
                    · {t('validUntil')} <DayText at={given.validUntil} />
                  </>
                )}
              </small>
            </div>
            {mayManage && (
              <Button size="small" type="text" onClick={() => setTaking(given)}>
                {t('unassign')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Button type="link" size="small" onClick={() => setEffective(!effective)} aria-expanded={effective} style={{ paddingInline: 0 }}>
        {t('effective')} <Icon name={effective ? 'down' : 'right'} size={14} />
      </Button>
      {effective && <Effective person={person} />}

      <ActionDialog<{ roleId: string; placeId: string; validUntil?: string | null }>
        open={assigning}
        onClose={() => setAssigning(false)}
        title={t('assignTo', { name: person.name })}
        submit={t('assign')}
        running={assign.running}
        error={assign.error}
        {...(person.place === null ? {} : { initial: { placeId: person.place.id } })}
        onSubmit={async (body) => (await assign.run({ params: subject, body })) !== undefined}
      >
        <AssignFields />
      </ActionDialog>
      <ActionDialog
        open={taking !== undefined}
        onClose={() => setTaking(undefined)}
        title={t('unassignTitle', { name: person.name, place: taking?.place.name ?? '', role: taking ? say(roleText(taking.role)) : '' })}
        text={t('unassignText')}
        submit={t('unassignSubmit')}
        danger
        running={unassign.running}
        error={unassign.error}
        onSubmit={async () => {
          if (taking === undefined) return true
          if (!(await unassign.done({ params: { ...subject, assignmentId: taking.id } }))) return false
          void message.success(t('unassigned', { role: say(roleText(taking.role)) }))
          return true
        }}
      />
    </Section>
  )
}

const sources = { role: 'sourceRole', 'department-role': 'sourceDepartment', direct: 'sourceDirect', household: 'sourceHousehold' } as const

function Effective({ person }: { person: User }) {
  const t = useWords(words)
  const say = useText()
  const asked = useQuery(role.endpoints.effective, { params: { kind: 'user', id: person.id } })
  return (
    <div className={style.effective}>
      <p className={style.none}>{t('effectiveText')}</p>
      <Shown asked={asked}>
        {(data) => (
          <ul>
            {data.permissions.map((held) => (
              <li key={`${held.code} ${held.place.id} ${held.source.kind} ${held.source.name}`}>
                <span>{say(held.text)}</span>
                <small>{held.place.name}</small>
                <small>
                  {t(sources[held.source.kind])} · {say(roleText(held.source))}
                </small>
              </li>
            ))}
            {data.denied.map((denied) => (
              <li key={`-${denied.code} ${denied.place.id}`}>
                <span>{say(denied.text)}</span>
                <small>{denied.place.name}</small>
                <StatusTag tone="danger" icon="ban">
                  {denied.code}
                </StatusTag>
              </li>
            ))}
          </ul>
        )}
      </Shown>
    </div>
  )
}
