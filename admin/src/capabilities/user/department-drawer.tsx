import type { z } from '@liren/contract'
import { role } from '@liren/contract/capabilities/role'
import type { departmentSchema } from '@liren/contract/capabilities/user'
import { Link } from 'react-router'
import { useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { AuditRail } from '../../parts/audit/audit-rail.tsx'
import { RecordDrawer, Section } from '../../parts/drawer/record-drawer.tsx'
import { Facts } from '../../parts/page/page.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { SubjectAccess } from './subject-access.tsx'
import { words } from './words.ts'

type Department = z.infer<typeof departmentSchema>

/** A department: where it belongs, who is in it, and the roles that count for everybody in it. */
export function DepartmentDrawer({
  department,
  above,
  onClose,
}: {
  department: Department | undefined
  above: string
  onClose: () => void
}) {
  const t = useWords(words)
  const maySee = useMay('role.read')
  const subject = { kind: 'department' as const, id: department?.id ?? '' }
  const asked = useQuery(role.endpoints.access, department === undefined || !maySee ? null : { params: subject })
  return (
    <RecordDrawer open={department !== undefined} onClose={onClose} title={department?.name ?? ''}>
      {department && (
        <>
          <Section title={t('departmentFacts')}>
            <Facts
              items={[
                { label: t('place'), value: department.place.name },
                { label: t('under'), value: above },
                {
                  label: t('members'),
                  value: <Link to={`/users?f=department:${department.id}`}>{t('openUsers', { count: department.members })}</Link>,
                },
              ]}
            />
          </Section>
          {maySee && (
            <div style={{ marginBlock: 28 }}>
              <Shown asked={asked}>
                {(held) => (
                  <SubjectAccess subject={subject} name={department.name} placeId={department.place.id} assignments={held.assignments} />
                )}
              </Shown>
            </div>
          )}
          <AuditRail subject="department" subjectId={department.id} />
        </>
      )}
    </RecordDrawer>
  )
}
