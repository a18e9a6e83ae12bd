import {
  type Supply,
  type SupplyAction,
  type SupplyWindow,
  supplyEndpoints,
  supplyKinds,
  supplyMoves,
  supplyWindowNames,
  supplyWindows,
  utilities,
} from '@liren/contract/capabilities/supply'
import { Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { AuditRail } from '../../parts/audit/audit-rail.tsx'
import { RecordDrawer, Section } from '../../parts/drawer/record-drawer.tsx'
import { DayInput } from '../../parts/form/day-input.tsx'
import { Facts } from '../../parts/page/page.tsx'
import { PhotoStrip } from '../../parts/photo/photo-strip.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { SupplyTag } from './supply-tag.tsx'
import { words } from './words.ts'

const steps = ['accept', 'arrange', 'finish', 'ask', 'decline'] as const
type Step = (typeof steps)[number]
const isStep = (action: SupplyAction): action is Step => (steps as readonly string[]).includes(action)
interface Said {
  readonly reason?: string
  readonly day?: string
  readonly window?: SupplyWindow
  readonly note?: string
  readonly deviceCode?: string
}

/** One application: what is asked for, what happened, and the next step. */
export function SupplyDrawer({ id, onClose, onDone }: { id: string | undefined; onClose: () => void; onDone: () => void }) {
  const t = useWords(words)
  const say = useText()
  const asked = useQuery(supplyEndpoints.read, id === undefined ? null : { params: { id } })
  const actions = {
    accept: useAction(supplyEndpoints.accept),
    ask: useAction(supplyEndpoints.ask),
    decline: useAction(supplyEndpoints.decline),
    arrange: useAction(supplyEndpoints.arrange),
    finish: useAction(supplyEndpoints.finish),
  }
  const [step, setStep] = useState<Step>()
  const found = asked.data
  const run = async ({ reason = '', day = '', window = 'morning', note, deviceCode }: Said): Promise<boolean> => {
    if (!found || !step) return false
    const [params, version] = [{ id: found.id }, found.version]
    const sent = {
      accept: () => actions.accept.run({ params, body: { version } }),
      ask: () => actions.ask.run({ params, body: { version, reason } }),
      decline: () => actions.decline.run({ params, body: { version, reason } }),
      arrange: () => actions.arrange.run({ params, body: { version, day, window } }),
      finish: () => actions.finish.run({ params, body: { version, ...(note ? { note } : {}), ...(deviceCode ? { deviceCode } : {}) } }),
    }
    if ((await sent[step]()) === undefined) return false
    asked.reload()
    onDone()
    return true
  }
  const shown = step ?? 'accept'
  return (
    <RecordDrawer
      open={id !== undefined}
      onClose={onClose}
      title={found ? say(supplyKinds[found.kind]) : t('title')}
      tags={found && <SupplyTag state={found.state} />}
      actions={
        found && (
          <div style={{ display: 'flex', gap: 8 }}>
            {steps
              .filter((name) => found.can.filter(isStep).includes(name))
              .map((name, at) => (
                <Button key={name} {...(at === 0 ? { type: 'primary' } : {})} onClick={() => setStep(name)}>
                  {t(name)}
                </Button>
              ))}
          </div>
        )
      }
    >
      <Shown asked={asked}>{(application) => <Body application={application} />}</Shown>
      <ActionDialog<Said>
        open={step !== undefined && found !== undefined}
        onClose={() => setStep(undefined)}
        title={t(shown)}
        text={t(`${shown}Text`)}
        submit={t(shown)}
        {...(step === 'ask' || step === 'decline' ? { reason: 'needed' as const } : {})}
        danger={step === 'decline'}
        initial={{ window: 'morning' }}
        running={actions[shown].running}
        error={actions[shown].error}
        onSubmit={run}
      >
        {step === 'arrange' && (
          <>
            <Form.Item name="day" label={t('day')} rules={[{ required: true }]}>
              <DayInput />
            </Form.Item>
            <Form.Item name="window" label={t('window')}>
              <Select options={supplyWindowNames.map((value) => ({ value, label: say(supplyWindows[value]) }))} />
            </Form.Item>
          </>
        )}
        {step === 'finish' && (
          <>
            <Form.Item name="deviceCode" label={t('code')}>
              <Input maxLength={64} />
            </Form.Item>
            <Form.Item name="note" label={t('note')}>
              <Input.TextArea maxLength={300} rows={2} />
            </Form.Item>
          </>
        )}
      </ActionDialog>
    </RecordDrawer>
  )
}

function Body({ application }: { application: Supply }) {
  const t = useWords(words)
  const say = useText()
  const { utility, visit } = application
  return (
    <>
      <Facts
        columns={2}
        items={[
          { label: t('number'), value: application.number },
          utility === null ? { label: t('parking'), value: application.parking } : { label: t('utility'), value: say(utilities[utility]) },
          { label: t('applicant'), value: application.applicant.name },
          { label: t('phone'), value: application.applicant.phone || '–' },
          { label: t('submitted'), value: <TimeText at={application.submittedAt} /> },
          { label: t('due'), value: <TimeText at={application.dueAt} /> },
          { label: t('visit'), value: visit === null ? '–' : `${visit.day} ${say(supplyWindows[visit.window])}` },
          {
            label: t('device'),
            value: application.device ? <Link to={`/devices?id=${application.device.id}`}>{application.device.name}</Link> : '–',
          },
          { label: t('address'), value: application.address, wide: true },
          ...(application.note ? [{ label: t('note'), value: application.note, wide: true }] : []),
          ...(application.reason ? [{ label: t('reason'), value: application.reason, wide: true }] : []),
        ]}
      />
      <Section title={t('materials')}>
        {application.materials.length === 0 ? <p>{t('noMaterials')}</p> : <PhotoStrip photos={application.materials} />}
      </Section>
      <Section title={t('steps')}>
        <Facts
          columns={1}
          items={application.steps.map(({ move, at, note }) => ({
            label: say(supplyMoves[move]),
            value: (
              <>
                <TimeText at={at} /> {note}
              </>
            ),
          }))}
        />
      </Section>
      <AuditRail subject="supply" subjectId={application.id} />
    </>
  )
}
