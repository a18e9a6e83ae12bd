import { role, type SubjectKind } from '@liren/contract/capabilities/role'
import { roleText } from '@liren/contract/identity/builtin-roles'
import { App, Button } from 'antd'
import { useState } from 'react'
import type { Answer } from '../../app/api/call.ts'
import { useAction } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { Section } from '../../parts/drawer/record-drawer.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { DayText } from '../../parts/text/time.tsx'
import { Effective } from './effective.tsx'
import { Overrides } from './overrides.tsx'
import { AssignFields } from './role-fields.tsx'
import style from './user.module.css'
import { words } from './words.ts'

export interface Subject {
  readonly kind: SubjectKind
  readonly id: string
}
type Assignment = Answer<typeof role.endpoints.access>['assignments'][number]

interface Props {
  readonly subject: Subject
  readonly name: string
  readonly placeId: string | undefined
  readonly assignments: readonly Assignment[]
  /** Whoever is gone is only looked at. */
  readonly isGone?: boolean
}

/** Roles of a person or a department with their places, what was given or taken directly, and what it comes to in the end. */
export function SubjectAccess({ subject, name, placeId, assignments, isGone = false }: Props) {
  const say = useText()
  const t = useWords(words)
  const { message } = App.useApp()
  const mayManage = useMay('role.manage') && !isGone
  const [assigning, setAssigning] = useState(false)
  const [taking, setTaking] = useState<Assignment>()
  const [effective, setEffective] = useState(false)
  const assign = useAction(role.endpoints.assign, 'user')
  const unassign = useAction(role.endpoints.unassign, 'user')

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
      {assignments.length === 0 && <p className={style.none}>{t(subject.kind === 'user' ? 'noRoles' : 'noDepartmentRoles')}</p>}
      <ul className={style.roles}>
        {assignments.map((given) => (
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
      <Overrides subject={subject} placeId={placeId} mayManage={mayManage} />
      <Button type="link" size="small" onClick={() => setEffective(!effective)} aria-expanded={effective} style={{ paddingInline: 0 }}>
        {t('effective')} <Icon name={effective ? 'down' : 'right'} size={14} />
      </Button>
      {effective && <Effective subject={subject} />}

      <ActionDialog<{ roleId: string; placeId: string; validUntil?: string | null }>
        open={assigning}
        onClose={() => setAssigning(false)}
        title={t('assignTo', { name })}
        submit={t('assign')}
        running={assign.running}
        error={assign.error}
        {...(placeId === undefined ? {} : { initial: { placeId } })}
        onSubmit={(body) => assign.done({ params: subject, body })}
      >
        <AssignFields />
      </ActionDialog>
      <ActionDialog
        open={taking !== undefined}
        onClose={() => setTaking(undefined)}
        title={t('unassignTitle', { name, place: taking?.place.name ?? '', role: taking ? say(roleText(taking.role)) : '' })}
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
