import { type Certificate, certificate as contract, revocationReasons } from '@liren/contract/capabilities/certificate'
import { App, Button, Form, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { saveText } from '../../app/save-text.ts'
import { useMe } from '../../app/session/store.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { AuditRail } from '../../parts/audit/audit-rail.tsx'
import { RecordDrawer } from '../../parts/drawer/record-drawer.tsx'
import { type Fact, Facts } from '../../parts/page/page.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { DayText, TimeText } from '../../parts/text/time.tsx'
import { ApplyForm } from './apply-form.tsx'
import { CertificateState } from './state.tsx'
import { words } from './words.ts'

/** One certificate: whose it is, how long it holds, who stood behind it, and what may be done now. */
export function CertificateDrawer({ id, onClose, onOpen }: { id: string | undefined; onClose: () => void; onOpen: (id: string) => void }) {
  const t = useWords(words)
  const asked = useQuery(contract.endpoints.read, id === undefined ? null : { params: { id } })
  const found = asked.data
  return (
    <RecordDrawer
      open={id !== undefined}
      onClose={onClose}
      title={found ? `${found.ownerName} · ${found.ownerCode}` : t('one')}
      tags={found && <CertificateState certificate={found} />}
      actions={found && <Actions certificate={found} onDone={asked.reload} onOpen={onOpen} />}
    >
      <Shown asked={asked}>
        {(shown) => (
          <>
            <CertificateFacts certificate={shown} />
            <AuditRail subject="certificate" subjectId={shown.id} />
          </>
        )}
      </Shown>
    </RecordDrawer>
  )
}

function CertificateFacts({ certificate: one }: { certificate: Certificate }) {
  const t = useWords(words)
  const by = (name: string | null, at: string | null): Fact['value'] =>
    at === null ? (
      '–'
    ) : (
      <>
        {name} · <TimeText at={at} />
      </>
    )
  return (
    <Facts
      items={[
        { label: t('owner'), value: `${t(one.ownerKind)} · ${one.ownerName}` },
        { label: t('key'), value: t(`k_${one.keyKind}`) },
        { label: t('applied'), value: by(one.appliedBy, one.appliedAt) },
        { label: t('decided'), value: by(one.decidedBy, one.decidedAt) },
        { label: t('from'), value: <DayText at={one.from} none="–" /> },
        { label: t('until'), value: <DayText at={one.until} none="–" /> },
        { label: t('fetched'), value: one.fetchedAt === null ? '–' : <TimeText at={one.fetchedAt} /> },
        { label: t('revoked'), value: one.revokedAt === null ? '–' : <TimeText at={one.revokedAt} /> },
        ...(one.reason === null ? [] : [{ label: t('reason'), value: t(`r_${one.reason}`) }]),
        ...(one.note === null ? [] : [{ label: t('note'), value: one.note, wide: true }]),
        ...(one.serial === null ? [] : [{ label: t('serial'), value: <code>{one.serial}</code>, wide: true }]),
        ...(one.fingerprint === null ? [] : [{ label: t('fingerprint'), value: <code>{one.fingerprint}</code>, wide: true }]),
        ...(one.followsId === null
          ? []
          : [{ label: t('follows'), value: <Link to={`/certificates?id=${one.followsId}`}>{t('openFollowed')}</Link>, wide: true }]),
      ]}
    />
  )
}

type Doing = 'issue' | 'refuse' | 'revoke'

function Actions({ certificate: one, onDone, onOpen }: { certificate: Certificate; onDone: () => void; onOpen: (id: string) => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const isMine = useMe().user.name === one.appliedBy
  const [doing, setDoing] = useState<Doing>()
  const [renewing, setRenewing] = useState(false)
  const fetch = useAction(contract.endpoints.fetch)
  const issue = useAction(contract.endpoints.issue)
  const refuse = useAction(contract.endpoints.refuse)
  const revoke = useAction(contract.endpoints.revoke)
  const params = { id: one.id }
  const name = one.ownerName
  const finish = (done: unknown, what: Doing): boolean => {
    if (done === undefined) return false
    void message.success(t(`done_${what}`))
    onDone()
    return true
  }
  const hand = async () => {
    const handed = await fetch.run({ params })
    if (handed === undefined) return
    saveText(`${one.ownerCode}.pem`, `${handed.certificate}${handed.authority}`)
    onDone()
  }
  const closed = () => setDoing(undefined)
  return (
    <div style={{ display: 'flex', gap: 8, alignItems: 'center' }}>
      {one.can.includes('issue') && (
        <Button type="primary" onClick={() => setDoing('issue')}>
          {t('issue')}
        </Button>
      )}
      {one.can.includes('refuse') && <Button onClick={() => setDoing('refuse')}>{t('refuse')}</Button>}
      {one.can.includes('fetch') && (
        <Button type="primary" loading={fetch.running} onClick={hand}>
          {t('fetch')}
        </Button>
      )}
      {one.can.includes('renew') && <Button onClick={() => setRenewing(true)}>{t('renew')}</Button>}
      {one.can.includes('revoke') && (
        <Button danger onClick={() => setDoing('revoke')}>
          {t('revoke')}
        </Button>
      )}
      {one.state === 'applied' && isMine && <span style={{ color: 'var(--text-3)' }}>{t('own')}</span>}
      <ActionDialog<{ days: number }>
        open={doing === 'issue'}
        onClose={closed}
        title={t('issueTitle', { name })}
        text={t('issueText')}
        submit={t('issue')}
        initial={{ days: 365 }}
        running={issue.running}
        error={issue.error}
        onSubmit={async ({ days }) => finish(await issue.run({ params, body: { version: one.version, days } }), 'issue')}
      >
        <Form.Item name="days" label={t('days')} rules={[{ required: true, message: t('needed') }]}>
          <InputNumber min={1} max={1095} precision={0} style={{ width: '100%' }} />
        </Form.Item>
      </ActionDialog>
      <ActionDialog<{ note: string }>
        open={doing === 'refuse'}
        onClose={closed}
        title={t('refuseTitle', { name })}
        submit={t('refuse')}
        reason="needed"
        reasonField="note"
        running={refuse.running}
        error={refuse.error}
        onSubmit={async ({ note }) => finish(await refuse.run({ params, body: { version: one.version, note } }), 'refuse')}
      />
      <ActionDialog<{ note: string; reason: (typeof revocationReasons)[number] }>
        open={doing === 'revoke'}
        onClose={closed}
        title={t('revokeTitle', { name })}
        text={t('revokeText')}
        submit={t('revoke')}
        danger
        reason="needed"
        reasonField="note"
        initial={{ reason: 'unspecified' }}
        running={revoke.running}
        error={revoke.error}
        onSubmit={async ({ note, reason }) => finish(await revoke.run({ params, body: { version: one.version, reason, note } }), 'revoke')}
      >
        <Form.Item name="reason" label={t('reason')}>
          <Select options={revocationReasons.map((value) => ({ value, label: t(`r_${value}`) }))} />
        </Form.Item>
      </ActionDialog>
      <ApplyForm open={renewing} onClose={() => setRenewing(false)} follows={one} onSaved={(made) => onOpen(made.id)} />
    </div>
  )
}
