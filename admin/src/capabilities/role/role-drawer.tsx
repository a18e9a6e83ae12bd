import { type Role, role } from '@liren/contract/capabilities/role'
import { roleText } from '@liren/contract/identity/builtin-roles'
import { App, Button, Tabs } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { AuditRail } from '../../parts/audit/audit-rail.tsx'
import { RecordDrawer, Section } from '../../parts/drawer/record-drawer.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { Facts } from '../../parts/page/page.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { EndpointDenial } from './endpoint-denial.tsx'
import { FieldRules } from './field-rules.tsx'
import { PermissionMatrix } from './permission-matrix.tsx'
import { RoleForm } from './role-form.tsx'
import { words } from './words.ts'

/** What a role allows, and the way to change it. */
export function RoleDrawer({ id, onClose, onCopy }: { id: string | undefined; onClose: () => void; onCopy: (from: Role) => void }) {
  const t = useWords(words)
  const asked = useQuery(role.endpoints.read, id === undefined ? null : { params: { id } })
  const [editing, setEditing] = useState(false)
  const say = useText()
  const it = asked.data
  return (
    <RecordDrawer
      open={id !== undefined}
      onClose={onClose}
      title={it ? say(roleText(it)) : t('one')}
      tags={
        it && (
          <StatusTag tone={it.isBuiltin ? 'neutral' : 'primary'} icon={it.isBuiltin ? 'lock' : 'edit'}>
            {t(it.isBuiltin ? 'builtin' : 'own')}
          </StatusTag>
        )
      }
      actions={it && <Actions role={it} onEdit={() => setEditing(true)} onCopy={onCopy} onGone={onClose} />}
    >
      <Shown asked={asked}>{(data) => <Content role={data} />}</Shown>
      {it && <RoleForm open={editing} onClose={() => setEditing(false)} role={it} onSaved={asked.reload} />}
    </RecordDrawer>
  )
}

function Content({ role: it }: { role: Role }) {
  const t = useWords(words)
  const catalogue = useQuery(role.endpoints.catalogue)
  return (
    <>
      <Section title={it.description ?? t('permissions')}>
        <Facts
          items={[
            { label: t('ends'), value: it.ends.map((end) => t(`end_${end}`)).join(' · ') },
            { label: t('holders'), value: <Link to={`/users?f=role:${it.id}`}>{t('seeHolders', { count: it.holders })}</Link> },
            ...(it.exclusive === null ? [] : [{ label: t('exclusive'), value: t(`exclusive_${it.exclusive}`) }]),
          ]}
        />
      </Section>
      <Shown asked={catalogue}>
        {(data) => (
          <Tabs
            items={[
              {
                key: 'permissions',
                label: `${t('permissions')} ${it.permissions.length}`,
                children: <PermissionMatrix catalogue={data} exclusive={it.exclusive} value={it.permissions} />,
              },
              {
                key: 'fields',
                label: `${t('fields')} ${it.fieldRules.length}`,
                children: <FieldRules catalogue={data} value={it.fieldRules} />,
              },
              {
                key: 'endpoints',
                label: `${t('endpoints')} ${it.deniedEndpoints.length}`,
                children: <EndpointDenial catalogue={data} value={it.deniedEndpoints} />,
              },
            ]}
          />
        )}
      </Shown>
      <AuditRail subject="role" subjectId={it.id} />
    </>
  )
}

function Actions({
  role: it,
  onEdit,
  onCopy,
  onGone,
}: {
  role: Role
  onEdit: () => void
  onCopy: (from: Role) => void
  onGone: () => void
}) {
  const t = useWords(words)
  const { message } = App.useApp()
  const may = useMay('role.manage')
  const retire = useAction(role.endpoints.retire)
  const [removing, setRemoving] = useState(false)
  if (!may) return null
  return (
    <div style={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 8 }}>
      {it.isBuiltin ? (
        <span style={{ flex: 1, color: 'var(--text-3)' }}>{t('readOnly')}</span>
      ) : (
        <Button type="primary" icon={<Icon name="edit" />} onClick={onEdit}>
          {t('edit')}
        </Button>
      )}
      <Button icon={<Icon name="copy" />} onClick={() => onCopy(it)}>
        {t('copy')}
      </Button>
      {!it.isBuiltin && (
        <Button danger type="text" icon={<Icon name="trash" />} onClick={() => setRemoving(true)}>
          {t('remove')}
        </Button>
      )}
      <ActionDialog
        open={removing}
        onClose={() => setRemoving(false)}
        title={t('removeTitle', { name: it.name })}
        text={t('removeText')}
        submit={t('remove')}
        danger
        running={retire.running}
        error={retire.error}
        onSubmit={async () => {
          if (!(await retire.done({ params: { id: it.id }, query: { version: it.version } }))) return false
          void message.success(t('removeDone', { name: it.name }))
          onGone()
          return true
        }}
      />
    </div>
  )
}
