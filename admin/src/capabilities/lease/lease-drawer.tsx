import { exactTime } from '@liren/client/format/time'
import { type Lease, leaseEndpoints, rentalKinds } from '@liren/contract/capabilities/lease'
import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { AuditRail } from '../../parts/audit/audit-rail.tsx'
import { RecordDrawer, Section } from '../../parts/drawer/record-drawer.tsx'
import { Facts } from '../../parts/page/page.tsx'
import { PhotoStrip } from '../../parts/photo/photo-strip.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { LeaseTag } from './lease-tag.tsx'
import { words } from './words.ts'

type Step = 'right' | 'wrong' | 'end'

/** One lease: who, whom, until when, and whether it is so. */
export function LeaseDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const t = useWords(words)
  const asked = useQuery(leaseEndpoints.read, id === undefined ? null : { params: { id } })
  const decide = useAction(leaseEndpoints.decide)
  const end = useAction(leaseEndpoints.end)
  const [step, setStep] = useState<Step>()
  const lease = asked.data
  const house = lease ? `${lease.house.estate} ${lease.house.name}` : ''
  const action = step === 'end' ? end : decide
  const run = async ({ reason }: { reason?: string }): Promise<boolean> => {
    if (!lease || !step) return false
    const [params, version] = [{ id: lease.id }, lease.version]
    const said = reason ? { reason } : {}
    const done =
      step === 'end'
        ? await end.run({ params, body: { version, endedOn: exactTime(Date.now()).slice(0, 10), ...said } })
        : await decide.run({ params, body: { version, isTrue: step === 'right', ...said } })
    if (done !== undefined) asked.reload()
    return done !== undefined
  }
  return (
    <RecordDrawer
      open={id !== undefined}
      onClose={onClose}
      title={house || t('title')}
      tags={lease && <LeaseTag state={lease.state} isExpired={lease.isExpired} />}
      actions={
        lease &&
        lease.can.length > 0 && (
          <div style={{ display: 'flex', gap: 8 }}>
            {lease.can.includes('decide') && (
              <>
                <Button type="primary" onClick={() => setStep('right')}>
                  {t('right')}
                </Button>
                <Button onClick={() => setStep('wrong')}>{t('wrong')}</Button>
              </>
            )}
            {lease.can.includes('end') && <Button onClick={() => setStep('end')}>{t('end')}</Button>}
          </div>
        )
      }
    >
      <Shown asked={asked}>{(found) => <Body lease={found} />}</Shown>
      <ActionDialog<{ reason?: string }>
        open={step !== undefined && lease !== undefined}
        onClose={() => setStep(undefined)}
        title={t(`${step ?? 'right'}Title`, { house })}
        text={t(`${step ?? 'right'}Text`)}
        submit={t(step ?? 'right')}
        reason={step === 'wrong' ? 'needed' : 'welcome'}
        running={action.running}
        error={action.error}
        onSubmit={run}
      />
    </RecordDrawer>
  )
}

function Body({ lease }: { lease: Lease }) {
  const t = useWords(words)
  const say = useText()
  return (
    <>
      <Facts
        columns={2}
        items={[
          { label: t('kind'), value: say(rentalKinds[lease.kind]) },
          { label: t('span'), value: t('spanOf', { from: lease.from, until: lease.until }) },
          { label: t('landlord'), value: lease.landlord.name },
          { label: t('phone'), value: lease.landlord.phone ?? t('none') },
          { label: t('declared'), value: <TimeText at={lease.declaredAt} /> },
          { label: t('decidedBy'), value: lease.decidedBy ?? '–' },
          { label: t('decidedAt'), value: <TimeText at={lease.decidedAt} /> },
          { label: t('endedOn'), value: lease.endedOn ?? '–' },
          ...(lease.reason ? [{ label: t('reason'), value: lease.reason, wide: true }] : []),
        ]}
      />
      {lease.houseFileId && (
        <p style={{ marginBlock: 12 }}>
          <Link to={`/rooms/${lease.houseFileId}`}>{t('openHouse')}</Link>
        </p>
      )}
      <Section title={t('tenants')}>
        {lease.tenants.map((tenant) => (
          <Facts
            key={`${tenant.name}-${tenant.phone}`}
            columns={2}
            items={[
              { label: tenant.name, value: tenant.phone ?? t('none') },
              { label: t('paper'), value: tenant.paper ?? t('none') },
            ]}
          />
        ))}
      </Section>
      <Section title={t('photos')}>{lease.photos.length === 0 ? <p>{t('noPhotos')}</p> : <PhotoStrip photos={lease.photos} />}</Section>
      <AuditRail subject="lease" subjectId={lease.id} />
    </>
  )
}
