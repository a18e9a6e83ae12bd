import { type User, user, userClassTexts } from '@liren/contract/capabilities/user'
import { useState } from 'react'
import { call } from '../../app/api/call.ts'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { AuditRail } from '../../parts/audit/audit-rail.tsx'
import { RecordDrawer, Section } from '../../parts/drawer/record-drawer.tsx'
import { MaskedText } from '../../parts/mask/masked-text.tsx'
import { Facts } from '../../parts/page/page.tsx'
import { PermissionGate } from '../../parts/permission-gate.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { DayText, TimeText, UntilText } from '../../parts/text/time.tsx'
import { UserState } from './state.tsx'
import { SubjectAccess } from './subject-access.tsx'
import { UserActions } from './user-actions.tsx'
import { UserForm } from './user-form.tsx'
import { UserSessions } from './user-sessions.tsx'
import { words } from './words.ts'

/** One account beside the list. */
export function UserDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const t = useWords(words)
  const asked = useQuery(user.endpoints.read, id === undefined ? null : { params: { id } })
  const [editing, setEditing] = useState(false)
  const person = asked.data
  return (
    <RecordDrawer
      open={id !== undefined}
      onClose={onClose}
      title={person?.name ?? t('one')}
      tags={person && <Tags person={person} />}
      actions={person && person.state !== 'retired' && <UserActions person={person} onEdit={() => setEditing(true)} onGone={onClose} />}
    >
      <Shown asked={asked}>
        {(found) => (
          <>
            <Particulars person={found} />
            <SubjectAccess
              subject={{ kind: 'user', id: found.id }}
              name={found.name}
              placeId={found.place?.id}
              assignments={found.roles}
              isGone={found.state === 'retired'}
            />
            <PermissionGate code="user.secure">
              <UserSessions person={found} />
            </PermissionGate>
            <AuditRail subject="user" subjectId={found.id} />
          </>
        )}
      </Shown>
      {person && <UserForm open={editing} onClose={() => setEditing(false)} onSaved={asked.reload} person={person} />}
    </RecordDrawer>
  )
}

function Tags({ person }: { person: User }) {
  const t = useWords(words)
  return (
    <>
      <UserState user={person} />
      {person.mustChangePassword && (
        <StatusTag tone="warning" icon="key">
          {t('initial')}
        </StatusTag>
      )}
      {person.isTransferred && (
        <StatusTag tone="warning" icon="go">
          {t('transferred')}
        </StatusTag>
      )}
    </>
  )
}

function Particulars({ person }: { person: User }) {
  const t = useWords(words)
  const say = useText()
  const mayReveal = useMay('user.reveal')
  const reveal = async (reason: string) => (await call(user.endpoints.reveal, { params: { id: person.id }, body: { reason } })).phone
  return (
    <Section title={t('facts')}>
      <Facts
        items={[
          { label: t('account'), value: person.account ?? '–' },
          { label: t('phone'), value: <MaskedText value={person.phone} reveal={mayReveal ? reveal : undefined} /> },
          { label: t('class'), value: say(userClassTexts[person.class]) },
          { label: t('place'), value: person.place?.name ?? '–' },
          { label: t('department'), value: person.department?.name ?? t('noDepartment') },
          {
            label: t('validity'),
            value: (
              <>
                <DayText at={person.validFrom} /> – <UntilText at={person.validUntil} />
              </>
            ),
          },
          { label: t('idleMinutes'), value: person.idleMinutes },
          { label: t('maxFailures'), value: person.maxFailures },
          { label: t('secondFactor'), value: t(person.hasSecondFactor ? 'factorSet' : 'factorNone') },
          { label: t('lastSignIn'), value: <TimeText at={person.lastSignInAt} none={t('never')} /> },
          ...(person.lockedUntil === null ? [] : [{ label: t('lockedUntil'), value: <TimeText at={person.lockedUntil} /> }]),
          ...(person.stateReason === null ? [] : [{ label: t('stateReason'), value: person.stateReason, wide: true }]),
          { label: t('created'), value: <TimeText at={person.createdAt} /> },
        ]}
      />
    </Section>
  )
}
