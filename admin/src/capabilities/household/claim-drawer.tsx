import { type HouseholdClaim, household, relationTexts } from '@liren/contract/capabilities/household'
import { App, Button, Form } from 'antd'
import { useState } from 'react'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { AuditRail } from '../../parts/audit/audit-rail.tsx'
import { RecordDrawer, Section } from '../../parts/drawer/record-drawer.tsx'
import { DayField } from '../../parts/form/day-field.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { type Fact, Facts } from '../../parts/page/page.tsx'
import { Person } from '../../parts/person/person.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { SlaClock } from '../../parts/tag/sla-clock.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import style from './household.module.css'
import { Proof } from './proof.tsx'
import { ClaimState } from './state.tsx'
import { words } from './words.ts'

interface Props {
  readonly id: string | undefined
  readonly onClose: () => void
  /** The queue goes on with the next one. */
  readonly onDecided: () => void
}

/** One request: what is claimed, the proof, and the decision. */
export function ClaimDrawer({ id, onClose, onDecided }: Props) {
  const t = useWords(words)
  const asked = useQuery(household.endpoints.readClaim, id === undefined ? null : { params: { id } })
  const claim = asked.data
  return (
    <RecordDrawer
      open={id !== undefined}
      onClose={onClose}
      width={600}
      title={claim ? `${claim.house.estate} ${claim.house.name}` : t('claims')}
      tags={
        claim && (
          <>
            <ClaimState state={claim.state} />
            {claim.state === 'waiting' && <SlaClock dueAt={claim.dueAt} />}
          </>
        )
      }
      actions={claim && claim.can.length > 0 && <Decision claim={claim} onDecided={onDecided} />}
    >
      <Shown asked={asked}>{(data) => <Request claim={data} />}</Shown>
    </RecordDrawer>
  )
}

function Request({ claim }: { claim: HouseholdClaim }) {
  const t = useWords(words)
  const say = useText()
  const facts: Fact[] = [
    { label: t('claimant'), value: <Person name={claim.name} /> },
    { label: t('phone'), value: claim.phone ?? '–' },
    { label: t('relation'), value: say(relationTexts[claim.relation]) },
    { label: t('applied'), value: <TimeText at={claim.createdAt} /> },
  ]
  if (claim.proofUntil !== null) facts.push({ label: t('proofUntil'), value: <TimeText at={claim.proofUntil} /> })
  if (claim.decidedAt !== null) facts.push({ label: t('decided'), value: <TimeText at={claim.decidedAt} /> })
  if (claim.note !== null) facts.push({ label: t('note'), value: claim.note, wide: true })
  if (claim.reason !== null) facts.push({ label: t('reason'), value: claim.reason, wide: true })
  return (
    <>
      <Section title={t('details')}>
        <Facts items={facts} />
      </Section>
      <Section title={t('proofs')}>
        {claim.proofs.length === 0 ? (
          <p className={style.calm}>{t('noProofs')}</p>
        ) : (
          <div className={style.proofs}>
            {claim.proofs.map((fileId) => (
              <Proof key={fileId} id={fileId} />
            ))}
          </div>
        )}
      </Section>
      <AuditRail subject="household" subjectId={claim.id} />
    </>
  )
}

function Decision({ claim, onDecided }: { claim: HouseholdClaim; onDecided: () => void }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const approve = useAction(household.endpoints.approve)
  const reject = useAction(household.endpoints.reject)
  const [doing, setDoing] = useState<'approve' | 'reject'>()
  const params = { id: claim.id }
  const house = `${claim.house.estate} ${claim.house.name}`
  const tenant = claim.relation === 'tenant'
  return (
    <div style={{ display: 'flex', gap: 8 }}>
      {claim.can.includes('approve') && (
        <Button type="primary" icon={<Icon name="check" />} onClick={() => setDoing('approve')}>
          {t('approve')}
        </Button>
      )}
      {claim.can.includes('reject') && (
        <Button danger onClick={() => setDoing('reject')}>
          {t('reject')}
        </Button>
      )}
      <ActionDialog<{ validUntil?: string | null }>
        open={doing === 'approve'}
        onClose={() => setDoing(undefined)}
        title={t('approveTitle', { name: claim.name, house })}
        text={t('approveText', { relation: say(relationTexts[claim.relation]) })}
        submit={t('approveSubmit')}
        running={approve.running}
        error={approve.error}
        onSubmit={async ({ validUntil }) => {
          const done = await approve.run({ params, body: { version: claim.version, ...(validUntil ? { validUntil } : {}) } })
          if (done === undefined) return false
          void message.success(t('approveDone', { name: claim.name }))
          onDecided()
          return true
        }}
      >
        <Form.Item name="validUntil" label={t('validUntil')} rules={tenant ? [{ required: true, message: t('validUntilTenant') }] : []}>
          <DayField end />
        </Form.Item>
      </ActionDialog>
      <ActionDialog
        open={doing === 'reject'}
        onClose={() => setDoing(undefined)}
        title={t('rejectTitle', { name: claim.name })}
        text={t('rejectText')}
        submit={t('rejectSubmit')}
        danger
        reason="needed"
        running={reject.running}
        error={reject.error}
        onSubmit={async ({ reason }) => {
          const done = await reject.run({ params, body: { version: claim.version, reason } })
          if (done === undefined) return false
          void message.success(t('rejectDone'))
          onDecided()
          return true
        }}
      />
    </div>
  )
}
