import { bridge } from '@liren/contract/capabilities/bridge'
import { type IdentityLock, isUnlocking } from '@liren/contract/edge/lock-endpoints'
import { useEffect } from 'react'
import { Link } from 'react-router'
import { useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { AuditRail } from '../../parts/audit/audit-rail.tsx'
import { RecordDrawer, Section } from '../../parts/drawer/record-drawer.tsx'
import { Facts, Stack } from '../../parts/page/page.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { LockState, OrderState } from './lock-state.tsx'
import { words } from './lock-words.ts'
import { Unlock } from './unlock.tsx'

/** The live channel tells what changed; a call of it may be lost. */
const lookAgainMs = 5000

/** One lock: who was claimed, from where, until when, and what was ordered about it. */
export function LockDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const t = useWords(words)
  const asked = useQuery(bridge.endpoints.lock, id === undefined ? null : { params: { id } })
  const { data: found, reload } = asked
  const isAwaited = isUnlocking(found?.order?.state)
  useEffect(() => {
    if (!isAwaited) return
    const timer = setInterval(reload, lookAgainMs)
    return () => clearInterval(timer)
  }, [isAwaited, reload])
  return (
    <RecordDrawer
      open={id !== undefined}
      onClose={onClose}
      title={found ? (found.device?.name ?? found.identity) : t('one')}
      tags={found && <LockState of={found} />}
      actions={found && <Unlock lock={found} onDone={reload} />}
    >
      <Shown asked={asked}>
        {(lock) => (
          <Stack>
            <LockFacts of={lock} />
            {lock.order && (
              <Section title={t('order')}>
                <Facts
                  items={[
                    { label: t('state'), value: <OrderState of={lock.order} /> },
                    {
                      label: t('orderBy'),
                      value: (
                        <>
                          {lock.order.by} · <TimeText at={lock.order.at} />
                        </>
                      ),
                    },
                    { label: t('orderReason'), value: lock.order.reason, wide: true },
                  ]}
                />
              </Section>
            )}
            <AuditRail subject="identity-lock" subjectId={lock.id} />
          </Stack>
        )}
      </Shown>
    </RecordDrawer>
  )
}

function LockFacts({ of: lock }: { of: IdentityLock }) {
  const t = useWords(words)
  return (
    <Facts
      items={[
        { label: t('identity'), value: <code>{lock.identity}</code> },
        {
          label: t('device'),
          value: lock.device ? <Link to={`/devices?id=${lock.device.id}`}>{lock.device.name}</Link> : t('unregistered'),
        },
        { label: t('protocol'), value: lock.protocol },
        { label: t('bridge'), value: `${lock.bridge.name} · ${lock.bridge.code}` },
        { label: t('reason'), value: t(`r_${lock.reason}`) },
        { label: t('attempts'), value: lock.attempts },
        { label: t('first'), value: <TimeText at={lock.firstAt} /> },
        { label: t('last'), value: <TimeText at={lock.lastAt} /> },
        { label: t('until'), value: <TimeText at={lock.until} /> },
        ...(lock.ended === null ? [] : [{ label: t('endedAt'), value: <TimeText at={lock.ended.at} /> }]),
        { label: t('remotes'), value: <code>{lock.remotes.join(' · ')}</code>, wide: true },
      ]}
    />
  )
}
