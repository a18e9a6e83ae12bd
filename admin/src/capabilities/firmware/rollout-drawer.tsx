import {
  firmwareEndpoints,
  type Rollout,
  type RolloutTarget,
  targetCauseTexts,
  targetStates,
  targetStateTexts,
} from '@liren/contract/capabilities/firmware'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useAction, usePages, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { RecordDrawer, Section } from '../../parts/drawer/record-drawer.tsx'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { Facts, Stack } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { RolloutTag, TargetTag } from './looks.tsx'
import { words } from './words.ts'

type Step = Rollout['can'][number]
const texts = { pause: 'pauseText', resume: 'resumeText', stop: 'stopText' } as const

/** One roll-out: its figures, each of its devices, and what may be done about it. */
export function RolloutDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useWords(words)
  const asked = useQuery(firmwareEndpoints.rollout, { params: { id } })
  const [doing, setDoing] = useState<Step>()
  const known = asked.data
  return (
    <RecordDrawer
      open
      onClose={onClose}
      width={880}
      title={known ? `${known.product.name} → ${known.package.release}` : t('rollout')}
      tags={known ? <RolloutTag state={known.state} /> : undefined}
      actions={
        known && known.can.length > 0 ? (
          <span style={{ display: 'inline-flex', gap: 8 }}>
            {known.can.map((step) => (
              <Button key={step} danger={step === 'stop'} type={step === 'resume' ? 'primary' : 'default'} onClick={() => setDoing(step)}>
                {t(step)}
              </Button>
            ))}
          </span>
        ) : undefined
      }
    >
      <Shown asked={asked}>
        {(of) => (
          <Stack>
            <Facts
              columns={3}
              items={[
                { label: t('done'), value: `${of.done} / ${of.total}` },
                { label: t('failed'), value: of.failed },
                { label: t('silent'), value: of.silent },
                { label: t('step'), value: t('stepOf', { step: of.step, steps: of.steps }) },
                { label: t('first'), value: of.first },
                { label: t('perStep'), value: of.perStep },
                { label: t('mostFailures'), value: of.mostFailures },
                { label: t('patience'), value: of.patienceMinutes },
                { label: t('left'), value: of.skipped },
                { label: t('startedBy'), value: of.startedBy },
                { label: t('startedAt'), value: <TimeText at={of.startedAt} /> },
                { label: t('place'), value: of.place.name },
                { label: t('reason'), value: of.reason, wide: true },
                ...(of.stateReason ? [{ label: t('stateReason'), value: of.stateReason, wide: true }] : []),
              ]}
            />
            <Section title={t('device')}>
              <Targets id={of.id} />
            </Section>
          </Stack>
        )}
      </Shown>
      {known && doing ? <StepDialog of={known} step={doing} onClose={() => setDoing(undefined)} /> : null}
    </RecordDrawer>
  )
}

function Targets({ id }: { id: string }) {
  const t = useWords(words)
  const say = useText()
  const [state, setState] = useState<string>()
  const only = targetStates.find((one) => one === state)
  const asked = usePages(firmwareEndpoints.targets, { params: { id }, query: { limit: 50, ...(only ? { state: only } : {}) } })
  const why = (row: RolloutTarget) => [...(row.cause ? [say(targetCauseTexts[row.cause])] : []), row.detail ?? []].flat().join('：')
  return (
    <DataTable
      name="firmware-targets"
      caption={t('device')}
      asked={asked}
      rowKey={(row: RolloutTarget) => row.device.id}
      tools={
        <FilterMenu
          label={t('state')}
          value={state}
          onChange={setState}
          options={targetStates.map((value) => ({ value, label: say(targetStateTexts[value]) }))}
        />
      }
      columns={[
        {
          key: 'device',
          title: t('device'),
          always: true,
          render: (row) => (
            <>
              <strong>{row.device.name}</strong>
              <div style={{ color: 'var(--text-2)', fontSize: 12 }}>{row.device.code}</div>
            </>
          ),
        },
        { key: 'step', title: t('step'), width: 60, align: 'end', render: (row) => row.step },
        { key: 'state', title: t('state'), always: true, width: 110, render: (row) => <TargetTag state={row.state} /> },
        { key: 'before', title: t('before'), width: 90, render: (row) => row.before ?? t('none') },
        { key: 'reported', title: t('reported'), width: 90, render: (row) => row.reported ?? t('none') },
        { key: 'why', title: t('why'), render: (row) => why(row) || t('none') },
        { key: 'told', title: t('told'), width: 110, render: (row) => <TimeText at={row.toldAt} none={t('none')} /> },
      ]}
      empty={<EmptyState title={t('noTargets')} scene="rest" />}
    />
  )
}

function StepDialog({ of, step, onClose }: { of: Rollout; step: Step; onClose: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const actions = {
    pause: useAction(firmwareEndpoints.pause),
    resume: useAction(firmwareEndpoints.resume),
    stop: useAction(firmwareEndpoints.stop),
  }
  const action = actions[step]
  return (
    <ActionDialog
      open
      danger={step === 'stop'}
      onClose={onClose}
      title={t(step)}
      text={t(texts[step])}
      submit={t(step)}
      reason="needed"
      running={action.running}
      error={action.error}
      onSubmit={async ({ reason }) => {
        const done = await action.done({ params: { id: of.id }, body: { reason, version: of.version } })
        if (done) void message.success(t('moved'))
        return done
      }}
    />
  )
}
